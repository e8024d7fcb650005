/**
 * What a tree consists of, for those that read and write it: the root, the counts, which nodes may be changed in place, and
 * who is told. A node that a snapshot shares is of an older edition; before it would change, the path to it is copied.
 */

import type { MapleNodeEvent } from '@mm-playground/api';
import type { MapleEvents } from './events.ts';
import { MapleNode } from './node.ts';
import { MAX_INDEX, type NodeType } from './node-types.ts';
import type { Path } from './path.ts';
import { Rebuilding } from './rebuilding.ts';
import type { StoreRecord } from './store-record.ts';

/** Where a reader begins, and what a snapshot keeps. */
export interface Root {
  readonly node: MapleNode | null;
  /** The entry at index 0 of a tree without a node; null for none. */
  readonly entry: unknown;
  readonly size: number;
  /** Levels of nodes. */
  readonly height: number;
  /** Nodes of the tree, without the dead. */
  readonly nodes: number;
  readonly dead: DeadNode | null;
  readonly lastStore: StoreRecord | null;
}

/** What a snapshot keeps besides: going back and on again gives nodes the same ids. */
export interface FrozenRoot extends Root {
  readonly nextId: number;
}

/** A node that readers may still hold: a list, newest first. */
export interface DeadNode {
  readonly node: MapleNode;
  readonly min: number;
  readonly older: DeadNode | null;
}

/** See the file's comment. */
export class TreeState implements Root {
  node: MapleNode | null = null;
  entry: unknown = null;
  size = 0;
  height = 0;
  nodes = 0;
  dead: DeadNode | null = null;
  lastStore: StoreRecord | null = null;

  readonly gaps: boolean;
  readonly rcu: boolean;
  /** The spanning store of kernels before 6.12-rc4 (CVE-2024-50200). */
  readonly spanningStoreDefect: boolean;
  /** Nodes of this edition belong to the tree alone. */
  edition = 1;
  /** Counts restores: what {@link MapleNode.goneIn} says is about one epoch. */
  epoch = 1;
  /** Counts stores. */
  version = 0;
  /** Made when something is rebuilt for the first time: most trees are small, and never are. */
  #rebuilding: Rebuilding | null = null;
  /** Counts nodes; shared by trees that were made from each other, so that no two nodes have one id. */
  #ids = { next: 1 };
  readonly #events: MapleEvents | null;
  /** What the store that runs now is told to; null while nobody listens. */
  events: MapleEvents | null = null;
  /** What the running store does, while somebody listens. */
  record: StoreRecord | null = null;

  constructor(gaps: boolean, rcu: boolean, spanningStoreDefect: boolean, events: MapleEvents | null) {
    this.gaps = gaps;
    this.rcu = rcu;
    this.spanningStoreDefect = spanningStoreDefect;
    this.#events = events;
  }

  /** Asks once for a whole store whether somebody listens. */
  listen(): MapleEvents | null {
    this.events = this.#events !== null && this.#events.enabled() ? this.#events : null;
    return this.events;
  }

