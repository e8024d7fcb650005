/** The tracepoints of maple trees. The tree of an mm counts in pages, the kernel's in bytes. */

import type { Deferred, MapleEvent, MapleNodeEvent, Tracepoint, VmaIndexOptions } from '@mm-playground/api';
import type { System } from '../machine/system.ts';

type TreeEvent<Key extends number | bigint> = MapleEvent<Key> | MapleNodeEvent<Key>;

/** How a key of a tree becomes a key of the kernel's: as the first of a range, and as the last. */
interface Keys {
  first(key: number): bigint;
  last(key: number): bigint;
}

const ULONG_MAX = 0xffff_ffff_ffff_ffffn;
const lastOf = (last: bigint, key: number): bigint =>
  key === Number.MAX_SAFE_INTEGER || last > ULONG_MAX ? ULONG_MAX : last;

const pagesAsBytes = (shift: bigint): Keys => ({
  first: (page) => BigInt(page) << shift,
  last: (page) => lastOf(((BigInt(page) + 1n) << shift) - 1n, page),
});

const NUMBERS: Keys = { first: BigInt, last: (key) => lastOf(BigInt(key), key) };

/** An event of a tree as the kernel's would tell it. */
class MapleTracepoint implements Deferred<Tracepoint> {
  readonly #event: TreeEvent<number>;
  readonly #keys: Keys;
  readonly #node: number;

  constructor(event: TreeEvent<number>, keys: Keys, node: number) {
    this.#event = event;
    this.#keys = keys;
    this.#node = node;
  }

  read(): TreeEvent<bigint> {
    const keys = this.#keys;
    const range = { min: keys.first(this.#event.min), max: keys.last(this.#event.max) };
    if (!('fn' in this.#event)) return { ...this.#event, ...range, node: this.#node };
    const { system, name, fn, index, last, piv, val = false } = this.#event;
    const event = { system, name, fn, ...range, index: keys.first(index), last: keys.last(last), node: this.#node };
    if (piv === undefined) return event;
    // A slot number is no key.
    return { ...event, piv: fn === 'mas_is_span_wr' ? keys.last(piv) : BigInt(piv), val };
  }
}

/** What the tree of an mm is made with, so that whoever traces the machine hears of it. */
export function mapleTracing(sys: System): VmaIndexOptions {
  const keys = pagesAsBytes(BigInt(sys.arch.geometry.pageShift));
  return {
    defects: sys.generation.treeDefects,
    trace: (event) => sys.trace?.deferred(new MapleTracepoint(event, keys, event.node)),
    tracing: () => sys.trace !== null,
  };
}

/** The same for the side tree of a munmap: VMAs by number, and nodes that are not the mm's. */
export function detachTracing(sys: System): VmaIndexOptions {
  return {
    purpose: 'detached',
    trace: (event) => {
      if ('fn' in event) sys.trace?.deferred(new MapleTracepoint(event, NUMBERS, -event.node));
    },
    tracing: () => sys.trace !== null,
  };
}
