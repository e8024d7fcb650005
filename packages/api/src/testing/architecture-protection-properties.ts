/** The protection map, row by row: what a leaf grants for each of the sixteen protections, as protection_map[] has them. */

import { expect } from 'vitest';
import { pfn } from '../units.ts';
import { vmFlags } from '../vm-flags.ts';
import { rightsOf, type Kit } from './architecture-kit.ts';

const FRAME = pfn(0x200);
const ON_OFF = [false, true];

/** Declares a property for each row. */
export function protectionProperties({ it, arch, leafLevels, readsExecOnly }: Kit): void {
  for (const shared of ON_OFF)
    for (const exec of ON_OFF)
      for (const write of ON_OFF)
        for (const read of ON_OFF) {
          const perms = `${read ? 'r' : '-'}${write ? 'w' : '-'}${exec ? 'x' : '-'}${shared ? 's' : 'p'}`;
          it(`grants in a leaf what ${perms} says, and nothing else`, () => {
            const user = read || write || exec;
            const readable = read || write || (exec && readsExecOnly);
            expect(grantedBy(perms)).toEqual({
              rights: { user, read: readable, write: write && shared, exec },
              protnone: !user,
            });
          });
        }

  function grantedBy(perms: string): unknown {
    const level = leafLevels.at(-1)?.level ?? 0;
    const entry = arch.decode(level, arch.mkLeaf(level, FRAME, flagsOf(perms)));
    return { rights: rightsOf(entry), protnone: entry.protnone };
  }
}

const NAMES: Readonly<Record<string, string>> = { r: 'READ', w: 'WRITE', x: 'EXEC', s: 'SHARED' };

const flagsOf = (perms: string): ReturnType<typeof vmFlags> =>
  vmFlags(...[...perms].flatMap((letter) => NAMES[letter] ?? []));
