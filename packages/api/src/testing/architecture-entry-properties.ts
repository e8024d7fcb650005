/** Properties of entries that are made and read: none, tables, leaves with their protection, PROT_NONE, swap. */

import { expect } from 'vitest';
import fc from 'fast-check';
import { isValidLeaf, SWAP_TYPE, swapKind, type DecodedEntry, type SwapEntry } from '../architecture.ts';
import { fieldMask } from '../fields.ts';
import { pfn } from '../units.ts';
import { VM_EXEC, VM_READ, VM_SHARED, VM_WRITE, vmFlags } from '../vm-flags.ts';
import {
  anyAccess,
  anyFrame,
  anyLeaf,
  frameCount,
  invisibleFlags,
  noAccess,
  rightsOf,
  stateOf,
  wholeState,
  type Kit,
} from './architecture-kit.ts';

const NO_RIGHTS = { user: false, read: false, write: false, exec: false };
const ALL_RIGHTS = { user: true, read: true, write: true, exec: true };
const anyWord = fc.oneof(
  fc.bigInt({ min: 0n, max: fieldMask({ lo: 0, hi: 63 }) }),
  fc.nat(0xffff).map((low) => BigInt(low)),
);

/** Declares the properties of decode on words of any origin. */
export function decodeProperties(kit: Kit): void {
  const { it, arch, levels, check } = kit;
  const anyLevel = fc.constantFrom(...levels.map(({ level }) => level));

  it('takes zero for nothing, at every level', () => {
    for (const { level } of levels) expect(arch.decode(level, 0n)).toMatchObject({ kind: 'none', ...NO_RIGHTS });
  });

  it('reads any word at any level without throwing, and says the same twice', () => {
    check(fc.tuple(anyLevel, anyWord), ([level, word]) => {
      expect(arch.decode(level, word)).toEqual(arch.decode(level, word));
    });
  });

  it('has a frame exactly in tables and leaves, and a swap entry exactly in swap', () => {
    check(fc.tuple(anyLevel, anyWord), ([level, word]) => {
      const entry = arch.decode(level, word);
      expect(entry.pfn !== null).toBe(entry.kind === 'table' || entry.kind === 'leaf');
      expect(entry.swap !== null).toBe(entry.kind === 'swap');
    });
  });

  it('grants nothing but through tables and leaves that the MMU takes', () => {
    check(fc.tuple(anyLevel, anyWord), ([level, word]) => {
      const entry = arch.decode(level, word);
      const taken = entry.kind === 'table' || isValidLeaf(entry);
      expect(taken ? NO_RIGHTS : rightsOf(entry)).toEqual(NO_RIGHTS);
    });
  });

  it('lets user code read what it may write, and grants user code nothing where user is false', () => {
    check(fc.tuple(anyLevel, anyWord), ([level, word]) => {
      const { kind, user, read, write, exec } = arch.decode(level, word);
      if (kind !== 'leaf') return;
      expect(!write || read).toBe(true);
      expect(user || !(read || write || exec)).toBe(true);
    });
  });

  it('finds leaves only where the geometry has them, and tables everywhere else but at the end', () => {
    const possible = levels.map(({ level, spec }) => [
      ...['none', 'reserved'],
      ...(spec.leaf ? ['leaf', 'swap'] : []),
      ...(level < levels.length - 1 ? ['table'] : []),
    ]);
    check(fc.tuple(anyLevel, anyWord), ([level, word]) => {
      expect(possible[level]).toContain(arch.decode(level, word).kind);
    });
  });

  it('does not look at bits that nobody reads', () => {
    check(anyLeaf(kit), ({ level, word }) => {
      const ignored = arch.fields(level, 'leaf').filter((field) => field.owner === 'ignored');
      expect(ignored.map((field) => arch.decode(level, word | fieldMask(field)))).toEqual(
        ignored.map(() => arch.decode(level, word)),
      );
    });
  });

  it('takes a leaf with a reserved bit for reserved', () => {
    check(anyLeaf(kit), ({ level, word }) => {
      const reserved = arch.fields(level, 'leaf').filter((field) => field.owner === 'reserved');
      expect(reserved.map((field) => arch.decode(level, word | fieldMask(field)).kind)).toEqual(
        reserved.map(() => 'reserved'),
      );
    });
  });
}

