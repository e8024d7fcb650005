/**
 * The plugin against a walker of its own: the steps of "Virtual Address Translation Process" of the RISC-V privileged architecture,
 * with Svnapot and Svpbmt, on literal bit positions. It shares nothing with the plugin. Where the manual leaves a choice, it sets
 * A and D (Svadu).
 */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pfn, vmFlags, type AccessKind, type Architecture } from '@mm-playground/api';
import { riscv64 } from './index.ts';

type Outcome = 'page fault' | { readonly pa: bigint; readonly leafAt: bigint; readonly word: bigint };

const bit = (word: bigint, at: number): boolean => ((word >> BigInt(at)) & 1n) === 1n;
const bits = (word: bigint, hi: number, lo: number): bigint =>
  (word >> BigInt(lo)) & ((1n << BigInt(hi - lo + 1)) - 1n);

/** Translates an address for user code: satp's root, LEVELS of the mode, and memory by 8-byte words. */
function translate(memory: Map<bigint, bigint>, root: bigint, levels: number, va: bigint, access: AccessKind): Outcome {
  let a = root;
  for (let i = levels - 1; i >= 0; i--) {
    const at = a + bits(va, 12 + 9 * i + 8, 12 + 9 * i) * 8n;
    const pte = memory.get(at) ?? 0n;
    const [v, r, w, x] = [bit(pte, 0), bit(pte, 1), bit(pte, 2), bit(pte, 3)];
    if (!v || (!r && w) || bits(pte, 60, 54) !== 0n || bits(pte, 62, 61) === 3n) return 'page fault';
    if (!r && !x) {
      if (i === 0 || bit(pte, 4) || bit(pte, 6) || bit(pte, 7) || bits(pte, 63, 61) !== 0n) return 'page fault';
      a = bits(pte, 53, 10) << 12n;
      continue;
    }
    const allowed = { load: r, store: w, fetch: x }[access];
    if (!bit(pte, 4) || !allowed) return 'page fault';
    if (i > 0 && bits(pte, 10 + 9 * i - 1, 10) !== 0n) return 'page fault';
    const napot = bit(pte, 63);
    if (napot && (i > 0 || bits(pte, 13, 10) !== 0b1000n)) return 'page fault';
    const low = napot ? 16 : 12 + 9 * i;
    const base = ((bits(pte, 53, 10) << 12n) >> BigInt(low)) << BigInt(low);
    const used = pte | (1n << 6n) | (access === 'store' ? 1n << 7n : 0n);
    memory.set(at, used);
    return { pa: base + bits(va, low - 1, 0), leafAt: at, word: used };
  }
  return 'page fault';
}

const ACCESSES: readonly AccessKind[] = ['load', 'store', 'fetch'];
const MODES = ['sv39', 'sv48', 'sv57'] as const;
const PAGE = 12n;
/** A leaf at frame 0, which suits every size, with V, R, W, X and U. */
const OPEN = 0x1fn;

/** Any word, and words that are near to what a kernel writes. */
const anyWord = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  fc
    .tuple(fc.bigInt({ min: 0n, max: 0x3ffn }), fc.bigInt({ min: 0n, max: (1n << 44n) - 1n }), fc.nat(15), fc.boolean())
    .map(([low, frame, more, aligned]) => {
      const at = aligned ? (frame >> 36n) << 36n : frame;
      return low | (at << 10n) | (more < 4 ? BigInt(more) << 61n : 0n) | (more === 7 ? (1n << 63n) | (8n << 10n) : 0n);
    }),
);

