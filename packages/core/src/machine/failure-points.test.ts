/** Steps that can fail, in the calls beside mmap(): what the caller gets, what is left, and that nothing leaks. */

import { describe, expect, it } from 'vitest';
import type { KernelGeneration } from '../kernels/generation.ts';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_10 } from '../kernels/v6-10.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { v7_2 } from '../kernels/v7-2.ts';
import { UNWINDINGS, whyOf } from './failure-points.ts';
import { failing as failingStep, failOnce } from '../testing/failing.ts';
import { draw, mmOf, type Strip } from '../testing/strip.ts';

/** Fails a visit of a step of a call on a picture: what came of it, and the picture afterwards. */
function failing(
  picture: string,
  step: string,
  call: (mm: Strip) => unknown,
  { visit = 1, kernel = v6_18 }: { readonly visit?: number; readonly kernel?: KernelGeneration } = {},
): unknown[] {
  const mm = mmOf(picture, { kernel });
  const before = mm.counters.committed;
  const told = failOnce(mm.machine, step, () => call(mm), visit);
  const { invariants } = mm.view;
  expect(invariants.filter(({ state }) => state !== 'holds').map(({ name }) => name)).toEqual(
    told.includes('no-leak') ? ['committed'] : [],
  );
  expect([before, mm.counters.committed].every((pages) => pages >= 0)).toBe(true);
  return [...told, draw(mm)];
}

describe('munmap', () => {
  const hole = (mm: Strip): unknown => mm.munmap(1, 1);

  it.each(['vm_area_dup', 'vma_iter_prealloc', 'anon_vma_clone'])('that cannot split has done nothing: %s', (step) => {
    expect(failing('WWW', step, hole)).toEqual(['ENOMEM', 'WWW']);
    expect(failing('WWW', step, hole, { visit: 2 })).toEqual(['ENOMEM', 'W|WW']);
  });

  it.each([v6_1, v6_10, v6_12, v6_18])(
    'without memory for the side tree or the store puts everything back: $id',
    (kernel) => {
      expect(failing('WWW', 'mas_store_gfp', hole, { kernel })).toEqual(['ENOMEM', 'W|W|W']);
      expect(failing('WWW', 'vma_iter_clear_gfp', hole, { kernel })).toEqual(['ENOMEM', 'W|W|W']);
    },
  );
});

