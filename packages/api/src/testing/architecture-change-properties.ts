/** Properties of changing a leaf: its state, its protection, what an access leaves behind; and of the fault's code. */

import { expect } from 'vitest';
import fc from 'fast-check';
import type { AccessKind, DecodedEntry } from '../architecture.ts';
import { SWAP_TYPE } from '../architecture.ts';
import { VM_READ, vmFlags } from '../vm-flags.ts';
import {
  anyAccess,
  anyFrame,
  anyLeaf,
  anyState,
  noAccess,
  rightsOf,
  stateOf,
  wholeState,
  type Kit,
} from './architecture-kit.ts';

const ACCESSES: readonly AccessKind[] = ['load', 'store', 'fetch'];

/** Declares the properties of withLeafState. */
export function stateProperties(kit: Kit): void {
  const { it, arch, check } = kit;
  // Only a leaf that may be read can show WRITE.
  const readable = anyLeaf(
    kit,
    anyAccess.map((flags) => flags.or(VM_READ)),
  );

  it('shows the state that was given', () => {
    check(fc.tuple(readable, wholeState), ([{ level, word }, state]) => {
      expect(stateOf(arch, level, arch.withLeafState(level, word, state))).toEqual(state);
    });
  });

  it('leaves what is not named as it was: the other state, the frame and the other rights', () => {
    check(fc.tuple(readable, anyState), ([{ level, word }, state]) => {
      const before = arch.decode(level, word);
      expect(arch.decode(level, arch.withLeafState(level, word, state))).toEqual({ ...before, ...state });
    });
  });

  it('gives the same word when the same state is given twice', () => {
    check(fc.tuple(anyLeaf(kit), anyState), ([{ level, word }, state]) => {
      const once = arch.withLeafState(level, word, state);
      expect(arch.withLeafState(level, once, state)).toBe(once);
    });
  });

  it('gives the same word for no change', () => {
    check(anyLeaf(kit), ({ level, word }) => {
      expect(arch.withLeafState(level, word, {})).toBe(word);
    });
  });

  it('comes to the same state whatever is changed first', () => {
    check(fc.tuple(readable, wholeState), ([{ level, word }, { write, dirty, young, special }]) => {
      const steps = [{ write }, { dirty }, { young }, { special }];
      const apply = (sum: bigint, step: (typeof steps)[number]): bigint => arch.withLeafState(level, sum, step);
      const forward = steps.reduce(apply, word);
      const backward = steps.toReversed().reduce(apply, word);
      expect(stateOf(arch, level, forward)).toEqual(stateOf(arch, level, backward));
    });
  });

  it('keeps a leaf dirty that loses its write permission and gets it back', () => {
    check(readable, ({ level, word }) => {
      const written = arch.withLeafState(level, word, { write: true, dirty: true });
      const protectedWord = arch.withLeafState(level, written, { write: false });
      expect(stateOf(arch, level, protectedWord)).toMatchObject({ write: false, dirty: true });
      expect(arch.withLeafState(level, protectedWord, { write: true })).toBe(written);
    });
  });

  it('does not make a leaf dirty that gets write permission', () => {
    check(readable, ({ level, word }) => {
      const clean = arch.withLeafState(level, word, { write: false, dirty: false });
      const writable = arch.withLeafState(level, clean, { write: true });
      expect(stateOf(arch, level, writable)).toMatchObject({ write: true, dirty: false });
    });
  });
}

/** Declares the properties of afterAccess. */
export function accessProperties(kit: Kit): void {
  const { it, arch, tableLevels, check } = kit;
  const readable = anyLeaf(
    kit,
    anyAccess.map((flags) => flags.or(VM_READ)),
  );

  it('marks a leaf young by any access, and dirty by a store alone', () => {
    check(fc.tuple(readable, fc.constantFrom(...ACCESSES)), ([{ level, word }, access]) => {
      const open = arch.withLeafState(level, word, { write: true });
      const before = arch.decode(level, open);
      const after = arch.decode(level, arch.afterAccess(level, open, access));
      expect(after).toEqual({ ...before, young: true, dirty: before.dirty || access === 'store' });
    });
  });

  it('gives the same word where everything is marked already', () => {
    check(fc.tuple(readable, fc.constantFrom(...ACCESSES)), ([{ level, word }, access]) => {
      const open = arch.withLeafState(level, word, { write: true });
      const once = arch.afterAccess(level, open, access);
      expect(arch.afterAccess(level, once, access)).toBe(once);
    });
  });

  it('leaves a table entry a table to the same frame', () => {
    check(fc.tuple(fc.constantFrom(...tableLevels), anyFrame(arch)), ([{ level }, frame]) => {
      const word = arch.afterAccess(level, arch.encodeTable(level, frame), 'store');
      expect(arch.decode(level, word)).toMatchObject({ kind: 'table', pfn: frame, dirty: false });
    });
  });
}

