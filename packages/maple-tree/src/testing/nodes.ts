/** The nodes of a tree as they are now, read without a snapshot: one would make the next store copy what it changes. */

import type { ReadableTree } from '../index.ts';
import type { MapleNode } from '../node.ts';

/** A node and where it lies. */
export interface Placed {
  readonly node: MapleNode;
  readonly min: number;
}

/** Level by level from the root, each from left to right. */
export function levelsOf(tree: ReadableTree<object>): Placed[][] {
  const levels: Placed[][] = [];
  const { node } = tree.root;
  let level: Placed[] = node === null ? [] : [{ node, min: 0 }];
  while (level.length > 0) {
    levels.push(level);
    level = level.flatMap(childrenOf);
  }
  return levels;
}

function childrenOf({ node, min }: Placed): Placed[] {
  if (node.leaf) return [];
  return Array.from({ length: node.end + 1 }, (_, slot) => ({ node: node.childAt(slot), min: node.minOf(slot, min) }));
}

/** How many slots each node uses, a level a line in words: `2 | 8 9`. */
export const shapeOf = (tree: ReadableTree<object>): string =>
  levelsOf(tree)
    .map((level) => level.map(({ node }) => node.end + 1).join(' '))
    .join(' | ');
