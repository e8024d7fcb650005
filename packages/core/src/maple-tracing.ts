/** The tracepoints of maple trees. The tree of an mm counts in pages, the kernel's in bytes. */

import type { MapleEvent, MapleNodeEvent, VmaIndexOptions } from '@mm-playground/api';
import type { System } from './system.ts';

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

/** Field by field: while somebody listens this is done for every event, and copying an object with another costs a multiple. */
function inKernelKeys(event: TreeEvent<number>, keys: Keys, node = event.node): TreeEvent<bigint> {
  const { system } = event;
  const [min, max] = [keys.first(event.min), keys.last(event.max)];
  if (!('fn' in event)) return { system, name: event.name, node, other: event.other, min, max };
  const { name, fn, piv, val = false } = event;
  const [index, last] = [keys.first(event.index), keys.last(event.last)];
  if (piv === undefined) return { system, name, fn, min, max, index, last, node };
  // A slot number is no key.
  return {
    system,
    name,
    fn,
    min,
    max,
    index,
    last,
    node,
    piv: fn === 'mas_is_span_wr' ? keys.last(piv) : BigInt(piv),
    val,
  };
}

/** What the tree of an mm is made with, so that whoever traces the machine hears of it. */
export function mapleTracing(sys: System): VmaIndexOptions {
  const keys = pagesAsBytes(BigInt(sys.arch.geometry.pageShift));
  return {
    trace: (event) => sys.trace?.tracepoint(inKernelKeys(event, keys)),
    tracing: () => sys.trace !== null,
  };
}

/** The same for the side tree of a munmap: VMAs by number, and nodes that are not the mm's. */
export function detachTracing(sys: System): VmaIndexOptions {
  return {
    purpose: 'detached',
    trace: (event) => {
      if ('fn' in event) sys.trace?.tracepoint(inKernelKeys(event, NUMBERS, -event.node));
    },
    tracing: () => sys.trace !== null,
  };
}