/** Declares the properties of table entries. */
export function tableProperties(kit: Kit): void {
  const { it, arch, levels, tableLevels, check } = kit;
  const anyTable = fc.tuple(fc.constantFrom(...tableLevels.map(({ level }) => level)), anyFrame(arch));

  it('reads a table entry back as a table at its frame', () => {
    check(anyTable, ([level, frame]) => {
      expect(arch.decode(level, arch.encodeTable(level, frame))).toMatchObject({
        kind: 'table',
        pfn: frame,
        swap: null,
      });
    });
  });

  it('lets tables grant everything, so that leaves decide', () => {
    check(anyTable, ([level, frame]) => {
      expect(rightsOf(arch.decode(level, arch.encodeTable(level, frame)))).toEqual(ALL_RIGHTS);
    });
  });

  it('refuses a table entry at the last level, and one to a frame that does not exist', () => {
    expect(() => arch.encodeTable(levels.length - 1, pfn(1))).toThrow(RangeError);
    for (const { level } of tableLevels)
      expect(() => arch.encodeTable(level, pfn(frameCount(arch)))).toThrow(RangeError);
  });
}

/** Declares the properties of leaves as they are made. */
export function leafProperties(kit: Kit): void {
  const { it, arch, levels, leafLevels, readsExecOnly, check } = kit;
  const anyFresh = anyLeaf(kit).map((leaf) => ({ ...leaf, word: arch.mkLeaf(leaf.level, leaf.frame, leaf.flags) }));

  it('reads a leaf back as one that the MMU takes, at its frame', () => {
    check(anyLeaf(kit), ({ level, frame, word }) => {
      const entry = arch.decode(level, word);
      expect(entry).toMatchObject({ kind: 'leaf', pfn: frame, protnone: false });
      expect(isValidLeaf(entry)).toBe(true);
    });
  });

  it('reads back the first and the last frame', () => {
    for (const { level, spec } of leafLevels)
      for (const frame of [pfn(0), pfn(frameCount(arch) - 2 ** spec.spanShift)])
        expect(arch.decode(level, arch.mkLeaf(level, frame, VM_READ)).pfn).toBe(frame);
  });

  it('grants exactly what the protection says: write implies read, and a private mapping is never writable', () => {
    check(anyFresh, ({ level, flags, word }) => {
      const exec = flags.has(VM_EXEC);
      const readable = flags.has(VM_READ) || flags.has(VM_WRITE) || (exec && readsExecOnly);
      const write = flags.has(VM_WRITE) && flags.has(VM_SHARED);
      expect(rightsOf(arch.decode(level, word))).toEqual({ user: true, read: readable, write, exec });
    });
  });

  it('makes a leaf clean, young and not special', () => {
    check(anyFresh, ({ level, word }) => {
      expect(arch.decode(level, word)).toMatchObject({ dirty: false, young: true, special: false });
    });
  });

  it('makes the same leaf whatever the flags say beside the protection', () => {
    check(fc.tuple(anyFresh, invisibleFlags), ([{ level, frame, flags, word }, more]) => {
      expect(arch.mkLeaf(level, frame, flags.or(more))).toBe(word);
    });
  });

  it('changes nothing but the frame where only the frame differs', () => {
    check(fc.tuple(anyFresh, fc.nat()), ([{ level, flags, word }, pick]) => {
      const step = 2 ** (arch.geometry.levels[level]?.spanShift ?? 0);
      const other = pfn((pick % Math.min(frameCount(arch) / step, 2 ** 20)) * step);
      const entry = arch.decode(level, arch.mkLeaf(level, other, flags));
      expect(entry).toEqual({ ...arch.decode(level, word), pfn: other });
    });
  });

  it('refuses a leaf where the level has none, and a frame that is not aligned or does not exist', () => {
    const wrong = levels.flatMap(({ level, spec }) => [
      { level, frame: spec.leaf ? frameCount(arch) : 0 },
      ...(spec.leaf && spec.spanShift > 0 ? [{ level, frame: 1 }] : []),
    ]);
    for (const { level, frame } of wrong) expect(() => arch.mkLeaf(level, pfn(frame), VM_READ)).toThrow(RangeError);
  });
}

