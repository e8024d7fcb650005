/** Random calls on a strip, for properties that hold after any sequence: mostly sensible, now and then wrong. */

import fc from 'fast-check';
import { MPOL, PRCTL } from '@mm-playground/api';
import { at, PAGE, type Outcome, type Strip } from './strip.ts';

/** One call, shown as `munmap(3, 2)` in a counterexample. */
export interface StripCall {
  readonly text: string;
  run(strip: Strip): Outcome;
}

/** Few pages, so that calls meet. */
const PAGES = 14;
const page = fc.nat({ max: PAGES });
const length = fc.integer({ min: 1, max: 6 });
const prot = fc.constantFrom('', 'r', 'rw', 'rx');
const flags = fc.constantFrom(
  'PRIVATE|ANONYMOUS|FIXED',
  'PRIVATE|ANONYMOUS|FIXED',
  'SHARED|ANONYMOUS|FIXED',
  'PRIVATE|ANONYMOUS|FIXED|NORESERVE',
  'PRIVATE|ANONYMOUS|FIXED_NOREPLACE',
  'PRIVATE|ANONYMOUS|FIXED|LOCKED',
  'PRIVATE|ANONYMOUS|FIXED|GROWSDOWN',
  'PRIVATE|ANONYMOUS',
);
const moves = fc.constantFrom(
  '',
  'MAYMOVE',
  'MAYMOVE|FIXED',
  'MAYMOVE|FIXED',
  'MAYMOVE|DONTUNMAP',
  'MAYMOVE|FIXED|DONTUNMAP',
);
const advice = fc.constantFrom(
  'DONTFORK',
  'DOFORK',
  'WIPEONFORK',
  'KEEPONFORK',
  'DONTNEED',
  'RANDOM',
  'NORMAL',
  'MERGEABLE',
);
const name = fc.constantFrom<string | bigint>('x', 'y', 0n);
const policy = fc.constantFrom(MPOL.values.MPOL_LOCAL, MPOL.values.MPOL_DEFAULT);
const onOff = fc.constantFrom(0n, 1n);
const heapPages = fc.bigInt({ min: 0n, max: 5n });

/** Where the heap of a program that was just started begins. */
const HEAP = 0x5555_5555_6000n;

const of = <T extends readonly unknown[]>(
  name: string,
  args: fc.Arbitrary<T>,
  run: (strip: Strip, args: T) => Outcome,
): fc.Arbitrary<StripCall> =>
  args.map((values) => ({
    text: `${name}(${values.join(', ')})`,
    run: (strip: Strip) => run(strip, values),
    [fc.toStringMethod]: () => `${name}(${values.join(', ')})`,
  }));

const anyCall: fc.Arbitrary<StripCall> = fc.oneof(
  { weight: 8, arbitrary: of('mmap', fc.tuple(page, length, prot, flags), (mm, args) => mm.mmap(...args)) },
  { weight: 4, arbitrary: of('munmap', fc.tuple(page, length), (mm, args) => mm.munmap(...args)) },
  { weight: 8, arbitrary: of('mprotect', fc.tuple(page, length, prot), (mm, args) => mm.mprotect(...args)) },
  { weight: 6, arbitrary: of('mremap', fc.tuple(page, length, length, moves, page), (mm, args) => mm.mremap(...args)) },
  {
    weight: 3,
    arbitrary: of('mremap', fc.tuple(page, length, moves, page), (mm, [at, n, how, to]) =>
      mm.mremap(at, n, n, how, to),
    ),
  },
  { weight: 3, arbitrary: of('madvise', fc.tuple(page, length, advice), (mm, args) => mm.madvise(...args)) },
  { weight: 2, arbitrary: of('mlock', fc.tuple(page, length), (mm, args) => mm.mlock(...args)) },
  { weight: 2, arbitrary: of('munlock', fc.tuple(page, length), (mm, args) => mm.munlock(...args)) },
  { weight: 1, arbitrary: of('mseal', fc.tuple(page, length), (mm, args) => mm.mseal(...args)) },
  { weight: 6, arbitrary: of('store', fc.tuple(page), (mm, args) => mm.store(...args)) },
  { weight: 2, arbitrary: of('load', fc.tuple(page), (mm, args) => mm.load(...args)) },
  { weight: 2, arbitrary: of('brk', fc.tuple(heapPages), (mm, [pages]) => mm.call('brk', HEAP + pages * 4096n)) },
  {
    weight: 2,
    arbitrary: of('name', fc.tuple(page, length, name), (mm, [start, pages, text]) =>
      mm.call('prctl', PRCTL.values.PR_SET_VMA, 0n, at(start), BigInt(pages) * PAGE, text),
    ),
  },
  {
    weight: 2,
    arbitrary: of('mbind', fc.tuple(page, length, policy), (mm, [start, pages, mode]) =>
      mm.call('mbind', at(start), BigInt(pages) * PAGE, mode, 0n, 0n, 0n),
    ),
  },
  {
    weight: 1,
    arbitrary: of('PR_SET_MEMORY_MERGE', fc.tuple(onOff), (mm, [on]) =>
      mm.call('prctl', PRCTL.values.PR_SET_MEMORY_MERGE, on),
    ),
  },
  { weight: 1, arbitrary: of('fork', fc.tuple(), (mm) => mm.fork()) },
);

/** What the calls begin with: something of each kind, written and not. */
export const START = 'WWr|ss.xWW.ww';

/** Sequences of so many calls, and of down to half as many. */
export const anyCalls = (maxLength: number): fc.Arbitrary<StripCall[]> =>
  fc.array(anyCall, { minLength: Math.ceil(maxLength / 2), maxLength, size: 'max' });
