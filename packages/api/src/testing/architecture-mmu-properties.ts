/** Properties of the MMU, where an architecture has one: it finds what was built, and says what entries alone say. */

import { expect } from 'vitest';
import fc from 'fast-check';
import { NO_ENTRY, type AccessKind, type DecodedEntry } from '../architecture.ts';
import { defaultControls, walk, type Translation } from '../mmu.ts';
import { addrOf, vpn, type Vpn } from '../units.ts';
import { anyAccess, type Kit } from './architecture-kit.ts';
import { anyMapping, build, type Tables } from './kit-tables.ts';

const ACCESSES: readonly AccessKind[] = ['load', 'store', 'fetch'];
/** Other faults are about marks, or about entries that this MMU wants otherwise. */
const DENIALS: readonly string[] = ['permission', 'privilege', 'key'];
const RIGHT = { load: 'read', store: 'write', fetch: 'exec' } as const;

/** Declares the properties of the MMU. */
export function mmuProperties(kit: Kit): void {
  const { it, arch, check } = kit;
  const { mmu, geometry } = arch;
  if (mmu === undefined) return;
  const shift = geometry.pageShift;
  const userPages = 2 ** (geometry.userBits - shift);
  const walkTo = (tables: Tables, page: Vpn, kind: AccessKind): Translation =>
    walk(arch, tables, addrOf(vpn(tables.root), shift), addrOf(page, shift), { kind, by: 'user' });

  it('translates the first and the last address of user space', () => {
    const end = 1n << BigInt(geometry.userBits);
    expect([0n, end - 1n].map((va) => mmu.translates(va))).toEqual([true, true]);
  });

  it('walks to the frame of every leaf that was built, and lets user code do what the entry says', () => {
    check(fc.tuple(anyMapping(kit, anyAccess), fc.constantFrom(...ACCESSES)), ([mapping, access]) => {
      const { tables } = build(arch, [mapping]);
      const found = walkTo(tables, mapping.start, access);
      const { level, word } = tables.walk(mapping.start);
      const isAllowed = may(arch.decode(level, word), access);
      if (found.kind === 'page') expect([found.pa, isAllowed]).toEqual([addrOf(vpn(mapping.frame), shift), true]);
      // Where software marks entries, a first access may be denied by what is not marked yet.
      const isMarked = arch.afterAccess(level, word, access) === word;
      if (found.kind === 'fault' && DENIALS.includes(found.reason) && isMarked) expect(isAllowed).toBe(false);
    });
  });

  it('misses what was not built, with the code that the entry alone gives', () => {
    check(fc.tuple(fc.nat(userPages - 1).map(vpn), fc.constantFrom(...ACCESSES)), ([page, access]) => {
      const found = walkTo(build(arch, []).tables, page, access);
      expect(found).toMatchObject({ kind: 'fault', reason: 'missing', code: arch.faultCode(access, 0, NO_ENTRY) });
    });
  });

  it('marks what afterAccess() marks', () => {
    check(fc.tuple(anyMapping(kit, anyAccess), fc.constantFrom(...ACCESSES)), ([mapping, access]) => {
      const { tables } = build(arch, [mapping]);
      const found = walkTo(tables, mapping.start, access);
      if (found.kind === 'fault') return;
      const { level, word } = tables.walk(mapping.start);
      const marked = found.marks.find((mark) => mark.before === word)?.after ?? word;
      expect(arch.decode(level, marked)).toEqual(arch.decode(level, arch.afterAccess(level, word, access)));
    });
  });

  it('has controls with names of their own, whose defaults fit their bits', () => {
    const names = mmu.controls.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    const tooLarge = mmu.controls.filter((control) => (defaultControls(mmu)[control.name] ?? 0) >= 2 ** control.bits);
    expect(tooLarge).toEqual([]);
  });
}

const may = (entry: DecodedEntry, access: AccessKind): boolean => entry.user && entry[RIGHT[access]];