describe.each(MODES)('%s', (mode) => {
  const arch = riscv64.configure({ mode });
  const levels = arch.geometry.levels.length;

  it('reads every word at every level as the manual does', () => {
    fc.assert(
      fc.property(fc.nat(levels - 1), anyWord, fc.constantFrom(...ACCESSES), (level, word, access) => {
        // The walk ends at this word: it lies at index 0 of a table that is reached by index 0 of those above.
        const memory = new Map<bigint, bigint>();
        const tableAt = (depth: number): bigint => BigInt(depth + 1) << PAGE;
        for (let depth = 0; depth < level; depth++) memory.set(tableAt(depth), (BigInt(depth + 2) << 10n) | 1n);
        memory.set(tableAt(level), word);
        // Where it is a table, everything is allowed below.
        const below = bits(word, 53, 10) << PAGE;
        fc.pre(!memory.has(below));
        memory.set(below, OPEN);
        const entry = arch.decode(level, word);
        const outcome = translate(memory, tableAt(0), levels, 0n, access);
        const right = { load: entry.read, store: entry.write, fetch: entry.exec }[access];
        const leaf = { pa: BigInt(entry.pfn ?? 0) << PAGE, leafAt: tableAt(level) };
        const reached = { pa: 0n, leafAt: below, word: arch.afterAccess(level, OPEN, access) };
        const here = right ? { ...leaf, word: arch.afterAccess(level, word, access) } : 'page fault';
        expect(outcome).toEqual(entry.kind === 'table' ? reached : entry.kind === 'leaf' ? here : 'page fault');
      }),
      { numRuns: 3000 },
    );
  });

  it('writes tables that the manual translates to the frames and rights that were asked for', () => {
    const anyLeaf = fc.record({
      level: fc.nat(levels - 1),
      page: fc.bigInt({ min: 0n, max: (1n << BigInt(arch.geometry.userBits - 12)) - 1n }),
      frame: fc.bigInt({ min: 0n, max: (1n << 44n) - 1n }),
      flags: fc.subarray(['READ', 'WRITE', 'EXEC', 'SHARED']),
      state: fc.record({ write: fc.boolean(), dirty: fc.boolean(), young: fc.boolean() }, { requiredKeys: [] }),
    });
    fc.assert(
      fc.property(anyLeaf, fc.constantFrom(...ACCESSES), ({ level, page, frame, flags, state }, access) => {
        const { memory, root, word, base } = tablesWith(arch, level, page, frame, flags, state);
        const entry = arch.decode(level, word);
        const va = (page << PAGE) + 0x123n;
        const outcome = translate(memory, root, levels, va, access);
        const right = { load: entry.read, store: entry.write, fetch: entry.exec }[access];
        const span = (1n << BigInt(12 + 9 * (levels - 1 - level))) - 1n;
        expect(outcome === 'page fault' ? outcome : outcome.pa).toBe(right ? base + (va & span) : 'page fault');
        if (outcome !== 'page fault') expect(outcome.word).toBe(arch.afterAccess(level, word, access));
      }),
      { numRuns: 1000 },
    );
  });
});

/** Tables in frames of their own above all leaves, with one leaf at a page. */
function tablesWith(
  arch: Architecture,
  level: number,
  page: bigint,
  frame: bigint,
  flags: readonly string[],
  state: object,
): { memory: Map<bigint, bigint>; root: bigint; word: bigint; base: bigint } {
  const levels = arch.geometry.levels.length;
  const memory = new Map<bigint, bigint>();
  const entryAt = (depth: number): bigint => {
    const index = (page >> BigInt(9 * (levels - 1 - depth))) & 0x1ffn;
    return (BigInt(depth + 1) << PAGE) + index * 8n;
  };
  for (let depth = 0; depth < level; depth++) memory.set(entryAt(depth), arch.encodeTable(depth, pfn(depth + 2)));
  const shift = BigInt(9 * (levels - 1 - level));
  const aligned = (frame >> shift) << shift;
  const word = arch.withLeafState(level, arch.mkLeaf(level, pfn(Number(aligned)), vmFlags(...flags)), state);
  memory.set(entryAt(level), word);
  return { memory, root: 1n << PAGE, word, base: aligned << PAGE };
}
