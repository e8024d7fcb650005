/** What travels through an unmapping, seen at its steps. */

import { describe, expect, it } from 'vitest';
import type { StepDetail } from '@mm-playground/api';
import type { KernelGeneration } from '../kernels/generation.ts';
import { seedV3 } from '../kernels/seed-v3.ts';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_10 } from '../kernels/v6-10.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_12_rc1 } from '../kernels/v6-12-rc.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { v7_2 } from '../kernels/v7-2.ts';
import { atEachStep, failOnce } from '../testing/failing.ts';
import { at, mmOf, type Strip } from '../testing/strip.ts';

/** The structs named so at each step of a call, while they are there. */
function seen(mm: Strip, struct: string, call: (mm: Strip) => unknown): StepDetail[] {
  const all: StepDetail[] = [];
  const look = (): void => {
    all.push(...mm.view.travelling.filter(({ name }) => name === struct).map(({ fields }) => fields));
  };
  mm.machine.record(true);
  atEachStep(mm.machine, look, () => call(mm));
  return all;
}

/** Written, locked, executable and growing memory, and a neighbour on each side. */
function busy(kernel: KernelGeneration): Strip {
  const mm = mmOf('wW|r|ww|x|g|o', { kernel });
  mm.mlock(2, 2);
  return mm;
}

/** Which invariants are broken knowingly during a call, and until which step. */
function owed(mm: Strip, call: (mm: Strip) => unknown): string[] {
  const all = new Set<string>();
  const look = (): void =>
    mm.view.invariants.forEach(({ name, state, until }) => {
      if (state !== 'holds') all.add(`${name} ${until ?? state}`);
    });
  // The tree is written between two steps: its tracepoints are told in the middle of that.
  mm.machine.trace({ enter: look, exit: look, step: look, tracepoint: look });
  call(mm);
  mm.machine.trace(null);
  return [...all].toSorted();
}

const OVER = (mm: Strip): unknown => mm.mmap(1, 6, 'r');
const HOLE = (mm: Strip): unknown => mm.munmap(1, 6);
const BESIDE = (mm: Strip): unknown => mm.mmap(20, 1);

