import type { TreeNodeView } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { manyVmas, pythonView } from '../testing/python.ts';
import { treeOf } from '../testing/tree-of.ts';
import { slotAt, slotBox, type Placing } from './slot-boxes.ts';
import { bandsOf } from './tree-bands.ts';
import { besides } from './tree-moves.ts';
import { firstOf, lastOf, placedOf, placesOf, slotHolding, treeLayout, wayTo, MAX_LEAF_PX } from './tree-layout.ts';
import { UnitScale } from '../element/unit-scale.ts';

const NOTHING: ReadonlySet<number> = new Set();
const python = treeLayout(treeOf(pythonView()), NOTHING);
const many = treeLayout(treeOf(manyVmas(5_000)), NOTHING);

const placing = (width: number, height = 480, layout = many): Placing => {
  const scale = new UnitScale(layout.units, width, MAX_LEAF_PX);
  return { layout, scale, bands: bandsOf(layout, scale, height) };
};

describe('the layout of a tree', () => {
  it('gives every leaf the same width, and an inner node that of its leaves', () => {
    const leaves = many.levels.at(-1)?.nodes ?? [];
    expect(leaves.map(({ x }) => x)).toEqual(leaves.map((_, i) => i));
    for (const { nodes } of many.levels) {
      expect(nodes.reduce((sum, { units }) => sum + units, 0)).toBe(many.units);
      nodes.slice(1).forEach(({ x }, i) => expect(x).toBe((nodes[i]?.x ?? 0) + (nodes[i]?.units ?? 0)));
    }
  });

  it('puts every child under the slot that leads to it', () => {
    for (const { nodes } of many.levels)
      for (const placed of nodes) {
        if (placed.parent < 0) continue;
        const parent = placedOf(many, { level: placed.level - 1, at: placed.parent });
        expect(parent?.node.child(placed.parentSlot)?.id).toBe(placed.node.id);
        expect(parent?.slots?.children[placed.parentSlot]).toBe(placed.at);
      }
  });

  it('counts all nodes', () => {
    expect(many.nodes).toBe(many.levels.reduce((sum, { nodes }) => sum + nodes.length, 0));
    expect([python.levels.length, python.nodes]).toEqual([2, 4]);
  });

  it('hides what is below a folded node, which then is one unit wide', () => {
    const root = python.tree.root;
    const folded = treeLayout(python.tree, new Set([root?.id ?? 0]));
    expect([folded.levels.length, folded.units, folded.levels[0]?.nodes[0]?.folded]).toEqual([1, 1, true]);
  });

  it('finds the deepest slot that holds a range, and the way there', () => {
    const vma = manyVmas(5_000).vmas[1234];
    if (vma === undefined) throw new TypeError('no VMA');
    const place = slotHolding(many, vma.start, vma.end - 1);
    const way = place === null ? [] : wayTo(many, place);
    expect(way.map(({ level }) => level)).toEqual(many.levels.map((_, level) => level));
    const leaf = way.at(-1);
    const node = leaf === undefined ? undefined : placedOf(many, leaf)?.node;
    if (leaf === undefined || node === undefined) throw new TypeError('no leaf');
    expect([firstOf(node, leaf.slot), lastOf(node, leaf.slot) + 1]).toEqual([vma.start, vma.end]);
    expect(slotHolding(many, 0, 2 ** 40)).toBe(null);
  });

  it('gives a slot of an inner node that leads to none a unit of its own, and finds what it holds', () => {
    const [leaf] = many.levels.at(-1)?.nodes ?? [];
    const { root } = python.tree;
    if (leaf === undefined || root === null) throw new TypeError('no leaf');
    const radix: TreeNodeView = {
      ...{
        id: 1,
        type: 'pmd',
        leaf: false,
        min: 0,
        max: 29,
        capacity: 512,
        minimum: 1,
        pivots: [9, 19, 29],
        gaps: null,
      },
      child: (slot) => (slot === 1 ? leaf.node : null),
      value: (slot) => (slot === 2 ? 7 : null),
    };
    const layout = treeLayout({ ...python.tree, root: radix }, NOTHING);
    expect(layout.levels.map(({ nodes }) => nodes.map(({ x, units }) => [x, units]))).toEqual([[[0, 3]], [[1, 1]]]);
    const beside = { level: 0, at: 0, slot: 2 };
    expect([slotHolding(layout, 25, 29), besides(layout, beside, 1)]).toEqual([beside, beside]);
    const placing = {
      layout,
      scale: new UnitScale(3, 300, MAX_LEAF_PX),
      bands: bandsOf(layout, new UnitScale(3, 300, MAX_LEAF_PX), 480),
    };
    const box = slotBox(placing, beside);
    expect(box === null ? null : slotAt(placing, box.x + box.width / 2, box.y + 1)).toEqual(beside);
  });

  it('finds nodes by id', () => {
    const id = many.levels[1]?.nodes[3]?.node.id ?? 0;
    expect(placesOf(many, [id, -1]).map(({ level, at }) => [level, at])).toEqual([[1, 3]]);
  });
});

describe('the scale of a tree', () => {
  it('shows everything at first, and no leaf wider than its text needs', () => {
    const fitting = new UnitScale(1000, 800, MAX_LEAF_PX);
    expect([fitting.x(0), fitting.x(1000)].map(Math.round)).toEqual([10, 790]);
    const small = new UnitScale(3, 1200, MAX_LEAF_PX);
    expect(small.x(3) - small.x(0)).toBeLessThan(800);
    expect(Math.round(small.x(0))).toBe(Math.round(1200 - small.x(3)));
  });

  it('keeps what is under the pointer there, whatever the zoom', () => {
    let scale = new UnitScale(1000, 800, MAX_LEAF_PX);
    const unit = scale.unitAt(300);
    for (const factor of [1.5, 3, 0.7, 9, 0.2]) {
      scale = scale.zoomedAt(300, factor);
      expect(scale.unitAt(300)).toBeCloseTo(unit, 6);
    }
  });

  it('never leaves the tree', () => {
    const scale = new UnitScale(1000, 800, MAX_LEAF_PX).zoomedAt(400, 50).panned(1e9);
    expect(Math.round(scale.x(1000))).toBe(790);
    expect(Math.round(scale.panned(-1e9).x(0))).toBe(10);
  });
});

describe('slots and points', () => {
  it.each([400, 1200, 40_000])('the slot at the middle of a slot is that slot, %i pixels wide', (width) => {
    const where = placing(width);
    for (const level of [0, many.levels.length - 1])
      for (const at of [0, 7]) {
        const node = placedOf(many, { level, at })?.node;
        if (node === undefined) continue;
        const place = { level, at, slot: node.pivots.length - 1 };
        const box = slotBox(where, place);
        if (box === null || where.bands[level]?.detail === 'profile') continue;
        expect(slotAt(where, box.x + box.width / 2, box.y + box.height / 2)).toEqual(place);
      }
  });

  it('is nothing between the levels', () => {
    const where = placing(1200);
    const first = where.bands[0];
    expect(slotAt(where, 600, (first?.top ?? 0) + (first?.height ?? 0) + 5)).toBe(null);
  });
});
