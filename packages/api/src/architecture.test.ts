/** What an architecture's contract says by itself: options, kinds of swap entries, what the MMU takes. */

import { describe, expect, it } from 'vitest';
import { resolveOptions, specOf } from './architecture-options.ts';
import { isValidLeaf, SWAP_TYPE, swapKind, type ArchitectureOption, type DecodedEntry } from './architecture.ts';
import { pfn } from './units.ts';

const rows: readonly ArchitectureOption[] = [
  { name: 'levels', meaning: 'Levels', values: ['4', '5'], default: '4' },
  { name: 'nx', meaning: 'No execute', values: ['0', '1'], default: '1' },
];

describe('options', () => {
  it('have their default where none is given', () => {
    expect(resolveOptions('cpu', rows, { levels: '5' })).toEqual({ levels: '5', nx: '1' });
  });

  it('are refused by name and by value', () => {
    expect(() => resolveOptions('cpu', rows, { bits: '1' })).toThrow('cpu has no option bits=1; it has levels, nx');
    expect(() => resolveOptions('cpu', rows, { levels: '3' })).toThrow(
      'cpu:levels=3 is not possible; levels is one of 4, 5',
    );
  });

  it('are written behind the id', () => {
    expect(specOf('cpu', { levels: 5, nx: '0' })).toBe('cpu:levels=5,nx=0');
    expect(specOf('cpu', {})).toBe('cpu');
  });
});

describe('an entry', () => {
  const leaf: DecodedEntry = {
    kind: 'leaf',
    pfn: pfn(1),
    user: true,
    read: true,
    write: false,
    exec: false,
    dirty: false,
    young: true,
    special: false,
    protnone: false,
    swap: null,
  };

  it('is a mapping for the MMU where it is a leaf and not PROT_NONE', () => {
    expect(isValidLeaf(leaf)).toBe(true);
    expect(isValidLeaf({ ...leaf, protnone: true })).toBe(false);
    expect(isValidLeaf({ ...leaf, kind: 'table' })).toBe(false);
  });

  it('that is swapped is a marker, a migration or swap by its type', () => {
    expect([0, SWAP_TYPE.hwpoison, SWAP_TYPE.migrationRead, SWAP_TYPE.migrationWrite, 31].map(swapKind)).toEqual([
      'swap',
      'swap',
      'migration',
      'migration',
      'marker',
    ]);
  });
});