/** Declares the properties of modifyLeaf. */
export function modifyProperties(kit: Kit): void {
  const { it, arch, protectionMakesYoung, protnoneMakesOld, check } = kit;
  const anyProtection = fc.oneof(anyAccess, noAccess);
  const anyOld = anyLeaf(kit, anyProtection);

  it('grants what a leaf made with the new protection grants, whatever the old one was', () => {
    check(fc.tuple(anyOld, anyProtection), ([{ level, frame, word }, flags]) => {
      const fresh = arch.decode(level, arch.mkLeaf(level, frame, flags));
      const entry = arch.decode(level, arch.modifyLeaf(level, word, flags));
      expect({ ...rightsOf(entry), protnone: entry.protnone }).toEqual({
        ...rightsOf(fresh),
        protnone: fresh.protnone,
      });
    });
  });

  it(`keeps frame, dirty and special; ${protectionMakesYoung ? 'any access makes it young' : 'young stays, too'}`, () => {
    check(fc.tuple(anyOld, anyProtection), ([{ level, word }, flags]) => {
      const kept = ({ pfn, dirty, young, special }: DecodedEntry): unknown => ({ pfn, dirty, young, special });
      const before = arch.decode(level, word);
      const after = arch.decode(level, arch.modifyLeaf(level, word, flags));
      const young = after.protnone ? before.young && !protnoneMakesOld : before.young || protectionMakesYoung;
      expect(kept(after)).toEqual(kept({ ...before, young }));
    });
  });

  it('comes back from PROT_NONE as if it had never been there', () => {
    check(fc.tuple(anyOld, anyAccess), ([{ level, word }, flags]) => {
      const direct = arch.modifyLeaf(level, word, flags);
      const detour = arch.modifyLeaf(level, arch.modifyLeaf(level, word, vmFlags()), flags);
      expect(arch.decode(level, detour)).toEqual(arch.decode(level, direct));
    });
  });

  it('gives the same word when the same protection is given twice', () => {
    check(fc.tuple(anyOld, anyProtection), ([{ level, word }, flags]) => {
      const once = arch.modifyLeaf(level, word, flags);
      expect(arch.modifyLeaf(level, once, flags)).toBe(once);
    });
  });

  it('leaves a fresh leaf as it is when its own protection is given', () => {
    check(anyOld, ({ level, frame, flags }) => {
      const fresh = arch.mkLeaf(level, frame, flags);
      expect(arch.modifyLeaf(level, fresh, flags)).toBe(fresh);
    });
  });
}

/** Declares the properties of fault codes. */
export function faultProperties(kit: Kit): void {
  const { it, arch, leafLevels, faultCodesSayAccessOnly, check } = kit;
  const level = leafLevels.at(-1)?.level ?? 0;
  const none = arch.decode(level, 0n);

  it('has a code for every access to nothing, and no two are the same', () => {
    const codes = ACCESSES.map((access) => arch.faultCode(access, level, none));
    expect(new Set(codes).size).toBe(ACCESSES.length);
  });

  it('has codes that fit a word', () => {
    check(fc.tuple(anyLeaf(kit), fc.constantFrom(...ACCESSES)), ([leaf, access]) => {
      const code = arch.faultCode(access, leaf.level, arch.decode(leaf.level, leaf.word));
      expect(BigInt.asUintN(64, code)).toBe(code);
    });
  });

  it(`${faultCodesSayAccessOnly ? 'does not tell' : 'tells'} a missing page from a missing permission`, () => {
    check(fc.tuple(anyLeaf(kit), fc.constantFrom(...ACCESSES)), ([leaf, access]) => {
      const entry = arch.decode(leaf.level, leaf.word);
      const same = arch.faultCode(access, leaf.level, entry) === arch.faultCode(access, leaf.level, none);
      expect(same).toBe(faultCodesSayAccessOnly);
    });
  });

  it('says of PROT_NONE and swap what it says of nothing: the MMU cannot tell them apart', () => {
    const swap = arch.decode(level, arch.encodeSwap({ kind: 'marker', type: SWAP_TYPE.marker, offset: 4n }));
    check(fc.tuple(anyFrame(arch), noAccess, fc.constantFrom(...ACCESSES)), ([frame, flags, access]) => {
      const protnone = arch.decode(level, arch.mkLeaf(level, frame, flags));
      const codes = [protnone, swap].map((entry) => arch.faultCode(access, level, entry));
      expect(codes).toEqual(codes.map(() => arch.faultCode(access, level, none)));
    });
  });
}
