/**
 * Random stores, erases, loads, snapshots, copies and searches on a tree and on a sorted list, which must always say the same. Same
 * seed, same run, on every machine.
 */

import { MAX_INDEX, MapleTree, validate, type MapleEntry, type MapleSnapshot, type ReadableTree } from '../index.ts';
import { random, type Random } from './random.ts';
import { SortedList, type Named } from './sorted-list.ts';

/** What the ranges look like: how far they lie apart, how long they are, how many are holes. */
export interface Shape {
  readonly span: number;
  readonly longest: number;
  readonly nulls: number;
  /** Stores in a thousand that reach over a large part of everything. */
  readonly wide: number;
}

/** The shapes that campaigns run on. */
export const SHAPES: Readonly<Record<'dense' | 'sparse' | 'adjacent' | 'spanning' | 'nulls', Shape>> = {
  dense: { span: 3_000, longest: 3, nulls: 0.1, wide: 1 },
  sparse: { span: 2 ** 40, longest: 2 ** 20, nulls: 0.2, wide: 0 },
  adjacent: { span: 1_000, longest: 1, nulls: 0.05, wide: 2 },
  spanning: { span: 6_000, longest: 300, nulls: 0.3, wide: 5 },
  nulls: { span: 4_000, longest: 6, nulls: 0.6, wide: 1 },
};

/** One campaign. */
export interface Campaign {
  readonly shape: keyof typeof SHAPES;
  readonly seed: number;
  readonly stores: number;
  readonly gaps: boolean;
  readonly rcu: boolean;
  /** Validate after every so many stores. */
  readonly validateEvery: number;
}

/** A store of a campaign: first and last index, and whether it erases. */
export type Store = readonly [index: number, last: number, erase: boolean];

/** Runs a campaign. Returns the first difference with the stores that led there, or null. */
export function runCampaign(campaign: Campaign): { readonly what: string; readonly stores: readonly Store[] } | null {
  const stores: Store[] = [];
  const what = new Run(campaign, stores).run();
  return what === null ? null : { what, stores };
}

/** The stores of a campaign in short: what is still wrong with as few of them as could be found. */
export function shrink(stores: readonly Store[], fails: (stores: readonly Store[]) => boolean): readonly Store[] {
  let left = stores;
  for (let part = Math.ceil(left.length / 2); part >= 1; part = part === 1 ? 0 : Math.ceil(part / 2))
    for (let at = 0; at < left.length;) {
      const fewer = [...left.slice(0, at), ...left.slice(at + part)];
      if (fails(fewer)) left = fewer;
      else at += part;
    }
  return left;
}

class Run {
  readonly #campaign: Campaign;
  readonly #shape: Shape;
  readonly #random: Random;
  #tree: MapleTree<Named>;
  readonly #list = new SortedList();
  readonly #stores: Store[];
  #kept: { readonly snapshot: MapleSnapshot<Named>; readonly entries: readonly MapleEntry<Named>[] }[] = [];
  /** Trees and snapshots that nobody writes any more, with what they hold. */
  #left: { readonly tree: ReadableTree<Named>; readonly entries: readonly MapleEntry<Named>[] }[] = [];

  constructor(campaign: Campaign, stores: Store[]) {
    this.#campaign = campaign;
    this.#shape = SHAPES[campaign.shape];
    this.#random = random(campaign.seed);
    this.#tree = new MapleTree<Named>({ gaps: campaign.gaps, rcu: campaign.rcu });
    this.#stores = stores;
  }

  run(): string | null {
    for (let i = 0; i < this.#campaign.stores; i++) {
      this.#store(i);
      const wrong = this.#look(i);
      if (wrong !== null) return wrong;
    }
    return this.#compareAll();
  }

