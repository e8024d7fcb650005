/**
 * Scripts that lead a maple tree through what it can do: each makes some hundred mappings, so that the tree has two or three
 * levels, in an order that brings about other kinds of stores.
 */
import { MAP, MREMAP, PROT } from '@mm-playground/api';
import { Random } from '../native/random.ts';
import { ARENA_START, type Argument, type NativeScript, type ScriptCall } from '../native/script.ts';

const { PROT_NONE, PROT_READ, PROT_WRITE } = PROT.values;
const { MAP_PRIVATE, MAP_ANONYMOUS, MAP_FIXED } = MAP.values;
const { MREMAP_MAYMOVE, MREMAP_FIXED } = MREMAP.values;
const PAGE = 4096;
const FIXED = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
/** Neighbours differ in protection, or they would be one mapping. */
const PROTECTIONS = [PROT_READ, PROT_READ | PROT_WRITE, PROT_NONE] as const;

/** One call of a pattern; pages count from the arena's start. */
type Draft = readonly [name: ScriptCall['name'], ...args: Argument[]];

const at = (page: number): bigint => ARENA_START + BigInt(page * PAGE);
const size = (pages: number): bigint => BigInt(pages * PAGE);
const protection = (i: number): bigint => PROTECTIONS[i % PROTECTIONS.length] ?? PROT_READ;

const map = (page: number, pages: number, prot: bigint): Draft => [
  'mmap',
  at(page),
  size(pages),
  prot,
  FIXED,
  0xffff_ffff_ffff_ffffn,
  0n,
];
const unmap = (page: number, pages: number): Draft => ['munmap', at(page), size(pages)];
const protect = (page: number, pages: number, prot: bigint): Draft => ['mprotect', at(page), size(pages), prot];

const shuffled = (random: Random, count: number): number[] => {
  const list = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [list[i], list[j]] = [list[j] ?? 0, list[i] ?? 0];
  }
  return list;
};

/** Mappings one above the other, then away from the bottom. */
const ascending = (count: number): Draft[] => {
  const half = Math.ceil(count / 2);
  const maps = Array.from({ length: half }, (_, i) => map(i, 1, protection(i)));
  return [...maps, ...Array.from({ length: count - half }, (_, i) => unmap(i, 1))];
};

/** One below the other, then away from the top. */
const descending = (count: number): Draft[] => {
  const half = Math.ceil(count / 2);
  const maps = Array.from({ length: half }, (_, i) => map(half - i, 1, protection(half - i)));
  return [...maps, ...Array.from({ length: count - half }, (_, i) => unmap(half - i, 1))];
};

/** In a grid with holes, in any order, then away in any order. */
const scattered = (count: number, random: Random): Draft[] => {
  const half = Math.ceil(count / 2);
  const maps = shuffled(random, half).map((i) => map(3 * i, 1 + random.below(3), protection(i)));
  const gone = shuffled(random, half).slice(0, count - half);
  return [...maps, ...gone.map((i) => unmap(3 * i, 3))];
};

/** Single pages of one big mapping change their protection, and change back. */
const carved = (count: number, random: Random): Draft[] => {
  const pages = 3 * count;
  const calls: Draft[] = [map(0, pages, PROT_READ)];
  const carvedPages: number[] = [];
  while (calls.length < count) {
    const back = carvedPages.length > 20 && random.chance(0.4);
    const page = back ? (carvedPages.splice(random.below(carvedPages.length), 1)[0] ?? 0) : random.below(pages);
    if (!back) carvedPages.push(page);
    calls.push(protect(page, 1, back ? PROT_READ : protection(1 + random.below(2))));
  }
  return calls;
};

/** Mappings and holes over many others: from one to sixty at a time. */
const replaced = (count: number, random: Random): Draft[] => {
  const pages = Math.ceil(count / 2);
  const calls: Draft[] = Array.from({ length: pages }, (_, i) => map(i, 1, protection(i)));
  while (calls.length < count) {
    const many = 1 + random.below(random.chance(0.3) ? 60 : 6);
    const page = random.below(pages);
    const single = (): Draft => map(random.below(pages), 1, protection(random.below(3)));
    const over = (): Draft => map(page, many, protection(random.below(3)));
    calls.push(random.pick([() => unmap(page, many), over, single, single])());
  }
  return calls;
};

/** What the break moves from, as the first call; and how far at most. */
const ASK_BREAK: Draft = ['brk', 0n];
const BREAK_PAGES = 40;

/** A little of everything: also moves, growth, the break, and searches for room. */
const mixed = (count: number, random: Random): Draft[] => {
  const pages = count;
  const page = (): number => random.below(pages);
  const pick = (): Draft => {
    const many = 1 + random.below(random.chance(0.1) ? 40 : 4);
    switch (random.below(9)) {
      case 0:
        return unmap(page(), many);
      case 1:
        return protect(page(), many, protection(random.below(3)));
      case 2:
        return ['mremap', at(page()), size(1), size(1 + random.below(4)), MREMAP_MAYMOVE, 0n];
      case 3:
        return ['mremap', at(page()), size(2), size(2), MREMAP_MAYMOVE | MREMAP_FIXED, at(page())];
      case 4:
        return ['mmap', 0n, size(many), protection(many), MAP_PRIVATE | MAP_ANONYMOUS, 0xffff_ffff_ffff_ffffn, 0n];
      case 5:
        return ['brk', { call: 1, offset: size(random.below(BREAK_PAGES)) }];
      default:
        return map(page(), many, protection(random.below(3)));
    }
  };
  return Array.from({ length: count }, (_, i) => (i === 0 ? ASK_BREAK : pick()));
};

const PATTERN_CALLS = { ascending, descending, scattered, carved, replaced, mixed } as const;

/** The name of a pattern. */
export type Pattern = keyof typeof PATTERN_CALLS;

/** Every pattern. */
export const PATTERNS = Object.keys(PATTERN_CALLS) as readonly Pattern[];

/** The script of a pattern with `count` calls; the same for the same seed on every machine. */
export function patternScript(pattern: Pattern, count: number, seed: number): NativeScript {
  const calls = PATTERN_CALLS[pattern](count, new Random(seed));
  return { pageSize: PAGE, setup: [], calls: calls.map(([name, ...args], i) => ({ id: i + 1, name, args })) };
}
