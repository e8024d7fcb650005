import { describe, expect, it } from 'vitest';
import { stepData, stepLines, type StepRow } from './steps.ts';
import type { Change, Step, StepDetail } from '@mm-playground/api';

const row = (
  kind: Step['kind'],
  depth: number,
  name: string,
  detail: StepDetail = {},
  ...changes: Change[]
): StepRow => ({
  step: { kind, name, depth, detail, mark: 0 },
  changes,
});

const shrunk: Change = { object: 'vma#2', field: 'end', before: 65539, after: 65537 };
const moved: Change = { object: 'vma#2', field: 'pgoff', before: 0, after: 1 };
const made: Change = { object: 'vma#7', field: 'start', before: undefined, after: 65538 };
const gone: Change = { object: 'pte 0x10001000', field: 'word', before: 0x67n, after: undefined };

const ROWS: readonly StepRow[] = [
  row('enter', 0, '__x64_sys_munmap', { addr: 0x1000_1000n, len: 0x1000n }),
  row('enter', 1, 'mmap_write_lock'),
  row('exit', 1, 'mmap_write_lock'),
  row('tracepoint', 1, 'mmap_lock:mmap_lock_acquire_returned', { mm: 1, write: true }),
  row('enter', 1, '__split_vma', {}, made),
  row('step', 2, 'vma_adjust', { new_below: false }, shrunk, moved),
  row('exit', 1, '__split_vma', { result: 0 }, gone),
  row('exit', 0, '__x64_sys_munmap', { result: 0n }),
];

describe('the steps of a call', () => {
  it('are a call graph, with what each changed under it', () => {
    expect(stepLines(ROWS)).toEqual([
      '__x64_sys_munmap(addr=0x10001000, len=0x1000) {',
      '  mmap_write_lock()',
      '  /* mmap_lock:mmap_lock_acquire_returned mm=1, write=true */',
      '  * vma#7: start = 65538',
      '  __split_vma() {',
      '    vma_adjust new_below=false',
      '      * vma#2: end 65539 -> 65537, pgoff 0 -> 1',
      '    * pte 0x10001000: word 0x67 -> gone',
      '  } = 0',
      '} = 0x0',
    ]);
  });

  it('say what was changed before a function was entered above it, where it was done, also if nothing happens in it', () => {
    const rows = [row('enter', 1, 'vma_start_write', {}, shrunk), row('exit', 1, 'vma_start_write')];
    expect(stepLines(rows)).toEqual(['  * vma#2: end 65539 -> 65537', '  vma_start_write()']);
  });

  it('are data with words as hex strings, and null for what is not there', () => {
    expect(stepData([row('step', 2, 'x', { word: 0x67n, n: 3 }, gone)])).toEqual([
      {
        kind: 'step',
        name: 'x',
        depth: 2,
        detail: { word: '0x67', n: 3 },
        changes: [{ object: 'pte 0x10001000', field: 'word', before: '0x67', after: null }],
      },
    ]);
  });

  it('are nothing where nothing was recorded', () => {
    expect(stepLines([])).toEqual([]);
  });
});
