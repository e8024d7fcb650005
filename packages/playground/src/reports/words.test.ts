import { NO_COST, type CostView, type IndexCost } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { behaviourWords, indexWords, tableWords, type Names } from './words.ts';

const KERNELS: Names = ['6.1', '6.18'];
const ANSWER = { line: 2, text: 'mseal(p, 4096, 0)', where: '', what: 'result', a: '-1 ENOSYS', b: '0' } as const;

describe('what calls do otherwise', () => {
  it('is nothing, in one sentence', () => {
    expect(behaviourWords(KERNELS, 7, [], [])).toEqual([
      'All 7 calls answer alike and leave the same maps, flags and counters.',
    ]);
    expect(behaviourWords(KERNELS, 1, [], [])).toEqual([
      'The call answers alike and leaves the same maps, flags and counters.',
    ]);
    expect(behaviourWords(KERNELS, 0, [], [])).toEqual(['No call is made by both.']);
  });

  it.each([
    [ANSWER, '6.1 answers -1 ENOSYS, 6.18 0'],
    [
      { ...ANSWER, what: 'maps', where: '10000000', a: null, b: '10000000-10001000 rw-p 00000000' },
      '6.1 has nothing at 10000000, 6.18 10000000-10001000 rw-p 00000000',
    ],
    [
      { ...ANSWER, what: 'flags', where: '10000000', a: 'rd mr', b: 'rd mr sl' },
      'the VMA at 10000000 has rd mr on 6.1, rd mr sl on 6.18',
    ],
    [
      { ...ANSWER, what: 'counters', where: 'map_count', a: '+2', b: '+1' },
      'map_count is +2 since the start on 6.1, +1 on 6.18',
    ],
  ] as const)('is told by the first difference: %o', (difference, told) => {
    expect(behaviourWords(KERNELS, 4, [difference], [])).toEqual([
      `1 of 4 calls differs, line 2, mseal(p, 4096, 0): ${told}.`,
    ]);
    expect(behaviourWords(KERNELS, 4, [difference, ANSWER], [])[0]).toMatch(/^2 of 4 calls differ, first line 2, /);
  });

  it('has a reason where a kernel gives one, and no more than two', () => {
    const said = (kernel: string, note: string, source: string | null) => ({ kernel, note, source });
    const reasons = [
      { about: 'mseal', said: [said('6.1', 'ENOSYS: came with 6.10', null)] },
      {
        about: 'vma_merge',
        said: [said('6.18', 'asks the next neighbour first', 'a commit'), said('6.1', 'no', null)],
      },
    ];
    expect(behaviourWords(KERNELS, 4, [ANSWER], reasons).slice(1)).toEqual([
      'Of mseal, 6.1 says: ENOSYS: came with 6.10.',
      '6.18 asks the next neighbour first (a commit).',
    ]);
  });
});

describe('what page tables cost', () => {
  const small: CostView = {
    ...NO_COST,
    levels: 4,
    pageBytes: 4096,
    tables: [
      { name: 'pgd', tables: 1, used: 2, entries: 512 },
      { name: 'pte', tables: 8, used: 49, entries: 4096 },
    ],
    tableBytes: 36864,
    mappedBytes: 200_704,
    overhead: 0.1837,
    walkReads: 4,
    translations: 49,
    reachPerEntry: 4096,
  };
  const large: CostView = {
    ...small,
    levels: 3,
    pageBytes: 65536,
    tables: [{ name: 'pte', tables: 1, used: 49, entries: 8192 }],
    tableBytes: 65536,
    mappedBytes: 49 * 65536,
    overhead: 0.0204,
    walkReads: 3,
    reachPerEntry: 65536,
  };
  const names: Names = ['x86-64', 'arm64'];

  it('is levels, tables and bytes, what a walk reads and what a TLB reaches', () => {
    expect(tableWords(names, [small, large])).toEqual([
      'x86-64 walks 4 levels with pages of 4 KiB, arm64 3 with pages of 64 KiB.',
      'Page tables: 9 tables in 36 KiB, 0.18 bytes for each mapped byte on x86-64, 1 table in 64 KiB, 0.02 bytes for each mapped byte on arm64.',
      'A TLB miss reads 4.00 entries on x86-64, 3.00 on arm64; a TLB entry reaches 4 KiB and 64 KiB, so that all that is mapped takes 49 of them.',
    ]);
  });

  it('has no walks where nothing is mapped', () => {
    const empty = { ...small, mappedBytes: 0 };
    expect(tableWords(names, [empty, small])).toEqual([
      'Both walk 4 levels, with pages of 4 KiB.',
      'Page tables: 9 tables in 36 KiB on x86-64, 9 tables in 36 KiB, 0.18 bytes for each mapped byte on arm64.',
    ]);
  });
});

describe('what indexes cost', () => {
  const tree: IndexCost = {
    ...{ node: 'maple node', nodes: 3, height: 2, bytes: 768, entries: 13 },
    lookup: { what: 'node', reads: 2, bytes: 256 },
  };
  const array: IndexCost = {
    ...{ node: 'array', nodes: 1, height: 1, bytes: 312, entries: 13 },
    lookup: { what: 'entry', reads: 4, bytes: 24 },
  };
  const names: Names = ['maple', 'array'];
  const readers = 'readers without locks';
  const modelled = { support: [{ call: readers, item: 'node by node', level: 'modelled' }] } as const;

  it('is nodes, levels and bytes, and what a lookup reads', () => {
    expect(indexWords(names, [modelled, modelled], [tree, array])).toEqual([
      'maple keeps 13 VMAs in 3 maple nodes, 2 levels and 768 B; array keeps 13 VMAs in 1 array, 1 level and 312 B.',
      'A lookup reads at most 2 nodes of 256 bytes on maple, 4 entries of 24 bytes on array.',
    ]);
  });

  it('is what readers without locks see, where that is another thing', () => {
    const refused = { support: [{ call: readers, level: 'refused' }] } as const;
    expect(indexWords(names, [modelled, refused], [tree, array]).at(-1)).toBe(
      'Readers without locks: modelled (node by node) on maple; not modelled on array.',
    );
    expect(indexWords(names, [{ support: [] }, refused], [tree, array]).at(-1)).toContain(
      'nothing is said of them on maple',
    );
  });

  it('is not said of an index that does not say it', () => {
    expect(indexWords(names, [modelled, modelled], [tree, null])).toEqual([
      'maple keeps 13 VMAs in 3 maple nodes, 2 levels and 768 B; array does not say what it costs.',
      'A lookup reads at most 2 nodes of 256 bytes on maple.',
    ]);
  });
});
