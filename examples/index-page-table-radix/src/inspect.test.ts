/** What a viewer finds: tables as they are, and what a store did to them and would lock. */

import type { TreeNodeView, TreeView } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { index } from './index.ts';
import { costLines } from './testing/cost.ts';
import { readFileSync } from 'node:fs';

const MIB_2 = 512;
const GIB = 512 * 512;

/** An index after stores; the id of a value is its place among them. */
function stored(...ranges: readonly (readonly [start: number, end: number, what?: null])[]): TreeView {
  const values = ranges.map((range) => ({ range }));
  const vmas = index.create<object>();
  for (const value of values) {
    const [start, end, what] = value.range;
    vmas.store(start, end, what === null ? null : value);
  }
  const tree = vmas.inspect?.((value) => values.findIndex((each) => each === value));
  if (tree === undefined) throw new Error('it is a tree');
  return tree;
}

/** `pmd(- 0 pte(1 -))`: slots that hold the same are one. */
function drawn(node: TreeNodeView | null): string {
  if (node === null) return '';
  const slots = node.pivots.map((_, slot) => drawn(node.child(slot)) || String(node.value(slot) ?? '-'));
  return `${node.type}(${slots.join(' ')})`;
}

describe('the tables of an address space', () => {
  it('hold a huge range in one slot of an upper level, and a page in a table of each', () => {
    expect(drawn(stored([GIB, 2 * GIB]).root)).toBe('p4d(pud(- 0 -) -)');
    expect(drawn(stored([GIB + 5, GIB + 6]).root)).toBe('p4d(pud(- pmd(pte(- 0 -) -) -) -)');
  });

  it('say what is free below each slot, and where each slot ends', () => {
    const { root } = stored([0, 100], [110, MIB_2]);
    const pmd = root?.child(0)?.child(0);
    expect([pmd?.gaps, pmd?.pivots]).toEqual([
      [10, GIB - MIB_2],
      [MIB_2 - 1, GIB - 1],
    ]);
  });

  it('split a huge entry by a table of the next level, and give it back when nothing is left in it', () => {
    expect(drawn(stored([0, GIB], [MIB_2, 2 * MIB_2]).root)).toBe('p4d(pud(pmd(0 1 0) -) -)');
    expect(drawn(stored([0, 1], [0, GIB, null], [GIB, 2 * GIB]).root)).toBe('p4d(pud(- 2 -) -)');
    const emptied = stored([0, 1], [GIB, GIB + 1], [GIB, GIB + 1, null]);
    expect([drawn(emptied.root), emptied.lastStore?.replaced.length]).toEqual(['p4d(pud(pmd(pte(0 -) -) -) -)', 2]);
  });

  it('are not there where nothing is stored', () => {
    expect([stored().root, stored([0, 1], [0, 1, null]).height]).toEqual([null, 0]);
  });
});

describe('the last store', () => {
  it.each([
    ['one page', [0, 1], 'in_pte', 'The lowest table that holds the range is a pte: its lock would be taken.'],
    ['two tables', [511, 513], 'in_pmd', 'a pmd: its lock, and those of 2 below, would be taken'],
  ] as const)('says which locks it would take: of %s', (_, [start, end], kind, reason) => {
    const { lastStore } = stored([0, 1], [MIB_2, MIB_2 + 1], [start, end]);
    expect([lastStore?.kind, lastStore?.reason]).toEqual([kind, expect.stringContaining(reason)]);
  });

  it('touches no table beside its range, wherever its neighbour reaches to', () => {
    const { root, lastStore } = stored([1, 10 * MIB_2 - 1], [5, 6]);
    expect(lastStore?.changed).toHaveLength(4);
    expect(lastStore?.changed).not.toContain(root?.child(0)?.child(0)?.child(2)?.id);
  });

  it('gives the same tables again after a snapshot was restored', () => {
    const vmas = index.create<object>();
    const before = vmas.snapshot();
    const made = [0, 1].map(() => {
      vmas.restore(before);
      vmas.store(7, 8, {});
      return vmas.inspect?.(() => 1).lastStore?.made;
    });
    expect(made[0]).toEqual(made[1]);
    expect(made[0]).toHaveLength(3);
  });
});

it('costs what the README says', { timeout: 60_000 }, async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8').replaceAll(/ +\|/g, ' |');
  for (const line of (await costLines()).slice(2)) expect(readme).toContain(line);
});