describe('mprotect', () => {
  it('that may not charge what becomes writable changes nothing', () => {
    expect(failing('rrr', 'security_vm_enough_memory_mm', (mm) => mm.mprotect(1, 1, 'rw'))).toEqual(['ENOMEM', 'rrr']);
  });

  it('gives the charge back where it cannot split', () => {
    expect(failing('rrr', 'vm_area_dup', (mm) => mm.mprotect(1, 1, 'rw'))).toEqual(['ENOMEM', 'rrr']);
  });

  const merging = (mm: Strip): unknown => mm.mprotect(1, 1, 'r');
  it.each([
    [v6_10, [0, 'w|r|rr']],
    [v6_18, ['ENOMEM', 'ww|rr']],
    [v7_2, ['ENOMEM', 'ww|rr']],
  ] as const)('without memory for a merge fails since 6.14, and splits instead on 6.10: $0.id', (kernel, expected) => {
    expect(failing('ww|rr', 'vma_iter_prealloc', merging, { kernel })).toEqual(expected);
  });

  it('in 6.12 goes on with the range of the merge, and changes what lies before', () => {
    const mm = mmOf('ww|rr', { kernel: v6_12 });
    expect(failOnce(mm.machine, 'vma_iter_prealloc', () => merging(mm))).toEqual([0, 'counters']);
    expect(draw(mm)).toBe('r|w|rr');
  });

  it.each([
    ['www|rr', 3, 1, 'www|w|r'],
    ['w|r|w', 1, 1, 'w|w|w'],
  ])('on 6.12 that is at the left end splits as it should: %j', (picture, page, pages, after) => {
    const change = (mm: Strip): unknown => mm.mprotect(page, pages, 'rw');
    expect(failing(picture, 'vma_iter_prealloc', change, { kernel: v6_12 })).toEqual([0, after]);
  });

  it('on 6.12 says what got the attributes, and of what; and fails where there is no memory for that either', () => {
    const mm = mmOf('rr|w', { kernel: v6_12 });
    mm.machine.control(failingStep('vma_iter_prealloc'));
    mm.mprotect(1, 1, 'rw');
    expect(mm.machine.takeViolations().map(({ what }) => what)).toEqual([
      expect.stringMatching(/^vma#\d+ gets what was meant for vma#\d+ behind it$/),
    ]);
    const none = mmOf('rr|w', { kernel: v6_12 });
    none.machine.control({ fails: (step) => step === 'vma_iter_prealloc', waitUntil: () => undefined });
    expect([none.mprotect(1, 1, 'rw'), draw(none)]).toEqual(['ENOMEM', 'rr|w']);
  });
});

describe('mremap', () => {
  const move = (mm: Strip): unknown => mm.mremap(0, 2, 2, 'MAYMOVE|FIXED', 8);
  const grow = (mm: Strip): unknown => mm.mremap(0, 2, 3, 'MAYMOVE|FIXED', 8);

  it.each(['vm_area_dup', 'anon_vma_clone', 'vma_iter_prealloc'])('without a copy leaves the source: %s', (step) => {
    expect(failing('WW', step, move)).toEqual(['ENOMEM', 'WW']);
  });

  it('without page tables for the copy moves everything back', () => {
    const mm = mmOf('WW');
    expect(failOnce(mm.machine, 'pte_alloc', () => move(mm))).toEqual(['ENOMEM']);
    expect([draw(mm), mm.counters.anon_rss, mm.counters.total_vm, mm.counters.committed]).toEqual(['WW', 2, 2, 2]);
  });

  it('leaks then what it was charged for growing', () => {
    expect(failing('WW', 'pte_alloc', grow)).toEqual(['ENOMEM', 'no-leak', 'WW']);
  });

  it('whose source cannot be unmapped leaves it there, empty, and charged without being marked so', () => {
    expect(failing('WW', 'vma_iter_clear_gfp', move)).toEqual([8, 'no-leak', 'WW......WW']);
  });

  it('in place gives the charge back', () => {
    expect(failing('WW', 'vma_iter_prealloc', (mm) => mm.mremap(0, 2, 4))).toEqual(['ENOMEM', 'WW']);
  });
});

describe('brk', () => {
  it.each(['may_expand_vm', 'security_vm_enough_memory_mm', 'vm_area_alloc', 'vma_iter_store_gfp'])(
    'says the old break: %s',
    (step) => {
      const mm = mmOf('');
      const old = mm.call('brk', 0n);
      const grown = BigInt(old) + 0x3000n;
      expect(failOnce(mm.machine, step, () => mm.call('brk', grown))).toEqual([old]);
      expect([mm.counters.total_vm, mm.counters.committed]).toEqual([0, 0]);
    },
  );

  it('without memory to grow the heap says the old break, too', () => {
    const mm = mmOf('');
    const grown = BigInt(mm.call('brk', 0n)) + 0x3000n;
    mm.call('brk', grown);
    expect(failOnce(mm.machine, 'vma_iter_prealloc', () => mm.call('brk', grown + 0x1000n))).toEqual([
      mm.call('brk', 0n),
    ]);
    expect([mm.counters.total_vm, mm.counters.committed]).toEqual([3, 3]);
  });
});

describe('fork', () => {
  it.each([
    ['__mt_dup', 1],
    ['vm_area_dup', 3],
    ['anon_vma_fork', 2],
    ['security_vm_enough_memory_mm', 2],
    ['pte_alloc', 2],
  ])('without memory leaves nothing of the child: %s', (step, visit) => {
    const mm = mmOf('WW|r|WW');
    const before = mm.counters;
    expect(failOnce(mm.machine, step, () => mm.fork(), visit)).toEqual(['ENOMEM']);
    expect([draw(mm), mm.counters, mm.store(0)]).toEqual(['WW|r|WW', before, 0]);
    expect(mm.machine.tasks.size).toBe(1);
  });
});

describe('a stack that grows', () => {
  it.each(['vma_iter_prealloc', 'anon_vma_prepare', 'may_expand_vm', 'security_vm_enough_memory_mm'])(
    'is a segmentation fault where it cannot: %s',
    (step) => {
      const mm = mmOf('');
      mm.mmap(600, 1, 'rw', 'PRIVATE|ANONYMOUS|FIXED|GROWSDOWN');
      expect(failOnce(mm.machine, step, () => mm.store(590))).toEqual(['SIGSEGV SEGV_MAPERR']);
      expect(mm.counters.total_vm).toBe(1);
    },
  );
});

describe('why a call left what it left', () => {
  const why = (...steps: string[]): string => whyOf('failed', new Set(steps));

  it('is told by what it did on its way back', () => {
    expect(why('mmap_region')).toBe('nothing had been changed yet');
    expect(why('vma_start_write')).toContain('stays cut');
    expect(why('vms_gather_munmap_vmas', 'vms_abort_munmap_vmas')).toContain('leaves a hole');
    expect(why('vms_gather_munmap_vmas', 'vms_abort_munmap_vmas', 'reattach_vmas')).toContain('put back');
    expect(whyOf('done', new Set(['count_vma_pages_range']))).toContain('asked once more');
  });

  it('is told for every way back, and for none of two', () => {
    const told = UNWINDINGS.map(({ has, lacks }) => why(...has, ...lacks.map((step) => `no ${step}`)));
    expect(new Set(told).size).toBe(UNWINDINGS.length);
  });
});
