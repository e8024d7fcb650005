/** The rows of every kind of entry, as pictures: the manual's figures of Sv39 to Sv57, and what Linux puts into words without V. */

import { describe, expect, it } from 'vitest';
import type { EntryKind } from '@mm-playground/api';
import { riscv64 } from './index.ts';

const usual = riscv64.configure({});
const plain = riscv64.configure({ svnapot: '0', svpbmt: '0' });

/** `PFN 53:10 mmu`, from the highest bit down. */
const drawn = (level: number, kind: EntryKind, arch = usual): string[] =>
  arch
    .fields(level, kind)
    .toSorted((one, other) => other.lo - one.lo)
    .map(({ name, lo, hi, owner }) => `${name} ${hi === lo ? lo : `${hi}:${lo}`} ${owner}`);

const SOFTWARE = ['RSW[1] 9 software', 'SPECIAL 8 software'];
const RIGHTS = ['G 5 mmu', 'U 4 mmu', 'X 3 mmu', 'W 2 mmu', 'R 1 mmu', 'V 0 mmu'];

describe('the rows of an entry', () => {
  it('of a leaf of 4 KiB have N and a memory type above the frame', () => {
    expect(drawn(3, 'leaf')).toEqual([
      ...['N 63 mmu', 'PBMT 62:61 mmu', 'MBZ 60:54 reserved', 'PFN 53:10 mmu'],
      ...[...SOFTWARE, 'D 7 mmu', 'A 6 mmu', ...RIGHTS],
    ]);
  });

  it('of a larger leaf reserve N, and the bits below its size', () => {
    expect(drawn(2, 'leaf').slice(0, 5)).toEqual([
      ...['N 63 reserved', 'PBMT 62:61 mmu', 'MBZ 60:54 reserved', 'PFN 53:19 mmu', 'MBZ low 18:10 reserved'],
    ]);
  });

  it('reserve what an extension that is not there would give a meaning', () => {
    expect(drawn(3, 'leaf', plain).slice(0, 2)).toEqual(['N 63 reserved', 'PBMT 62:61 reserved']);
  });

  it('of a table reserve all that only a leaf has', () => {
    expect(drawn(2, 'table')).toEqual([
      ...['N 63 reserved', 'PBMT 62:61 reserved', 'MBZ 60:54 reserved', 'PFN 53:10 mmu', ...SOFTWARE],
      ...['D 7 reserved', 'A 6 reserved', 'G 5 mmu', 'U 4 reserved', ...RIGHTS.slice(2)],
    ]);
  });

  it('of a table are those of a leaf where there are no tables below', () => {
    expect(drawn(3, 'table')).toEqual(drawn(3, 'leaf'));
  });

  it('of a swap entry leave V, the rights and G clear', () => {
    expect(drawn(3, 'swap')).toEqual([
      ...['OFFSET 63:12 software', 'SWP_TYPE 11:7 software', 'SWP_EXCLUSIVE 6 software', 'G 5 software'],
      ...['ignored 4 4 ignored', 'RWX 3:1 software', 'V 0 mmu'],
    ]);
  });

  it('of nothing are V, and bits that nobody reads', () => {
    expect(drawn(3, 'none')).toEqual(['ignored 63:1 63:1 ignored', 'V 0 mmu']);
  });

  it('say what a bit means, clear and set', () => {
    const [valid] = usual.fields(3, 'leaf').filter(({ name }) => name === 'V');
    expect(valid?.values).toEqual({ '0': 'invalid', '1': 'valid' });
  });
});
