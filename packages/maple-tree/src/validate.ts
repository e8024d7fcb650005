/**
 * Every invariant of the tree, checked from the root down.
 * @kernel 6.18 lib/maple_tree.c mt_validate()
 */

import { MapleNode } from './node.ts';
import { MAX_INDEX } from './node-types.ts';
import type { ReadableTree } from './maple-tree.ts';
import { deadNodes, TreeState } from './tree-state.ts';

/** A broken invariant. */
export interface MapleViolation {
  /** A short name: `pivots-ascend`, `null-pair`, ... */
  readonly invariant:
    | 'alive'
    | 'node-type'
    | 'min-slots'
    | 'max-slots'
    | 'one-parent'
    | 'has-child'
    | 'holds-entry'
    | 'same-depth'
    | 'pivots-ascend'
    | 'covers-range'
    | 'clear-behind-end'
    | 'gap-fits'
    | 'gap-equals'
    | 'null-pair'
    | 'ends-in-null'
    | 'one-root'
    | 'size'
    | 'node-count';
  /** Id of the node, 0 for the tree itself. */
  readonly node: number;
  /** -1 for the node as a whole. */
  readonly slot: number;
  /** A sentence with the values. */
  readonly what: string;
}

/** All broken invariants; none for a sound tree. O(n). */
export function validate(tree: ReadableTree<object>): MapleViolation[] {
  return new Validation(tree).run();
}

class Validation {
  readonly #tree: ReadableTree<object>;
  readonly #found: MapleViolation[] = [];
  readonly #seen = new Set<MapleNode>();
  readonly #dead: ReadonlySet<MapleNode>;
  #entries = 0;
  /** Whether the slot before the present one, perhaps in another leaf, was null. */
  #afterNull = false;

  constructor(tree: ReadableTree<object>) {
    this.#tree = tree;
    this.#dead = new Set(deadNodes(tree.root.dead).map(({ node }) => node));
  }

  run(): MapleViolation[] {
    const { node, entry } = this.#tree.root;
    if (node !== null && entry !== null) this.#report('one-root', null, -1, 'a root node and an entry without nodes');
    if (node !== null) this.#node(node, 0, MAX_INDEX, 1, true);
    else this.#entries = entry === null ? 0 : 1;
    if (this.#entries !== this.#tree.size)
      this.#report('size', null, -1, `the tree has ${this.#entries} entries and says ${this.#tree.size}`);
    if (this.#seen.size !== this.#tree.nodes)
      this.#report('node-count', null, -1, `the tree has ${this.#seen.size} nodes and says ${this.#tree.nodes}`);
    return this.#found;
  }

  #report(invariant: MapleViolation['invariant'], node: MapleNode | null, slot: number, what: string): void {
    this.#found.push({ invariant, node: node?.id ?? 0, slot, what });
  }

  #node(node: MapleNode, min: number, max: number, level: number, isRoot: boolean): void {
    if (this.#seen.has(node)) return this.#report('one-parent', node, -1, 'two slots lead to this node');
    this.#seen.add(node);
    if (this.#isGone(node)) this.#report('alive', node, -1, 'the node is dead and still in the tree');
    const { type, end } = node;
    if (node.leaf !== type.leaf || (!node.leaf && type.gaps !== this.#tree.gaps))
      return this.#report('node-type', node, -1, `a ${type.name} stands where there should be none`);
    if (node.leaf !== (level === this.#tree.height))
      this.#report('same-depth', node, -1, `a ${type.name} at level ${level} of ${this.#tree.height}`);
    // The kernel compares the number of the last slot.
    if (!isRoot && end < type.minSlots)
      this.#report('min-slots', node, -1, `slot ${end} is the last, a ${type.name} needs ${type.minSlots}`);
    if (end >= type.slots)
      return this.#report('max-slots', node, -1, `slot ${end} is the last, a ${type.name} has ${type.slots}`);
    this.#pivots(node, min, max);
    this.#behindEnd(node);
    for (let slot = 0; slot <= node.end; slot++) {
      if (node.leaf) this.#entry(node, slot, min, max);
      else this.#child(node, slot, min, level);
    }
  }

  /** In the list of the dead, or freed from it: what the tree reaches must be neither. */
  #isGone(node: MapleNode): boolean {
    const { root } = this.#tree;
    return this.#dead.has(node) || (root instanceof TreeState && Math.abs(node.goneIn) === root.epoch);
  }

  #pivots(node: MapleNode, min: number, max: number): void {
    let before = min - 1;
    for (let slot = 0; slot <= node.end; slot++) {
      const pivot = node.pivots[slot] as number;
      if (!(pivot > before)) this.#report('pivots-ascend', node, slot, `pivot ${pivot} after ${before}`);
      if (pivot > max) this.#report('covers-range', node, slot, `pivot ${pivot} in a node that ends at ${max}`);
      before = pivot;
    }
    if (before !== max) this.#report('covers-range', node, node.end, `ends at ${before}, its parent says ${max}`);
  }

  #behindEnd(node: MapleNode): void {
    const { slots, pivots, gaps, type } = node;
    for (let slot = node.end + 1; slot < type.slots; slot++)
      if (slots[slot] !== null || pivots[slot] !== 0 || (type.gaps && gaps[slot] !== 0))
        this.#report('clear-behind-end', node, slot, 'something is left behind the end');
  }

  #child(node: MapleNode, slot: number, min: number, level: number): void {
    const child = node.slots[slot];
    if (!(child instanceof MapleNode))
      return this.#report('has-child', node, slot, 'no node in a slot of an inner node');
    const [first, last] = [node.minOf(slot, min), node.pivots[slot] as number];
    this.#node(child, first, last, level + 1, false);
    if (!node.type.gaps) return;
    const gap = node.gaps[slot] as number;
    if (!(gap <= last - first + 1)) this.#report('gap-fits', node, slot, `gap ${gap} in ${last - first + 1} indices`);
    const largest = child.maxGap(first);
    if (gap !== largest) this.#report('gap-equals', node, slot, `gap ${gap}, the child's largest is ${largest}`);
  }

  #entry(node: MapleNode, slot: number, min: number, max: number): void {
    const value = node.slots[slot];
    if (value === undefined || value instanceof MapleNode)
      this.#report('holds-entry', node, slot, `${value === undefined ? 'nothing' : 'a node'} where an entry should be`);
    const isNull = value === null;
    if (isNull && this.#afterNull) this.#report('null-pair', node, slot, `two NULLs meet at ${node.minOf(slot, min)}`);
    if (isNull && slot === node.end && max !== MAX_INDEX)
      this.#report('ends-in-null', node, slot, 'a leaf that is not the last ends in NULL');
    this.#afterNull = isNull;
    if (!isNull) this.#entries++;
  }
}
