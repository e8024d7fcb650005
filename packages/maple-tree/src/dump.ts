/**
 * The tree as text, in the kernel's form. Where the kernel prints addresses this prints node ids; entries are printed by
 * `show`.
 * @kernel 6.18 lib/maple_tree.c mt_dump()
 */

import type { MapleNode } from './node.ts';
import { MAX_INDEX } from './node-types.ts';
import type { ReadableTree } from './maple-tree.ts';

/** How to print. */
export interface DumpOptions<T> {
  /** Numbers; as mt_dump_hex or mt_dump_dec. Decimal where absent. */
  readonly format?: 'hex' | 'dec';
  /** An entry; the number of its first appearance where absent. */
  readonly show?: (value: T) => string;
}

const ALLOC_RANGE = 0x01;
const USE_RCU = 0x02;
const HEIGHT_SHIFT = 2;

/** mt_dump(): the whole tree, a line each for a node and for an entry. Addresses are ids: `tree`, `node#7`, `entry#3`. */
export function dump<T extends object>(tree: ReadableTree<T>, options: DumpOptions<T> = {}): string {
  const { node, entry } = tree.root;
  const flags = (tree.gaps ? ALLOC_RANGE : 0) | (tree.rcu ? USE_RCU : 0) | (tree.height << HEIGHT_SHIFT);
  const writer = new DumpWriter<T>(options);
  const root = node !== null ? nodeName(node) : writer.entryName(entry as T | null);
  writer.lines.push(`maple_tree(tree) flags ${flags.toString(16).toUpperCase()}, height ${tree.height} root ${root}`);
  if (node !== null) writer.node(node, 0, 0, 'tree');
  else writer.entry(entry as T | null, 0, 0, 0);
  return `${writer.lines.join('\n')}\n`;
}

const nodeName = ({ id }: MapleNode): string => `node#${id}`;

/** What lies between the largest index here and the kernel's. */
const BEYOND = 2n ** 64n - 2n ** 53n;

class DumpWriter<T> {
  readonly lines: string[] = [];
  readonly #hex: boolean;
  readonly #show: (value: T) => string;
  readonly #names = new Map<T, string>();

  constructor({ format, show }: DumpOptions<T>) {
    this.#hex = format === 'hex';
    this.#show = show ?? ((value) => this.#nameOf(value));
  }

  #nameOf(value: T): string {
    const name = this.#names.get(value) ?? `entry#${this.#names.size + 1}`;
    this.#names.set(value, name);
    return name;
  }

  #number(value: number): string {
    if (!this.#hex) return String(value);
    return value === MAX_INDEX ? 'ffffffffffffffff' : value.toString(16);
  }

  /** Pivots among a node's contents are in capitals. */
  #pivot(value: number): string {
    return this.#number(value).toUpperCase();
  }

  /** A gap that reaches the end of everything reaches the kernel's end. */
  #gap(value: number): string {
    const isToTheEnd = this.#hex && value > MAX_INDEX / 2;
    return isToTheEnd ? (BigInt(value) + BEYOND).toString(16) : this.#number(value);
  }

  entryName(value: T | null): string {
    return value === null ? '(nil)' : this.#show(value);
  }

  #range(min: number, max: number, depth: number): string {
    const indent = '  '.repeat(depth);
    return min === max ? `${indent}${this.#number(min)}: ` : `${indent}${this.#number(min)}-${this.#number(max)}: `;
  }

  entry(value: T | null, min: number, max: number, depth: number): void {
    this.lines.push(`${this.#range(min, max, depth)}${this.entryName(value)}`);
  }

  node(node: MapleNode, min: number, depth: number, parent: string): void {
    const { type, end, slots, pivots } = node;
    const head = `node ${nodeName(node)} depth ${depth} type ${type.code} parent ${parent} contents: `;
    this.lines.push(`${this.#range(min, node.max, depth)}${head}${this.#contents(node)}`);
    for (let slot = 0; slot <= end; slot++) {
      const [first, last] = [node.minOf(slot, min), pivots[slot] as number];
      if (node.leaf) this.entry(slots[slot] as T | null, first, last, depth + 1);
      else this.node(node.childAt(slot), first, depth + 1, `${nodeName(node)}[${slot}]`);
    }
  }

  /** Slots with the pivots between them, as they lie in the node; behind the end the kernel's memory is zero. */
  #contents({ type, end, slots, pivots, gaps, leaf }: MapleNode): string {
    const words: string[] = [];
    if (type.gaps) {
      const largest = gaps.indexOf(Math.max(...gaps));
      for (const gap of gaps) words.push(this.#gap(gap));
      words.push(`| ${byte(end)} ${byte(largest)}|`);
    }
    for (let i = 0; i < type.slots; i++) {
      const slot = slots[i] ?? null;
      words.push(slot === null ? '(nil)' : leaf ? this.#show(slot as T) : nodeName(slot as MapleNode));
      if (i < type.pivots) words.push(this.#pivot(pivots[i] as number));
    }
    return words.join(' ');
  }
}

/** The kernel prints a byte; an inner node with gaps has ten slots, so its digits are the same. */
const byte = (value: number): string => String(value).padStart(2, '0');
