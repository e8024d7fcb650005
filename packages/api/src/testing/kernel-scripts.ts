/** Random scripts: calls on few pages, so that they meet; mostly sensible, now and then wrong. */

import fc from 'fast-check';
import { MADV, MAP, MPOL, MREMAP, PRCTL, PROT } from '../constants.ts';
import type { Places } from './kernel-bench.ts';
import { drawCall, type PlainArg, type PlainCall } from './plain-call.ts';

const PAGES = 14;
const page = fc.nat({ max: PAGES });
const length = fc.integer({ min: 1, max: 6 });
const { PROT_NONE, PROT_READ, PROT_WRITE, PROT_EXEC } = PROT.values;
const prot = fc.constantFrom(PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_EXEC);
const { MAP_PRIVATE, MAP_SHARED, MAP_ANONYMOUS, MAP_FIXED, MAP_FIXED_NOREPLACE } = MAP.values;
const { MAP_NORESERVE, MAP_LOCKED, MAP_GROWSDOWN } = MAP.values;
const PRIVATE = MAP_PRIVATE | MAP_ANONYMOUS;
const flags = fc.constantFrom(
  PRIVATE | MAP_FIXED,
  PRIVATE | MAP_FIXED,
  MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED,
  PRIVATE | MAP_FIXED | MAP_NORESERVE,
  PRIVATE | MAP_FIXED_NOREPLACE,
  PRIVATE | MAP_FIXED | MAP_LOCKED,
  PRIVATE,
);
const { MREMAP_MAYMOVE, MREMAP_FIXED, MREMAP_DONTUNMAP } = MREMAP.values;
const MOVE = MREMAP_MAYMOVE | MREMAP_FIXED;
const moves = fc.constantFrom(
  0n,
  MREMAP_MAYMOVE,
  MOVE,
  MOVE,
  MREMAP_MAYMOVE | MREMAP_DONTUNMAP,
  MOVE | MREMAP_DONTUNMAP,
);
const ADVICE = MADV.values;
const advice = fc.constantFrom(
  ...[ADVICE.MADV_DONTFORK, ADVICE.MADV_DOFORK, ADVICE.MADV_WIPEONFORK, ADVICE.MADV_KEEPONFORK],
  ...[ADVICE.MADV_DONTNEED, ADVICE.MADV_RANDOM, ADVICE.MADV_NORMAL, ADVICE.MADV_MERGEABLE],
);
const name = fc.constantFrom<string | bigint>('x', 'y', 0n);
const policy = fc.constantFrom(MPOL.values.MPOL_LOCAL, MPOL.values.MPOL_DEFAULT);
const onOff = fc.constantFrom(0n, 1n);
const { PR_SET_VMA, PR_SET_MEMORY_MERGE } = PRCTL.values;

/** Which calls scripts are made of. */
export type ScriptKind =
  /** Anything. */
  | 'any'
  /** What unmapping everything makes undone: nothing is sealed, no stack grows, and there is one address space. */
  | 'undone';

/** Where the heap of the program begins: what brk(0) said. */
export interface ScriptPlaces extends Places {
  readonly heap: bigint;
}

/** One call of a script. */
function anyCall({ at, size, heap }: ScriptPlaces, kind: ScriptKind): fc.Arbitrary<PlainCall> {
  const weighed = <T extends unknown[]>(
    weight: number,
    parts: { [K in keyof T]: fc.Arbitrary<T[K]> },
    call: (...values: T) => PlainCall,
  ): { weight: number; arbitrary: fc.Arbitrary<PlainCall> } => ({
    weight,
    arbitrary: fc.tuple<T>(...parts).map((values) => call(...values)),
  });
  const on =
    (name: string, ...more: PlainArg[]) =>
    (start: number, pages: number): PlainCall => [name, at(start), BigInt(pages) * size, ...more];
  const always = [
    weighed(8, [page, length, prot, flags], (start, n, p, f) => on('mmap', p, f, -1, 0)(start, n)),
    weighed(4, [page, length], on('munmap')),
    weighed(8, [page, length, prot], (start, n, p) => on('mprotect', p)(start, n)),
    weighed(6, [page, length, length, moves, page], (start, old, n, how, to) =>
      on('mremap', BigInt(n) * size, how, at(to))(start, old),
    ),
    weighed(3, [page, length, moves, page], (start, n, how, to) =>
      on('mremap', BigInt(n) * size, how, at(to))(start, n),
    ),
    weighed(3, [page, length, advice], (start, n, what) => on('madvise', what)(start, n)),
    weighed(2, [page, length], on('mlock')),
    weighed(2, [page, length], on('munlock')),
    weighed(6, [page], (start) => ['store', at(start)]),
    weighed(2, [page], (start) => ['load', at(start)]),
    weighed(2, [fc.nat({ max: 5 })], (pages) => ['brk', heap + BigInt(pages) * size]),
    weighed(2, [page, length, policy], (start, n, mode) => on('mbind', mode, 0, 0, 0)(start, n)),
    weighed(2, [page, length, name], (start, n, text) => [
      ...(['prctl', PR_SET_VMA, 0, at(start), BigInt(n) * size, text] as const),
    ]),
  ];
  const alsoLasting = [
    weighed(1, [page, length, prot], (start, n, p) =>
      on('mmap', p, PRIVATE | MAP_FIXED | MAP_GROWSDOWN, -1, 0)(start, n),
    ),
    weighed(1, [page, length], on('mseal', 0)),
    weighed(1, [onOff], (isOn) => ['prctl', PR_SET_MEMORY_MERGE, isOn]),
    weighed(1, [], () => ['fork']),
  ];
  return fc.oneof(...always, ...(kind === 'any' ? alsoLasting : []));
}

/** Scripts of at most so many calls. */
export const anyScript = (
  places: ScriptPlaces,
  maxLength: number,
  kind: ScriptKind = 'any',
): fc.Arbitrary<PlainCall[]> => fc.array(anyCall(places, kind), { minLength: 1, maxLength, size: 'max' });

/** A line for each call. */
export const drawScript = (script: readonly PlainCall[]): string => script.map(drawCall).join('\n');
