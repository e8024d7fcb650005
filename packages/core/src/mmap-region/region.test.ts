/** What all generations of mmap_region() do alike: charges, hooks of files, locks, and what can fail. */

import { PRCTL } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { seedV3 } from '../kernels/seed-v3.ts';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_10 } from '../kernels/v6-10.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_17 } from '../kernels/v6-17.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { v7_2 } from '../kernels/v7-2.ts';
import { failing, failOnce, stepsOf } from '../testing/failing.ts';
import { draw, mmOf, Strip, type Outcome } from '../testing/strip.ts';

const KERNELS = [v6_1, v6_10, seedV3, v6_12, v6_18, v7_2];

const mapFile = (mm: Strip, flags: string, prot = 'rw'): Outcome =>
  mm.mmap(0, 1, prot, flags, mm.open('/data', 'O_RDWR'), 0);

const stepsNamed = (mm: Strip, name: RegExp, call: () => unknown): string[] =>
  stepsOf(mm.machine, call).filter((step) => name.test(step));

describe.each(KERNELS)('mmap_region() of $id', (kernel) => {
  it('asks a file whether it can be mapped shared and written to, and nobody else', () => {
    const ask = (flags: string, prot = 'rw'): unknown => {
      const mm = mmOf('', { kernel });
      return failOnce(mm.machine, 'mapping_map_writable', () => mapFile(mm, flags, prot));
    };
    expect([ask('SHARED|FIXED'), ask('SHARED|FIXED', 'r'), ask('PRIVATE|FIXED')]).toEqual([['EPERM'], ['EPERM'], [0]]);
    const mm = mmOf('', { kernel });
    const readOnly = mm.open('/data', 'O_RDONLY');
    const map = (): Outcome => mm.mmap(0, 1, 'r', 'SHARED|FIXED', readOnly, 0);
    expect(failOnce(mm.machine, 'mapping_map_writable', map)).toEqual([0]);
    const anonymous = (): Outcome => mm.mmap(1, 1, 'rw', 'SHARED|ANONYMOUS|FIXED');
    expect(failOnce(mm.machine, 'mapping_map_writable', anonymous)).toEqual([1]);
  });

  const hook = kernel === v6_18 || kernel === v7_2 ? 'mmap_prepare' : 'call_mmap';
  it.each([
    [hook, (mm: Strip) => mapFile(mm, 'PRIVATE|FIXED')],
    ['shmem_zero_setup', (mm: Strip) => mm.mmap(0, 1, 'rw', 'SHARED|ANONYMOUS|FIXED')],
  ] as const)('has nothing left where %s fails', (name, map) => {
    const mm = mmOf('', { kernel });
    const before = mm.counters;
    expect(failOnce(mm.machine, name, () => map(mm))).toEqual(['ENOMEM']);
    expect([draw(mm), mm.counters]).toEqual(['', before]);
    expect(stepsNamed(mm, new RegExp(`^\\+?${name}$`), () => map(mm))).toHaveLength(1);
  });

  it('write-locks a new VMA before anybody sees it', () => {
    const mm = mmOf('', { kernel });
    const steps = stepsNamed(mm, /vma_start_write|vma_iter_store/, () => mm.mmap(0, 1));
    expect([steps.length, steps[0]]).toEqual([2, 'vma_start_write']);
  });

  it('marks what is new as soft-dirty where the kernel keeps that', () => {
    const keeps = new Strip({ kernel, adopt: [{ start: 0, end: 1, flags: 'rd wr mr mw me ac sd' }] });
    const flags = [keeps, mmOf('', { kernel })].map((mm) => {
      mm.mmap(4, 1);
      return mm.flags(4).includes('sd');
    });
    expect(flags).toEqual([true, false]);
  });
});

describe.each([v6_12, v6_18, v7_2])('the charge of $id', (kernel) => {
  it('is not asked for where what is replaced has as much', () => {
    const asks = (picture: string, pages: number): string[] => {
      const mm = mmOf(picture, { kernel });
      return stepsNamed(mm, /security_vm_enough/, () => mm.mmap(0, pages));
    };
    expect([asks('wwr', 2), asks('wwr', 3)]).toEqual([[], ['security_vm_enough_memory_mm']]);
  });
});

describe('a file that is asked before there is a VMA', () => {
  it.each([
    ['PRIVATE|FIXED', 'mmap_prepare', ['1 charged pages belong to no mapping']],
    ['SHARED|FIXED', 'mmap_prepare', []],
    ['PRIVATE|FIXED', 'vm_area_alloc', []],
  ])('and refuses leaves its charge behind on 6.17, where there is one: %s without %s', (flags, step, leaks) => {
    const mm = mmOf('', { kernel: v6_17 });
    mm.machine.control(failing(step));
    expect(mapFile(mm, flags)).toBe('ENOMEM');
    expect(mm.machine.takeViolations().map(({ what }) => what)).toEqual(leaks);
  });

  it('is proposed to its neighbours with what KSM adds', () => {
    const mm = mmOf('');
    expect(mm.call('prctl', PRCTL.values.PR_SET_MEMORY_MERGE, 1n, 0n, 0n, 0n)).toBe(0);
    const fd = mm.open('/data');
    for (const page of [0, 1]) mm.mmap(page, 1, 'rw', 'PRIVATE|FIXED', fd, page);
    expect([draw(mm), mm.flags(0).includes('mg')]).toEqual(['ff', true]);
  });
});

describe('shared anonymous memory', () => {
  it.each(KERNELS)('asks no neighbour whether it takes it in: $id', (kernel) => {
    const merging = /^vma_(merge|expand)/;
    const mm = mmOf('w.w', { kernel });
    expect(stepsNamed(mm, merging, () => mm.mmap(1, 1, 'rw', 'SHARED|ANONYMOUS|FIXED'))).toEqual([]);
    expect(stepsNamed(mm, merging, () => mm.mmap(4, 1))).toEqual(
      kernel.merging === 'vma_merge' ? [] : ['vma_merge_new_range'],
    );
  });
});
