/** Failure tables as whole texts, of the flat model: small, and with failures of every kind. */
import { MAP, PROT } from '@mm-playground/api';
import { sweepFailures, type Sweep } from '@mm-playground/session';
import {
  call,
  flatArch,
  FLAT_INDEX,
  FLAT_KERNEL,
  FLAT_LOSSY_KERNEL,
  flatModel,
  programOf,
} from '@mm-playground/session/testing';
import { describe, expect, it } from 'vitest';
import { failLines, failReport, failSummary } from './fail.ts';
import type { Kernel } from '@mm-playground/api';

const RW = PROT.values.PROT_READ | PROT.values.PROT_WRITE;
const FIXED = MAP.values.MAP_PRIVATE | MAP.values.MAP_ANONYMOUS | MAP.values.MAP_FIXED;
const PROGRAM = programOf(
  [
    call('mmap', [0x4_0000n, 0x3000n, RW, FIXED], { text: 'mmap(0x40000, 3*PAGE, ...)' }),
    call('store', [0x4_1000n]),
    call('mprotect', [0x4_1000n, 0x1000n, PROT.values.PROT_READ], { text: 'mprotect(0x41000, PAGE, PROT_READ)' }),
    call('mmap', [0x4_1000n, 0x1000n, RW, FIXED], { text: 'mmap(0x41000, PAGE, ...)' }),
  ],
  { file: 'over.mm' },
);

function swept(kernel: Kernel, callLine?: number): Sweep {
  const parts = { model: flatModel, kernel, arch: flatArch(), index: FLAT_INDEX };
  const sweeping = sweepFailures(PROGRAM, parts, callLine === undefined ? {} : { callLine });
  for (;;) {
    const turn = sweeping.next();
    if (turn.done === true) return turn.value;
  }
}

describe('the report of a failure sweep', () => {
  it('is a table for each call and kernel, with what is wrong below its line', () => {
    const report = failReport([swept(FLAT_KERNEL), swept(FLAT_LOSSY_KERNEL, 103)]);
    expect(failLines(report)).toEqual([
      'over.mm:100: mmap(0x40000, 3*PAGE, ...)',
      '6.18, flat: 0x40000 when nothing fails',
      '  step failed    result  old mappings  counters  again     verdict',
      '  range_alloc#1  ENOMEM  intact        -         the same  ok',
      '  range_fill#1   ENOMEM  intact        -         the same  ok',
      '',
      'over.mm:102: mprotect(0x41000, PAGE, PROT_READ)',
      '6.18, flat: 0 when nothing fails',
      '  step failed      result  old mappings  counters      again     verdict',
      '  range_protect#1  ENOMEM  split         map_count +1  the same  ok',
      '',
      'over.mm:103: mmap(0x41000, PAGE, ...)',
      '6.18, flat: 0x41000 when nothing fails',
      '  step failed    result  old mappings   counters                              again     verdict',
      '  range_alloc#1  ENOMEM  intact         -                                     the same  ok',
      '  range_fill#1   ENOMEM  gap of 1 page  map_count -1 total_vm -1 anon_rss -1  the same  ok',
      '6.17, flat: 0x41000 when nothing fails',
      '  step failed    result  old mappings  counters     again     verdict',
      '  range_alloc#1  ENOMEM  intact        -            the same  ok',
      '  range_fill#1   ENOMEM  lost: 1 page  anon_rss -1  the same  VIOLATED',
      '    no-lost-data: what was written to 1 page is gone, though it is mapped as before',
    ]);
    expect(failSummary(report.totals)).toBe('7 failure points, 1 violations');
  });

  it('is empty where nothing can fail', () => {
    expect(failLines(failReport([swept(FLAT_KERNEL, 101)]))).toEqual([]);
  });
});
