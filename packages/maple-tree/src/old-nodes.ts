/** The nodes that a rebuilding takes out of the tree: level by level a range, in which every node goes. */

import type { MapleNode } from './node.ts';
import { MAX_INDEX } from './node-types.ts';
import type { TreeState } from './tree-state.ts';

/** See the file's comment. */
export class OldNodes {
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  /** Entries of the leaves that went. */
  entries = 0;

  /** Begins anew: where no range is given, everything goes. */
  begin(): this {
    this.#from.length = 0;
    this.#to.length = 0;
    this.entries = 0;
    return this;
  }

  /** The nodes of a level from `from` to `to` go. */
  covers(depth: number, from: number, to: number): void {
    this.#from[depth] = from;
    this.#to[depth] = to;
  }

  /** Retires a node, and those below it that go with it. */
  retire(tree: TreeState, node: MapleNode, depth = 0, min = 0): void {
    tree.retire(node, min);
    if (node.leaf) {
      this.entries += node.entries;
      return;
    }
    const from = this.#from[depth + 1] ?? 0;
    const to = this.#to[depth + 1] ?? MAX_INDEX;
    let first = min;
    for (let slot = 0; slot <= node.end && first <= to; slot++) {
      const last = node.pivots[slot] as number;
      if (last >= from) this.retire(tree, node.childAt(slot), depth + 1, first);
      first = last + 1;
    }
  }
}
