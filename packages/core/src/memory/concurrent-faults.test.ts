import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { at, mmOf, type Strip } from '../testing/strip.ts';
import { interleave, type Interleaved, type Interleaving } from '../testing/interleave.ts';
import type { PlainCall } from '@mm-playground/api/testing';

const BASE = 0x1000_0000;
const page = (n: number): number => BASE + n * 0x1000;
const anon = (from: number, pages: number, prot: number): PlainCall => [
  'mmap',
  page(from),
  pages * 0x1000,
  prot,
  0x32,
  -1,
  0,
];
/** Few looks: readers are short, and shall be there at all steps of the writer. */
const looks = fc.oneof(
  { weight: 12, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 }) },
);
const plans = fc.array(looks, { maxLength: 160, size: 'max' });
const KERNELS = [v6_1, v6_12, v6_18];

/** Runs many plans. */
function everyPlan(setting: Omit<Interleaving, 'plan'>, check: (outcome: Interleaved) => void): void {
  fc.assert(
    fc.property(plans, (plan) => check(interleave({ ...setting, plan }))),
    { numRuns: 300, seed: 3 },
  );
}

const WRITTEN = [
  anon(0, 3, 3),
  ['store', page(0)],
  ['store', page(1)],
  ['store', page(2)],
] as const satisfies PlainCall[];

describe('faults beside a writer', () => {
  it.each(KERNELS)('survive that a mapping is replaced, on $id', (kernel) => {
    const readers: PlainCall[][] = [
      [['load', page(1)]],
      [
        ['load', page(1)],
        ['load', page(1)],
      ],
    ];
    everyPlan(
      { kernel, setUp: WRITTEN, writer: anon(1, 1, 1), readers },
      ({ readers: results, violations, broken }) => {
        expect(results.flat()).toEqual([1, 2, 3].map(() => ({ kind: 'value', value: 0n })));
        expect([violations, broken]).toEqual([[], []]);
      },
    );
  });

  it.each(KERNELS)('end with a signal once the mapping is gone, and not before, on $id', (kernel) => {
    const readers: PlainCall[][] = [
      [
        ['load', page(1)],
        ['store', page(1)],
      ],
      [['store', page(2)]],
    ];
    everyPlan({ kernel, setUp: WRITTEN, writer: ['munmap', page(1), 0x1000], readers }, (outcome) => {
      const [first, second] = outcome.readers[0] ?? [];
      if (first?.kind === 'signal') expect(second?.kind).toBe('signal');
      expect(outcome.readers[1]).toEqual([{ kind: 'value', value: 0n }]);
      expect([outcome.violations, outcome.broken]).toEqual([[], []]);
    });
  });

  it('see a translation that the tables no longer have, until the flush', () => {
    const readers: PlainCall[][] = [
      [
        ['load', page(1)],
        ['load', page(1)],
      ],
    ];
    const setting = { kernel: v6_18, setUp: WRITTEN, writer: ['munmap', page(1), 0x1000] as const, readers };
    const found = fc.check(
      fc.property(plans, (plan) => !interleave({ ...setting, plan }).seen.includes('stale translation')),
      { numRuns: 2000, seed: 4 },
    );
    expect(found.failed).toBe(true);
  });

  it('make a writer wait who wants the VMA that a fault holds', () => {
    const readers: PlainCall[][] = [[['store', page(1)]], [['store', page(2)]]];
    const setUp = [anon(0, 3, 3), ['store', page(0)]] as const satisfies PlainCall[];
    everyPlan({ kernel: v6_18, setUp, writer: ['mprotect', page(1), 0x1000, 1], readers }, (outcome) => {
      expect(outcome.writer).toEqual({ kind: 'value', value: 0n });
      expect([outcome.violations, outcome.broken]).toEqual([[], []]);
    });
  });
});

describe('walkers of page tables beside a writer', () => {
  it.each(KERNELS)('never go through a table that was given back: gup() and munmap(), on $id', (kernel) => {
    const readers: PlainCall[][] = [
      [
        ['gup', page(1)],
        ['gup', page(1)],
      ],
      [['gup', page(2)]],
    ];
    everyPlan({ kernel, setUp: WRITTEN, writer: ['munmap', page(0), 0x3000], readers }, (outcome) => {
      expect([outcome.violations, outcome.broken]).toEqual([[], []]);
    });
  });

  const FILE = [
    ['memfd_create', 'file', 0],
    ['ftruncate', 3, 0x8000],
    ['mmap', page(0), 0x2000, 3, 0x11, 3, 0],
    ['mmap', page(2), 0x2000, 3, 0x11, 3, 0x4000],
    ['store', page(0)],
    ['store', page(2)],
    ['store', page(3)],
  ] as const satisfies PlainCall[];

  it.each(KERNELS)('truncate a file of which a mapping is replaced by one that merges, on $id', (kernel) => {
    const readers: PlainCall[][] = [[['ftruncate', 3, 0]]];
    const writer: PlainCall = ['mmap', page(2), 0x2000, 3, 0x11, 3, 0x2000];
    everyPlan({ kernel, setUp: FILE, writer, readers }, (outcome) => {
      expect(outcome.readers.flat()).toEqual([{ kind: 'value', value: 0n }]);
      expect([outcome.violations, outcome.broken]).toEqual([[], []]);
    });
  });

  it('make a writer wait who wants to change the mappings of the file', () => {
    const readers: PlainCall[][] = [[['ftruncate', 3, 0x1000]]];
    everyPlan({ kernel: v6_18, setUp: FILE, writer: ['munmap', page(1), 0x2000], readers }, (outcome) => {
      expect(outcome.writer).toEqual({ kind: 'value', value: 0n });
      expect([outcome.violations, outcome.broken]).toEqual([[], []]);
    });
  });
});

/** The points at which a store to a page that is not there lets others run. */
function pointsOfStore(mm: Strip): string[] {
  const args = [{ kind: 'int', value: at(1) }] as const;
  const running = mm.machine.call(mm.task, { name: 'store', args, recorded: undefined }, () => undefined);
  return [...running].map(({ step }) => step);
}

describe('a fault', () => {
  it('lets others run before each look at what they may change', () => {
    const mm = mmOf('Ww');
    mm.machine.control({ fails: () => false, waitUntil: () => undefined });
    expect(pointsOfStore(mm)).toEqual(['mmu', 'lock_vma_under_rcu', 'vma_start_read', 'handle_mm_fault', 'mmu']);
  });

  it('does not stop where nobody is there who could run', () => {
    expect(pointsOfStore(mmOf('Ww'))).toEqual([]);
  });
});