  #store(i: number): void {
    const [index, last] = this.#range();
    const value = this.#random() < this.#shape.nulls ? null : { name: i };
    this.#stores.push([index, last, value === null]);
    this.#tree.storeRange(index, last, value);
    this.#list.store(index, last, value);
    if (i % 16 === 0) this.#tree.gracePeriod();
    if (i % 50 === 0) this.#kept.push({ snapshot: this.#tree.snapshot(), entries: this.#list.entries.slice() });
    if (i % 1000 === 370) this.#fork();
  }

  /** A second tree; one of the two goes on, the other must stay what it is. */
  #fork(): void {
    const entries = this.#list.entries.slice();
    const copy = this.#tree.dup((value) => value);
    if (this.#random() < 0.5) {
      this.#left.push({ tree: copy, entries });
      return;
    }
    this.#left.push({ tree: this.#tree, entries });
    this.#left.push(...this.#kept.map((kept) => ({ tree: kept.snapshot, entries: kept.entries })));
    this.#kept = [];
    this.#tree = copy;
  }

  #range(): readonly [number, number] {
    const { span, longest, wide } = this.#shape;
    const index = this.#index();
    if (this.#random() * 1000 < wide)
      return this.#random() < 0.2 ? [index, MAX_INDEX] : [index, index + Math.floor(this.#random() * span * 0.3)];
    const length = 1 + Math.floor(this.#random() * this.#random() * longest);
    // Often exactly an entry or a hole, as a caller who knows what is there would.
    if (this.#random() < 0.2) {
      const entry = this.#list.find(index);
      if (entry !== null) return [entry.index, entry.last];
    }
    return [index, index + length - 1];
  }

  #index(): number {
    return Math.floor(this.#random() * this.#shape.span);
  }

  #look(i: number): string | null {
    const tree = this.#tree;
    const list = this.#list;
    if (tree.size !== list.entries.length) return `size ${tree.size}, not ${list.entries.length}`;
    if (i % this.#campaign.validateEvery === 0) {
      const [broken] = validate(tree);
      if (broken !== undefined) return `${broken.invariant} in node ${broken.node}: ${broken.what}`;
    }
    const index = this.#index();
    if (tree.load(index) !== list.load(index)) return `load(${index})`;
    if (!same(tree.find(index), list.find(index))) return `find(${index})`;
    if (!same(tree.findBefore(index), list.findBefore(index))) return `findBefore(${index})`;
    if (this.#campaign.gaps && i % 8 === 0) return this.#compareHoles(index);
    return i % 4000 === 3999 ? this.#compareAll() : null;
  }

  #compareHoles(min: number): string | null {
    const max = min + Math.floor(this.#random() * this.#shape.span * 0.2);
    const size = 1 + Math.floor(this.#random() * this.#shape.longest);
    const holes = this.#list.holes(min, max, size);
    const [lowest, highest] = [this.#tree.emptyArea(min, max, size), this.#tree.emptyAreaRev(min, max, size)];
    if (!sameHole(lowest, holes[0])) return `emptyArea(${min}, ${max}, ${size})`;
    return sameHole(highest, holes.at(-1)) ? null : `emptyAreaRev(${min}, ${max}, ${size})`;
  }

  /** Everything there is, by every way of going through it; then perhaps back to an earlier moment. */
  #compareAll(): string | null {
    const { entries } = this.#list;
    if (!sameEntries(this.#tree.entries(), entries)) return 'entries()';
    if (!sameEntries(forwards(this.#tree), entries)) return 'next()';
    if (!sameEntries(backwards(this.#tree), entries)) return 'prev()';
    for (const kept of this.#kept) if (!sameEntries(kept.snapshot.entries(), kept.entries)) return 'a snapshot changed';
    for (const { tree, entries: before } of this.#left) {
      if (!sameEntries(tree.entries(), before)) return 'what was left behind changed';
      const [broken] = validate(tree);
      if (broken !== undefined) return `left behind: ${broken.invariant} in node ${broken.node}: ${broken.what}`;
    }
    this.#left = [];
    const back = this.#kept[Math.floor(this.#random() * this.#kept.length)];
    this.#kept = this.#kept.slice(-2);
    if (back === undefined || this.#random() < 0.5) return null;
    this.#tree.restore(back.snapshot);
    this.#list.entries = back.entries.slice();
    return null;
  }
}

function forwards(tree: MapleTree<Named>): MapleEntry<Named>[] {
  const mas = tree.state();
  const found: MapleEntry<Named>[] = [];
  for (let value = mas.find(); value !== null; value = mas.find())
    found.push({ index: mas.index, last: mas.last, value });
  return found;
}

function backwards(tree: MapleTree<Named>): MapleEntry<Named>[] {
  const mas = tree.state(MAX_INDEX);
  const found: MapleEntry<Named>[] = [];
  for (let value = mas.findRev(); value !== null; value = mas.findRev())
    found.push({ index: mas.index, last: mas.last, value });
  return found.reverse();
}

const same = (a: MapleEntry<Named> | null, b: MapleEntry<Named> | null): boolean =>
  a === b || (a !== null && b !== null && a.index === b.index && a.last === b.last && a.value === b.value);

const sameHole = (
  a: { readonly index: number; readonly last: number } | null,
  b: { readonly index: number; readonly last: number } | undefined,
): boolean => (a === null ? b === undefined : a.index === b?.index && a.last === b.last);

/** Whether two lists have the same entries. */
export const sameEntries = (a: readonly MapleEntry<Named>[], b: readonly MapleEntry<Named>[]): boolean =>
  a.length === b.length && a.every((entry, i) => same(entry, b[i] ?? null));
