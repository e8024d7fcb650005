import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { v7_2 } from '../kernels/v7-2.ts';
import { interleave, type Interleaved } from '../testing/interleave.ts';
import type { PlainCall } from '@mm-playground/api/testing';

const BASE = 0x1000_0000;
const page = (n: number): number => BASE + n * 0x1000;
const FIXED_PRIVATE = 0x32;
const anon = (from: number, pages: number, prot: number): PlainCall => [
  'mmap',
  page(from),
  pages * 0x1000,
  prot,
  FIXED_PRIVATE,
  -1,
  0,
];
const REPLACE_MIDDLE = { setUp: [anon(0, 3, 3)], writer: anon(1, 1, 1) };
const WALK: PlainCall = ['walk', page(0), page(3)];
/** Few looks: readers are short, and shall be there at all steps of the writer. */
const looks = fc.oneof(
  { weight: 15, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) },
);
const plans = fc.array(looks, { maxLength: 120, size: 'max' });

/** Runs every plan; returns one that breaks a property, where there is one. */
function violationIn(run: (plan: readonly number[]) => Interleaved): string | undefined {
  const found = fc.check(
    fc.property(plans, (plan) => run(plan).violations.length === 0),
    { numRuns: 400, seed: 1 },
  );
  return found.failed ? run(found.counterexample?.[0] ?? []).violations[0]?.what : undefined;
}

describe('walk()', () => {
  it('misses the middle of a mapping that 6.1 replaces', () => {
    const found = violationIn((plan) => interleave({ kernel: v6_1, ...REPLACE_MIDDLE, readers: [[WALK]], plan }));
    expect(found).toBe('10001000-10001fff was mapped all the time, and the reader did not see it');
  });

  it.each([v6_12, v6_18, v7_2])('misses nothing on $id', (kernel) => {
    expect(
      violationIn((plan) => interleave({ kernel, ...REPLACE_MIDDLE, readers: [[WALK], [WALK]], plan })),
    ).toBeUndefined();
  });

  it('lists entries, not VMAs: a mapping that was split may be seen whole and in parts', () => {
    const { readers } = interleave({ kernel: v6_18, ...REPLACE_MIDDLE, readers: [[WALK]], plan: [] });
    expect(readers[0]?.[0]).toMatchObject({
      value: 3n,
      listing: ['10000000-10000fff', '10001000-10001fff', '10002000-10002fff'],
    });
  });
});

describe('maps()', () => {
  it.each([v6_1, v6_12, v6_18, v7_2])('misses nothing on $id, and goes upwards', (kernel) => {
    const readers: PlainCall[][] = [[['maps']], [['query', page(1)]]];
    const broken = violationIn((plan) => interleave({ kernel, ...REPLACE_MIDDLE, readers, plan }));
    expect(broken).toBeUndefined();
  });
});

describe('maps() since 6.17', () => {
  it('misses nothing where it saw what a writer was about to commit', () => {
    const writer: PlainCall = ['mremap', page(0), 0x1000, 0x1000, 3, page(-2)];
    expect(
      violationIn((plan) => interleave({ kernel: v6_18, setUp: [anon(0, 1, 3)], writer, readers: [[['maps']]], plan })),
    ).toBeUndefined();
  });

  /** The middle of three pages becomes like its neighbours again after the reader had so many looks. */
  const merged = (looksBefore: number): Interleaved =>
    interleave({
      kernel: v6_18,
      setUp: [anon(0, 3, 3), ['mprotect', page(1), 0x1000, 1]],
      writer: ['mprotect', page(1), 0x1000, 3],
      readers: [[['maps']]],
      plan: [looksBefore],
    });
  const outcomes = Array.from({ length: 16 }, (_, looksBefore) => merged(looksBefore));
  const ranges = ({ readers }: Interleaved): string =>
    (readers[0]?.[0]?.kind === 'value' ? (readers[0][0].listing ?? []) : [])
      .map((line) => line.slice(0, 17))
      .filter((range) => range.startsWith('1000'))
      .join(' ');

  it('shows a mapping a second time that grew over what was shown', () => {
    expect(outcomes.map(ranges)).toContain('10000000-10001000 10000000-10003000');
  });

  it('steps over a mapping that grew over its place between two lines of one read()', () => {
    const stepped = outcomes.find((outcome) => ranges(outcome) === '10000000-10001000 10001000-10002000');
    expect(stepped?.violations.map(({ what }) => what)).toEqual([
      '10002000-10002fff was mapped all the time, and the reader did not see it',
    ]);
  });
});

describe('query()', () => {
  it.each([v6_12, v6_18])('never says that nothing is there while the middle is replaced, on $id', (kernel) => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { readers } = interleave({ kernel, ...REPLACE_MIDDLE, readers: [[['query', page(1)]]], plan });
        expect(readers[0]?.[0]).toMatchObject({ kind: 'value' });
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});