/** Declares the properties of PROT_NONE leaves. */
export function protnoneProperties(kit: Kit): void {
  const { it, arch, check } = kit;
  const anyProtnone = anyLeaf(kit, noAccess);

  it('makes a leaf for software of a protection without access, and none for the MMU', () => {
    check(anyProtnone, ({ level, frame, word }) => {
      const entry = arch.decode(level, word);
      expect(entry).toMatchObject({ kind: 'leaf', pfn: frame, protnone: true, ...NO_RIGHTS });
      expect(isValidLeaf(entry)).toBe(false);
    });
  });

  it('keeps dirty, young and special of a PROT_NONE leaf', () => {
    check(fc.tuple(anyProtnone, wholeState), ([{ level, word }, { dirty, young, special }]) => {
      const changed = arch.withLeafState(level, word, { dirty, young, special });
      expect(stateOf(arch, level, changed)).toEqual({ write: false, dirty, young, special });
    });
  });

  it('makes PROT_NONE leaves that are neither nothing nor swap, even of frame 0', () => {
    for (const { level } of kit.leafLevels) {
      const entry: DecodedEntry = arch.decode(level, arch.mkLeaf(level, pfn(0), vmFlags()));
      expect(entry).toMatchObject({ kind: 'leaf', pfn: 0, protnone: true });
    }
  });
}

/** Declares the properties of notes, where there is room for any. */
export function noteProperties(kit: Kit): void {
  const { it, arch, leafLevels, check } = kit;
  const { notes } = arch;
  if (notes === undefined) return;
  const lowest = leafLevels.at(-1)?.level ?? 0;
  const leaf = anyLeaf(kit, fc.oneof(anyAccess, noAccess)).map(({ level, word }) => ({ level, word }));
  const swap = anySwapEntry.map((entry) => ({ level: lowest, word: arch.encodeSwap(entry) }));
  const noted = fc.record({ at: fc.oneof(leaf, swap), note: fc.constantFrom(...notes.kinds) });

  it('reads a note back as it was written, in leaves, PROT_NONE leaves and swap entries', () => {
    check(fc.tuple(noted, fc.boolean()), ([{ at, note }, isSet]) => {
      const word = notes.write(at.level, at.word, note, isSet);
      expect(notes.read(at.level, word, note)).toBe(isSet);
      expect(notes.read(at.level, at.word, note)).toBe(false);
    });
  });

  it('changes nothing else by a note, and takes it back without a trace', () => {
    check(noted, ({ at, note }) => {
      const word = notes.write(at.level, at.word, note, true);
      expect(arch.decode(at.level, word)).toEqual(arch.decode(at.level, at.word));
      expect(notes.write(at.level, word, note, false)).toBe(at.word);
      const others = notes.kinds.filter((each) => each !== note).map((each) => notes.read(at.level, word, each));
      expect(others).toEqual(others.map(() => false));
    });
  });

  it('keeps the notes of a leaf through changes of state and protection', () => {
    check(fc.record({ at: leaf, note: fc.constantFrom(...notes.kinds), flags: anyAccess }), ({ at, note, flags }) => {
      const word = notes.write(at.level, at.word, note, true);
      expect(notes.read(at.level, arch.modifyLeaf(at.level, word, flags), note)).toBe(true);
      expect(notes.read(at.level, arch.withLeafState(at.level, word, { young: false, write: false }), note)).toBe(true);
    });
  });

  it('has no room for a note in a table and in nothing', () => {
    for (const note of notes.kinds) expect(() => notes.write(lowest, 0n, note, true)).toThrow(RangeError);
  });
}

