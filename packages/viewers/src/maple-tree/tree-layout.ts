/**
 * Where the nodes of a tree stand: a row a level, the root on top, every leaf one unit wide, an inner node as wide as what
 * hangs below it. Made by one walk when the tree changes; drawing then only looks at what is in view.
 */

import type { TreeNodeView, TreeView } from '@mm-playground/api';
import { partition } from '../partition.ts';

/** A leaf is never drawn wider, so that its neighbours stay in view. */
export const MAX_LEAF_PX = 236;

/** A node in its place. */
export interface PlacedNode {
  readonly node: TreeNodeView;
  /** Level, the root's being 0, and place in it. */
  readonly level: number;
  readonly at: number;
  /** Left edge and width in units. */
  readonly x: number;
  readonly units: number;
  /** Place of the parent in the level above, and the slot there; -1 for the root. */
  readonly parent: number;
  readonly parentSlot: number;
  /** Its slots, where what is below them is shown; null in a leaf, and where it is folded. */
  readonly slots: PlacedSlots | null;
  readonly folded: boolean;
}

/** Slots of an inner node. */
export interface PlacedSlots {
  /** Left edge of each in units, and the right one of the last. One that leads to no node is one unit wide. */
  readonly edges: readonly number[];
  /** Place of the child of each in the level below; -1 where there is none. */
  readonly children: readonly number[];
}

/** One level: its nodes from left to right, without holes between them. */
export interface Level {
  readonly nodes: readonly PlacedNode[];
  /** Used slots and slots that there are, summed up to each node: what a column of many nodes is drawn from. */
  readonly used: Float64Array;
  readonly capacity: Float64Array;
}

/** A tree with places. */
export interface TreeLayout {
  readonly tree: TreeView;
  readonly levels: readonly Level[];
  /** Width of everything. */
  readonly units: number;
  readonly nodes: number;
}

/** The slot of a node. */
export interface SlotPlace {
  readonly level: number;
  readonly at: number;
  readonly slot: number;
}

interface Draft {
  node: TreeNodeView;
  at: number;
  x: number;
  units: number;
  parent: number;
  parentSlot: number;
  slots: PlacedSlots | null;
  folded: boolean;
}

/** Lays out a tree. What is below nodes with these ids is not shown. */
export function treeLayout(tree: TreeView, folded: ReadonlySet<number>): TreeLayout {
  const drafts: Draft[][] = [];
  const units = tree.root === null ? 0 : place(tree.root, 0, 0, -1, -1, drafts, folded);
  const levels = drafts.map((row, level): Level => levelOf(row, level));
  return { tree, levels, units, nodes: drafts.reduce((sum, row) => sum + row.length, 0) };
}

/** Places a node and what is below it; returns its width. */
function place(
  node: TreeNodeView,
  level: number,
  x: number,
  parent: number,
  parentSlot: number,
  drafts: Draft[][],
  folded: ReadonlySet<number>,
): number {
  const row = (drafts[level] ??= []);
  const isFolded = !node.leaf && folded.has(node.id);
  const draft: Draft = { node, at: row.length, x, units: 1, parent, parentSlot, slots: null, folded: isFolded };
  row.push(draft);
  if (node.leaf || isFolded) return 1;
  const [edges, children] = [[x], [] as number[]];
  let end = x;
  for (let slot = 0; slot < node.pivots.length; slot++) {
    const child = node.child(slot);
    children.push(child === null ? -1 : (drafts[level + 1]?.length ?? 0));
    end += child === null ? 1 : place(child, level + 1, end, draft.at, slot, drafts, folded);
    edges.push(end);
  }
  draft.slots = { edges, children };
  return (draft.units = Math.max(end - x, 1));
}

function levelOf(row: readonly Draft[], level: number): Level {
  const used = new Float64Array(row.length + 1);
  const capacity = new Float64Array(row.length + 1);
  row.forEach(({ node }, i) => {
    used[i + 1] = (used[i] ?? 0) + node.pivots.length;
    capacity[i + 1] = (capacity[i] ?? 0) + node.capacity;
  });
  return { nodes: row.map((draft) => ({ ...draft, level })), used, capacity };
}

/** The first node of a level that ends behind x. */
export const firstBehind = ({ nodes }: Level, x: number): number =>
  partition(nodes, (placed) => placed.x + placed.units <= x);

/** The node of a level at x, or undefined (above a fold there may be none). */
export function nodeAt(level: Level, x: number): PlacedNode | undefined {
  const placed = level.nodes[firstBehind(level, x)];
  return placed !== undefined && placed.x <= x ? placed : undefined;
}

/** The node that a place is in. */
export const placedOf = (layout: TreeLayout, { level, at }: Pick<SlotPlace, 'level' | 'at'>): PlacedNode | undefined =>
  layout.levels[level]?.nodes[at];

/** The node that a slot leads to; undefined where it leads to none, or none is shown. */
export const childOf = (layout: TreeLayout, { level, slots }: PlacedNode, slot: number): PlacedNode | undefined =>
  layout.levels[level + 1]?.nodes[slots?.children[slot] ?? -1];

/** First page of a slot. */
export const firstOf = (node: TreeNodeView, slot: number): number =>
  slot === 0 ? node.min : (node.pivots[slot - 1] ?? node.min - 1) + 1;

/** Last page of a slot. */
export const lastOf = (node: TreeNodeView, slot: number): number => node.pivots[slot] ?? node.max;

/** The slot of a node that covers a page. */
export const slotOf = ({ pivots }: TreeNodeView, page: number): number =>
  Math.min(
    partition(pivots, (pivot) => pivot < page),
    pivots.length - 1,
  );

/** The deepest slot that holds all of `[first, last]`; null where nothing does. */
export function slotHolding(layout: TreeLayout, first: number, last: number): SlotPlace | null {
  let place: SlotPlace | null = null;
  let at = 0;
  for (let level = 0; level < layout.levels.length; level++) {
    const placed = layout.levels[level]?.nodes[at];
    if (placed === undefined) break;
    const { node } = placed;
    const slot = slotOf(node, first);
    if (first < node.min || last > lastOf(node, slot)) break;
    place = { level, at, slot };
    const child = childOf(layout, placed, slot);
    if (child === undefined) break;
    at = child.at;
  }
  return place;
}

/** The way to a place, root first: the slot that was taken in each node. */
export function wayTo(layout: TreeLayout, place: SlotPlace): SlotPlace[] {
  const way: SlotPlace[] = [place];
  for (let placed = placedOf(layout, place); placed !== undefined && placed.parent >= 0;) {
    const up: SlotPlace = { level: placed.level - 1, at: placed.parent, slot: placed.parentSlot };
    way.unshift(up);
    placed = placedOf(layout, up);
  }
  return way;
}

/** Places of the nodes with these ids; ids that are not in the tree are left out. */
export function placesOf(layout: TreeLayout, ids: readonly number[]): PlacedNode[] {
  const wanted = new Set(ids);
  if (wanted.size === 0) return [];
  return layout.levels.flatMap(({ nodes }) => nodes.filter(({ node }) => wanted.has(node.id)));
}
