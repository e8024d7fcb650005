/**
 * Calls that the model need not know but for the memory that they name. A log of a program says nothing of what the kernel copies to it, and is
 * not compared there; where every access is in the file, a call that names such memory is one.
 */

import { evaluate, type CallItem, type Environment, type Machine } from '@mm-playground/api';

/** Bytes. */
export interface KnownRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** Everywhere: what a scenario does is all that happens. */
export const EVERYWHERE: readonly KnownRange[] = Object.freeze([{ start: 0n, end: 1n << 64n }]);

/** What only keeps an address for later. */
const KEEPS_ADDRESS: ReadonlySet<string> = new Set(
  'set_tid_address set_robust_list rseq arch_prctl rt_sigaction sigaltstack prctl'.split(' '),
);

/** Numbers below are counts, descriptors and flags: nobody may map there (vm.mmap_min_addr). */
const LOWEST_ADDRESS = 1n << 16n;

/** Whether the call names memory that is mapped, in ranges of which every access is known. */
export function namesKnownMemory(
  item: CallItem,
  machine: Machine,
  known: readonly KnownRange[],
  names: Environment,
): boolean {
  if (known.length === 0 || KEEPS_ADDRESS.has(item.name) || !machine.tasks.has(item.task)) return false;
  const addresses = item.args
    .flatMap((arg) => evaluate(arg, names) ?? [])
    .filter((address) => address >= LOWEST_ADDRESS)
    .filter((address) => known.some(({ start, end }) => start <= address && address < end));
  if (addresses.length === 0) return false;
  const { vmas, arch } = machine.view(item.task);
  const shift = BigInt(arch.geometry.pageShift);
  return addresses.some((address) =>
    vmas.some(({ start, end }) => BigInt(start) <= address >> shift && address >> shift < BigInt(end)),
  );
}