const anyOffset = fc.oneof(fc.bigInt({ min: 1n, max: 0xffffn }), fc.bigInt({ min: 1n, max: (1n << 40n) - 1n }));
const anySwapEntry: fc.Arbitrary<SwapEntry> = fc
  .record({ type: fc.nat(SWAP_TYPE.marker), offset: anyOffset, exclusive: fc.boolean() })
  .map(({ type, offset, exclusive }) => ({
    kind: swapKind(type),
    type,
    offset,
    ...(exclusive && { exclusive: true as const }),
  }));

/** Declares the properties of entries that are not present. */
export function swapProperties(kit: Kit): void {
  const { it, arch, leafLevels, check } = kit;
  const anyLevel = fc.constantFrom(...leafLevels.map(({ level }) => level));

  it('reads a swap entry back as itself at every level that holds leaves', () => {
    check(fc.tuple(anyLevel, anySwapEntry), ([level, swap]) => {
      expect(arch.decode(level, arch.encodeSwap(swap, level))).toMatchObject({ kind: 'swap', pfn: null, swap });
    });
  });

  it('does not call a swap entry exclusive that is not', () => {
    check(anySwapEntry, ({ kind, type, offset }) => {
      const level = leafLevels.at(-1)?.level ?? 0;
      const { swap } = arch.decode(level, arch.encodeSwap({ kind, type, offset }));
      expect(swap).toEqual({ kind, type, offset });
    });
  });

  it('has swap entries that the MMU does not take and that grant nothing', () => {
    check(fc.tuple(anyLevel, anySwapEntry), ([level, swap]) => {
      const entry = arch.decode(level, arch.encodeSwap(swap, level));
      expect(isValidLeaf(entry)).toBe(false);
      expect(entry).toMatchObject({ ...NO_RIGHTS, dirty: false, young: false, protnone: false });
    });
  });

  it('gives different swap entries different words', () => {
    check(fc.tuple(anySwapEntry, anySwapEntry), ([a, b]) => {
      const same = a.type === b.type && a.offset === b.offset && a.exclusive === b.exclusive;
      expect(arch.encodeSwap(a) === arch.encodeSwap(b)).toBe(same);
    });
  });

  it('sees no swap entry that could not have been written', () => {
    const nearEntry = fc
      .tuple(anySwapEntry, fc.nat({ max: 63 }))
      .map(([swap, bit]) => arch.encodeSwap(swap) ^ (1n << BigInt(bit)));
    const oneBit = fc.nat({ max: 63 }).map((bit) => 1n << BigInt(bit));
    check(
      fc.tuple(anyLevel, fc.oneof(nearEntry, oneBit, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))),
      ([level, word]) => {
        const { swap } = arch.decode(level, word);
        if (swap !== null) expect(arch.decode(level, arch.encodeSwap(swap, level)).swap).toEqual(swap);
      },
    );
  });

  it('refuses a swap type or offset that does not fit', () => {
    const swap: SwapEntry = { kind: 'swap', type: 1, offset: 1n };
    expect(() => arch.encodeSwap({ ...swap, type: -1 })).toThrow(RangeError);
    expect(() => arch.encodeSwap({ ...swap, type: 0.5 })).toThrow(RangeError);
    expect(() => arch.encodeSwap({ ...swap, type: 0x1_0000 })).toThrow(RangeError);
    expect(() => arch.encodeSwap({ ...swap, offset: -1n })).toThrow(RangeError);
    expect(() => arch.encodeSwap({ ...swap, offset: 1n << 62n })).toThrow(RangeError);
  });
}