const RANGE = { start: at(1), end: at(7) };
const NOTHING = { nr_pages: 0, locked_vm: 0, nr_accounted: 0, exec_vm: 0, stack_vm: 0, data_vm: 0 };
const VMA: unknown = expect.stringMatching(/^vma#\d+$/);

describe('struct vma_munmap_struct', () => {
  const first = (call: (mm: Strip) => unknown, kernel = v6_18): StepDetail | undefined =>
    seen(busy(kernel), 'vma_munmap_struct', call)[0];
  const last = (call: (mm: Strip) => unknown, kernel = v6_18): StepDetail | undefined =>
    seen(busy(kernel), 'vma_munmap_struct', call).at(-1);

  it('begins with the range and the first VMA in it', () => {
    const neighbours = { prev: 'NULL', next: 'NULL', unmap_start: 0n, unmap_end: 0n };
    const all = { ...RANGE, ...NOTHING, ...neighbours, vma_count: 0, unlock: true, clear_ptes: false };
    expect(first(HOLE)).toEqual({ ...all, vma: VMA });
    expect(first((mm) => mm.mmap(8, 1))).toMatchObject({ vma: 'NULL', unlock: false });
  });

  it('has summed up in the end what was there, and between what page tables may go', () => {
    const neighbours = { vma: VMA, prev: VMA, next: VMA, unmap_start: at(1), unmap_end: at(7) };
    const sums = { nr_pages: 6, locked_vm: 2, nr_accounted: 4, exec_vm: 1, stack_vm: 1, data_vm: 3, vma_count: 6 };
    expect(last(HOLE)).toEqual({ ...RANGE, ...neighbours, ...sums, unlock: true, clear_ptes: false });
  });

  it('has no charge left to give back where a new mapping took it over', () => {
    expect(last((mm) => mm.mmap(1, 6))).toMatchObject({ nr_accounted: 0, nr_pages: 6, unlock: false });
    expect(last(OVER)).toMatchObject({ nr_accounted: 4 });
  });

  it.each([
    [v6_18.id, v6_18, { clear_ptes: false }],
    [v6_12_rc1.id, v6_12_rc1, { clear_ptes: false, closed_vm_ops: true }],
    [seedV3.id, seedV3, { cleared_ptes: true }],
  ])('remembers on %s what has become of the PTEs', (_id, kernel, flags) => {
    const fields = Object.entries(last(HOLE, kernel) ?? {});
    expect(Object.fromEntries(fields.filter(([name]) => /ptes|closed/.test(name)))).toEqual(flags);
  });

  it('was variables of do_vmi_align_munmap() before', () => {
    const all = seen(busy(v6_10), 'do_vmi_align_munmap', HOLE);
    expect(all[0]).toEqual({ ...RANGE, count: 0, locked_vm: 0, unlock: true });
    expect(all.at(-1)).toEqual({ ...RANGE, count: 6, locked_vm: 2, unlock: true });
  });
});

describe('what travels', () => {
  const KERNELS = [v6_1, v6_10, seedV3, v6_12_rc1, v6_12, v6_18, v7_2];
  it.each(KERNELS)('is gone when the call is over, well or badly: $id', (kernel) => {
    const left = (call: (mm: Strip) => unknown): unknown => {
      const mm = busy(kernel);
      mm.machine.record(true);
      atEachStep(
        mm.machine,
        () => undefined,
        () => call(mm),
      );
      return mm.view.travelling;
    };
    expect([left(OVER), left(HOLE), left(BESIDE)]).toEqual([[], [], []]);
    expect(left((mm) => failOnce(mm.machine, 'vm_area_alloc', () => OVER(mm)))).toEqual([]);
    expect(left((mm) => failOnce(mm.machine, 'mas_store_gfp', () => HOLE(mm), 2))).toEqual([]);
  });
});

describe('the side tree', () => {
  const sideTree = (mm: Strip, pages: number): StepDetail | undefined =>
    seen(mm, 'mt_detach', () => mm.munmap(0, pages)).at(-1);

  it('shows sixteen VMAs, and how many more there are', () => {
    expect(Object.keys(sideTree(mmOf('wr'.repeat(8)), 16) ?? {})).toHaveLength(16);
    const more = sideTree(mmOf('wr'.repeat(9)), 18);
    expect(more).toMatchObject({ '0': VMA, '15': VMA, more: 2 });
    expect(Object.keys(more ?? {})).toHaveLength(17);
  });
});

describe('what is broken while memory is unmapped', () => {
  it.each([
    [v6_18.id, v6_18, 'vms_complete_munmap_vmas', 'vms_clear_ptes'],
    [v6_10.id, v6_10, 'remove_mt', 'unmap_region'],
  ])('is made good by the steps of %s', (_id, kernel, complete, clear) => {
    expect(owed(busy(kernel), HOLE)).toEqual(
      [
        ...['attached vma_iter_clear_gfp', 'tree vma_complete', `ptes ${clear}`, `locked_vm ${complete}`],
        ...['committed', 'map_count', 'total_vm'].flatMap((name) => [`${name} vma_complete`, `${name} ${complete}`]),
      ].toSorted(),
    );
  });

  it('and replaced, by the store, and in the end by counting what is new', () => {
    expect(owed(busy(v6_18), OVER)).toEqual([
      ...['attached vma_iter_store', 'committed vma_complete', 'committed vms_complete_munmap_vmas'],
      ...['locked_vm vms_complete_munmap_vmas', 'map_count vma_complete', 'map_count vma_iter_store_new'],
      ...[
        'map_count vms_complete_munmap_vmas',
        'total_vm vm_stat_account',
        'total_vm vma_complete',
        'tree vma_complete',
      ],
    ]);
    const seed = owed(busy(seedV3), OVER).filter((line) => /^(ptes|attached)/.test(line));
    expect(seed).toEqual(['attached vma_iter_store', 'ptes vms_clear_ptes']);
  });

  it('and nothing was there, is only counted', () => {
    expect(owed(busy(v6_18), BESIDE)).toEqual([
      ...['committed vms_complete_munmap_vmas', 'total_vm vms_complete_munmap_vmas'],
    ]);
    expect(owed(busy(v6_10), BESIDE)).toEqual(['committed vm_stat_account', 'total_vm vm_stat_account']);
  });
});

describe('what is broken while VMAs merge', () => {
  it.each([
    ['a part goes to the previous VMA', v6_18, 'w|rr', (mm: Strip) => mm.mprotect(1, 1, 'rw')],
    ['one grows over what it replaces', v6_10, 'w.w', (mm: Strip) => mm.mmap(1, 1)],
  ] as const)('is made good by vma_complete(): %s', (_what, kernel, picture, call) => {
    const steps = owed(mmOf(picture, { kernel }), call).map((line) => line.slice(line.indexOf(' ') + 1));
    expect(steps).toContain('vma_complete');
    expect(steps).not.toContain('');
  });
});