  /** The tree as it is: O(1). From now on every node is shared. */
  freeze(): FrozenRoot {
    this.edition++;
    const { node, entry, size, height, nodes, dead, lastStore } = this;
    return { node, entry, size, height, nodes, dead, lastStore, nextId: this.#ids.next };
  }

  /** Becomes what it was. Readers that walked before must begin anew. */
  thaw(root: FrozenRoot): void {
    this.edition++;
    this.epoch++;
    this.version++;
    this.node = root.node;
    this.entry = root.entry;
    this.size = root.size;
    this.height = root.height;
    this.nodes = root.nodes;
    this.dead = root.dead;
    this.lastStore = root.lastStore;
    this.#ids.next = root.nextId;
  }

  /** Numbers nodes on from where another tree is, and with it. */
  shareIds(other: TreeState): void {
    this.#ids = other.#ids;
  }

  alloc(type: NodeType): MapleNode {
    return new MapleNode(this.#ids.next++, type, this.edition, null);
  }

  /** A new leaf with what another holds, to be changed and then put in its place. */
  replacement(node: MapleNode): MapleNode {
    return new MapleNode(this.#ids.next++, node.type, this.edition, node);
  }

  /** What a rebuilding works with. */
  get rebuilding(): Rebuilding {
    return (this.#rebuilding ??= new Rebuilding());
  }

  /** Lets go of what the last rebuilding put together. */
  clearRows(): void {
    if (this.#rebuilding !== null && this.#rebuilding.isUsed) this.#rebuilding.clear();
  }

  /** Makes sure that no snapshot shares the nodes of a path down to `depth`. */
  own(path: Path, depth: number): void {
    if (depth < 0 || path.node(depth).edition === this.edition) return;
    for (let i = 0; i <= depth; i++) {
      const node = path.node(i);
      if (node.edition === this.edition) continue;
      const copy = new MapleNode(node.id, node.type, this.edition, node);
      node.goneIn = -this.epoch;
      path.nodes[i] = copy;
      this.put(path, i, copy);
    }
  }

  /** Hangs a node where the path has the one at `depth`. The parent must be owned. */
  put(path: Path, depth: number, node: MapleNode): void {
    if (depth === 0) this.node = node;
    else path.node(depth - 1).slots[path.slot(depth - 1)] = node;
  }

  /** Tells that a node that {@link alloc} or {@link replacement} made is complete. */
  made(node: MapleNode, min: number): void {
    this.nodes++;
    this.record?.makes(node.id);
    this.tell('node_alloc', node, min);
  }

  /** A node left the tree: dead for readers, and freed after a grace period, or at once without RCU. */
  retire(node: MapleNode, min: number): void {
    node.goneIn = this.epoch;
    this.nodes--;
    this.record?.replaces(node.id);
    if (this.rcu) this.dead = { node, min, older: this.dead };
    if (this.events === null) return;
    this.tell('node_dead', node, min);
    if (!this.rcu) this.tell('node_free', node, min);
  }

  /**
   * Whether the kernel's node is dead that a reader holds. A copy may have taken its place for a snapshot's sake and died since:
   * it has the same id.
   */
  isDead(node: MapleNode): boolean {
    if (node.goneIn === this.epoch) return true;
    if (node.goneIn !== -this.epoch) return false;
    for (let { dead } = this as Root; dead !== null; dead = dead.older) if (dead.node.id === node.id) return true;
    return false;
  }

  /** The end of a grace period: nobody holds a dead node any more. */
  freeDead(): void {
    if (this.listen() !== null) for (const { node, min } of deadNodes(this.dead)) this.tell('node_free', node, min);
    this.dead = null;
  }

  tell(name: MapleNodeEvent['name'], node: MapleNode, min: number, other?: MapleNode): void {
    this.events?.trace({ system: 'maple_tree', name, node: node.id, other: other?.id ?? 0, min, max: node.max });
  }

  /** `ma_read`: a lookup by itself, which has not walked yet. */
  tellRead(fn: 'mt_find' | 'mtree_load', index: number): void {
    if (this.#events === null) return;
    const place = { min: 0, max: MAX_INDEX, index, last: index, node: 0 };
    this.listen()?.trace({ system: 'maple_tree', name: 'ma_read', fn, ...place });
  }

  /** Carries the gaps of a changed node into its parents, as far as they change. */
  updateGaps(path: Path, from: number): void {
    if (!this.gaps) return;
    for (let depth = from; depth > 0; depth--) {
      const gap = path.node(depth).maxGap(path.min(depth));
      const parent = path.node(depth - 1);
      const slot = path.slot(depth - 1);
      if (parent.gaps[slot] === gap) return;
      parent.ownArrays();
      parent.gaps[slot] = gap;
    }
  }
}

/** The dead nodes, oldest first. */
export function deadNodes(newest: DeadNode | null): DeadNode[] {
  const nodes: DeadNode[] = [];
  for (let dead = newest; dead !== null; dead = dead.older) nodes.push(dead);
  return nodes.reverse();
}
