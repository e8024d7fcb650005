/** Faults, forks and walks on the model at its own door (the `Machine` contract), with nobody listening. */

import {
  drain,
  MADV,
  MAP,
  NO_SYSTEM_FACTS,
  PROT,
  type ArgValue,
  type Machine,
  type ModelCall,
  type Vpn,
} from '@mm-playground/api';
import { x8664 } from '@mm-playground/arch-x86-64';
import { linuxModel, v6_18 } from '@mm-playground/core';
import { mapleIndex } from '@mm-playground/maple-tree';

/** The best of them counts: the first ones are compiled while they run. */
const ROUNDS = 25;
const TASK = 'bench';
const PAGE = 4096n;
const ARENA = 0x1000_0000n;
const NO_FD = 0xffff_ffff_ffff_ffffn;
const NO_NAMES = (): undefined => undefined;

const { PROT_READ, PROT_WRITE } = PROT.values;
const { MAP_PRIVATE, MAP_ANONYMOUS, MAP_FIXED, MAP_NORESERVE } = MAP.values;

const call = (name: string, ...args: readonly bigint[]): ModelCall => ({
  name,
  args: args.map((value): ArgValue => ({ kind: 'int', value })),
  recorded: undefined,
});

/** A machine with so many pages of private memory, none of them present. */
export function machineWith(pages: number, keepsHistory = false): Machine {
  const machine = linuxModel.createMachine({
    kernel: v6_18,
    arch: x8664.configure({}),
    index: mapleIndex,
    system: NO_SYSTEM_FACTS,
    limits: {},
    completeAccesses: [{ start: 0n, end: 1n << 47n }],
    assume: 'untouched',
  });
  machine.boot(TASK);
  machine.record(keepsHistory);
  const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE;
  make(machine, call('mmap', ARENA, BigInt(pages) * PAGE, PROT_READ | PROT_WRITE, flags, NO_FD, 0n));
  return machine;
}

function make(machine: Machine, what: ModelCall, task = TASK): void {
  const result = drain(machine.call(task, what, NO_NAMES));
  if (result.kind === 'errno' || result.kind === 'signal') throw new Error(`${what.name}: ${JSON.stringify(result)}`);
}

/** Nanoseconds of CPU, of all threads: the garbage collector's and the compiler's, too. */
function timed(work: () => void): number {
  const begin = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) * 1000;
}

const best = (round: () => number): number => Math.min(...Array.from({ length: ROUNDS }, round));

/** One write fault. */
export function faultTime(pages: number, keepsHistory: boolean): number {
  const machine = machineWith(pages, keepsHistory);
  const stores = Array.from({ length: pages }, (_, i) => call('store', ARENA + BigInt(i) * PAGE));
  const drop = call('madvise', ARENA, BigInt(pages) * PAGE, MADV.values.MADV_DONTNEED);
  return best(() => {
    const time = timed(() => {
      for (const store of stores) make(machine, store);
    });
    make(machine, drop);
    // The history of a round is let go of before the next one.
    machine.record(false);
    machine.record(keepsHistory);
    return time / pages;
  });
}

/** Brings so many pages in, all written. */
export function populate(machine: Machine, pages: number): void {
  make(machine, call('madvise', ARENA, BigInt(pages) * PAGE, MADV.values.MADV_POPULATE_WRITE));
}

/** A fork of so many present pages, and the child's exit. */
export function forkTime(pages: number): number {
  const machine = machineWith(pages);
  populate(machine, pages);
  let children = 0;
  return best(() =>
    timed(() => {
      const child = BigInt(1000 + children++);
      make(machine, { ...call('fork'), recorded: { kind: 'value', value: child } });
      make(machine, call('exit_group', 0n), String(child));
    }),
  );
}

function count(items: Iterable<unknown>): number {
  let length = 0;
  for (const _ of items) length++;
  return length;
}

/** A walk over so many present pages: for smaps, for pagemap, and leaf by leaf. */
export function walkTimes(machine: Machine, pages: number): ReadonlyMap<string, number> {
  const first = Number(ARENA / PAGE) as Vpn;
  const walks: readonly (readonly [string, () => unknown])[] = [
    ['smaps', () => machine.view(TASK).smaps()],
    ['pagemap', () => machine.view(TASK).pagemap(first, pages)],
    ['leaves', () => count(machine.view(TASK).tables.leaves())],
  ];
  return new Map(walks.map(([name, walk]) => [name, best(() => timed(walk))]));
}
