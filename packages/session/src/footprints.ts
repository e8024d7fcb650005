/**
 * Which addresses a call works on, as far as its arguments and its recorded result say. Two calls that overlapped in time
 * can have left different address spaces only where they worked on the same addresses, so only those are worth a second
 * thought once an order explains their results.
 */

import { callKind, evaluate, type CallItem, type Environment } from '@mm-playground/api';
import { overlap, type ByteRange } from './compare.ts';
import type { Overlapping } from './overlaps.ts';

/** What a call works on: some ranges, or perhaps everything. */
export type Footprint = readonly ByteRange[] | 'everything';

/** Calls that take an address and a length. */
const RANGE_CALLS: ReadonlySet<string> = new Set([
  'munmap',
  'mprotect',
  'pkey_mprotect',
  'madvise',
  'mlock',
  'mlock2',
  'munlock',
  'mseal',
  'remap_file_pages',
]);

/** Calls that change no mapping of who goes on. */
const HARMLESS: ReadonlySet<string> = new Set([
  'exit',
  'exit_group',
  'mincore',
  'msync',
  'getrlimit',
  'pkey_alloc',
  'pkey_free',
  ...['read', 'write', 'pread64', 'pwrite64', 'lseek'],
]);

const ACCESSES: ReadonlySet<string> = new Set(['load', 'store', 'fetch']);

/** What a call works on. */
export function footprintOf(item: CallItem, names: Environment): Footprint {
  const argument = (at: number): bigint => {
    const arg = item.args[at];
    return (arg && evaluate(arg, names)) ?? 0n;
  };
  const range = (start: bigint, length: bigint): ByteRange => ({ start, end: start + (length > 0n ? length : 1n) });
  const returned = item.result?.kind === 'value' ? item.result.value : undefined;

  if (HARMLESS.has(item.name) || callKind(item.name) === 'file' || sharesMemory(item)) return [];
  if (RANGE_CALLS.has(item.name)) return [range(argument(0), argument(1))];
  if (ACCESSES.has(item.name)) return [range(argument(0), 1n)];
  if (item.name === 'mmap') return [range(returned ?? argument(0), argument(1))];
  if (item.name === 'mremap')
    return [range(argument(0), argument(1)), ...(returned === undefined ? [] : [range(returned, argument(2))])];
  return item.name === 'prlimit64' && argument(2) === 0n ? [] : 'everything';
}

/** Whether the call makes a thread: nothing is copied, so it does not matter what was there. */
const sharesMemory = ({ name, text }: CallItem): boolean =>
  (name === 'clone' || name === 'clone3' || name === 'vfork') && (name === 'vfork' || /\bCLONE_VM\b/.test(text));

/** Whether two footprints have an address in common. */
export function conflict(a: Footprint, b: Footprint): boolean {
  if (a === 'everything') return b === 'everything' || b.length > 0;
  if (b === 'everything') return a.length > 0;
  return a.some((one) => b.some((other) => overlap(one, other)));
}

/** Pairs of calls that were under way at the same time and worked on the same addresses, in order of entry. */
export function conflictingPairs(
  elements: readonly Overlapping[],
  names: Environment,
  sameMemory: (a: CallItem, b: CallItem) => boolean,
): (readonly [Overlapping, Overlapping])[] {
  const calls = elements.flatMap((element) =>
    element.item.kind === 'call' ? [{ element, item: element.item, footprint: footprintOf(element.item, names) }] : [],
  );
  return calls.flatMap((a, at) => {
    const pairs: (readonly [Overlapping, Overlapping])[] = [];
    for (const b of calls.slice(at + 1)) {
      if (b.element.entered > a.element.left) break;
      if (conflict(a.footprint, b.footprint) && sameMemory(a.item, b.item)) pairs.push([a.element, b.element]);
    }
    return pairs;
  });
}
