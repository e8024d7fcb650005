/** The loops: each operation on each candidate at each size, all in one run, the candidates taking turns. */

import { CANDIDATES, type Candidate, type Item, type RangeMap } from './range-map.ts';

/** What can be measured. */
export const OPERATIONS = ['lookup', 'insert+erase', 'replace 8', 'gap search', 'iterate', 'snapshot+write'] as const;
/** One of them. */
export type Operation = (typeof OPERATIONS)[number];

/** Nanoseconds an operation; of `iterate` an entry. */
export interface Figure {
  readonly candidate: string;
  readonly operation: Operation;
  readonly size: number;
  readonly ns: number;
}

/** A page number as mappings have it: too large for a small integer. */
const BASE = 0x7_0000_0000;
const STEP = 16;
const LENGTH = 12;
const ROUNDS = 5;
/** Keys of a loop; taken in another order than stored. */
const KEYS = 1 << 14;
/** The snapshots that are kept alive. */
const KEPT = 100;
/** A splice in a million items moves megabytes: fewer rounds say as much. */
const SLOW_ITEMS = 1_000_000;

const itemAt = (i: number): Item => ({ start: BASE + STEP * i, last: BASE + STEP * i + LENGTH - 1 });

/** Items with a hole behind each. */
export const itemsOf = (size: number): Item[] => Array.from({ length: size }, (_, i) => itemAt(i));

/** mulberry32 */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A loop over `count` operations; returns something that depends on all of them. */
type Loop = (map: RangeMap, picks: Int32Array, count: number) => number;

const LOOPS: Readonly<Record<Operation, Loop>> = {
  lookup: (map, picks, count) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += map.floor(BASE + STEP * (picks[i % KEYS] ?? 0) + 5)?.start ?? 0;
    return sum;
  },
  'insert+erase': (map, picks, count) => {
    for (let i = 0; i < count; i++) {
      const item = itemAt(picks[i % KEYS] ?? 0);
      map.erase(item.start);
      map.insert(item);
    }
    return count;
  },
  // Eight become one, and one becomes eight again: one replacement is measured with eight insertions at known places.
  'replace 8': (map, picks, count) => {
    for (let i = 0; i < count; i++) {
      const first = (picks[i % KEYS] ?? 0) & ~7;
      map.replaceOver({ start: itemAt(first).start, last: itemAt(first + 7).last });
      for (let at = first; at < first + 8; at++) map.replaceOver(itemAt(at));
    }
    return count;
  },
  'gap search': (map, picks, count) => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const min = itemAt(picks[i % KEYS] ?? 0).start;
      sum += map.gap(min, Number.MAX_SAFE_INTEGER, STEP);
    }
    return sum;
  },
  iterate: (map) => map.sum(),
  'snapshot+write': (map, picks, count) => {
    const kept: unknown[] = [];
    for (let i = 0; i < count; i++) kept[i % KEPT] = map.snapshotAndWrite?.(itemAt(picks[i % KEYS] ?? 0));
    return kept.length;
  },
};

const isScan = ({ name }: Candidate, operation: Operation): boolean =>
  operation === 'gap search' && !name.includes('gaps') && !name.startsWith('maple');

/** Whether a candidate can do it at all. */
function can(candidate: Candidate, map: RangeMap, operation: Operation): boolean {
  if (operation === 'snapshot+write') return map.snapshotAndWrite !== undefined;
  return operation !== 'gap search' || candidate.name !== 'maple-tree';
}

function countFor(candidate: Candidate, operation: Operation, size: number): number {
  if (isScan(candidate, operation)) return Math.max(1, Math.floor(2_000_000 / size));
  const moves = candidate.name.startsWith('sorted-array') && operation !== 'lookup';
  if (moves && size >= SLOW_ITEMS) return 40;
  return operation === 'replace 8' ? 4_000 : 60_000;
}

const median = (list: number[]): number => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;

/** Measures operations at one size. */
export function measure(size: number, operations: readonly Operation[] = OPERATIONS): Figure[] {
  const items = itemsOf(size);
  const next = random(7);
  const picks = Int32Array.from({ length: KEYS }, () => Math.floor(next() * (size - 8)));
  const maps = CANDIDATES.map((candidate) => ({ candidate, map: candidate.create(items) }));
  const figures: Figure[] = [];
  for (const operation of operations) {
    const able = maps.filter(({ candidate, map }) => can(candidate, map, operation));
    const times = new Map<Candidate, number[]>(able.map(({ candidate }) => [candidate, []]));
    for (let round = 0; round <= ROUNDS; round++)
      for (const { candidate, map } of able) {
        const count = operation === 'iterate' ? size : countFor(candidate, operation, size);
        const begin = process.hrtime.bigint();
        consumed += LOOPS[operation](map, picks, count);
        const ns = Number(process.hrtime.bigint() - begin) / count;
        if (round > 0) times.get(candidate)?.push(ns);
      }
    for (const [{ name }, list] of times) figures.push({ candidate: name, operation, size, ns: median(list) });
  }
  return figures;
}

/** What the loops returned: printed, so that none of them can be left out. */
export let consumed = 0;

/** Bytes an entry that a structure needs besides the items, which are shared. Needs `node --expose-gc`. */
export function memoryOf(candidate: Candidate, items: readonly Item[]): number {
  const used = (): number => {
    globalThis.gc?.();
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  const map = candidate.create(items);
  const bytes = used() - before;
  consumed += map.floor(BASE)?.start ?? 0;
  return bytes / items.length;
}
