/**
 * A race as both sides make it: what is set up, who runs beside whom, and the window of addresses in which outcomes are compared.
 * A real kernel repeats a race thousands of times in one process, so that everything has to have its place: what is set up lies
 * in the window, which is emptied before every round.
 */

import {
  evaluate,
  MAP,
  MREMAP,
  SIZE_UNITS,
  type ArgValue,
  type CallItem,
  type Environment,
  type Program,
  type TaskName,
} from '@mm-playground/api';
import { Unprovable } from '../scenarios/unprovable.ts';

/** One of those who race: its calls are made in their order. */
export interface RaceThread {
  readonly name: TaskName;
  readonly calls: readonly CallItem[];
}

/** Bytes, half-open, whole pages. */
export interface Window {
  readonly start: bigint;
  readonly end: bigint;
}

/** What races. */
export interface Race {
  readonly program: Program;
  /** The line of `#@ race`. */
  readonly line: number;
  readonly setUp: readonly CallItem[];
  readonly threads: readonly RaceThread[];
  /** All addresses that the calls speak of. */
  readonly window: Window;
  /** Those that racing calls speak of which change something. */
  readonly disputed: Window;
  /** Calls that are left out, because a program cannot make them: `walk()` and `gup()` are the kernel's own. */
  readonly skipped: readonly CallItem[];
}

/** Readers inside the kernel: no program can ask for them. */
const INSIDE_THE_KERNEL: ReadonlySet<string> = new Set(['walk', 'gup']);

/** Readers that change nothing. */
export const isReader = ({ name }: CallItem): boolean => name === 'maps' || name === 'query';

/** Whether calls of a program run concurrently. */
export const isRace = ({ items }: Program): boolean => items.some(({ kind }) => kind === 'race');

/**
 * Takes a program apart.
 * @throws Unprovable where it needs what a race on a real kernel does not have.
 */
export function raceOf(program: Program): Race {
  const at = program.items.findIndex(({ kind }) => kind === 'race');
  const setUp = callsIn(program, 0, at);
  const racing = callsIn(program, at + 1);
  const skipped = racing.filter(({ name }) => INSIDE_THE_KERNEL.has(name));
  const made = racing.filter(({ name }) => !INSIDE_THE_KERNEL.has(name));
  const line = program.items[at]?.span.line ?? 1;
  demandFixedStart(program, line);
  const names = new Set(made.map(({ task }) => task));
  if (names.size < 2) throw new Unprovable(program, line, 'fewer than two threads race that a program could have');
  for (const call of made)
    if (call.binds !== undefined || ONLY_SET_UP.has(call.name))
      throw new Unprovable(
        program,
        call.span.line,
        `${call.name}() whose result is needed later belongs before the race`,
      );
  return {
    program,
    line,
    setUp,
    threads: [...names].map((name) => ({ name, calls: made.filter(({ task }) => task === name) })),
    window: windowOf(program, [...setUp, ...made]),
    disputed: windowOf(
      program,
      made.filter((call) => !isReader(call)),
    ),
    skipped,
  };
}

/** What names mean that no call binds. */
export const unitsOf = ({ system }: Program): Environment => {
  const units = new Map<string, bigint>(Object.entries<bigint>(SIZE_UNITS.values));
  units.set('PAGE', BigInt(system.pageSize ?? 4096));
  return (name) => units.get(name);
};

function callsIn(program: Program, from: number, to?: number): CallItem[] {
  return program.items.slice(from, to).flatMap((item) => {
    if (item.kind === 'checkpoint') throw new Unprovable(program, item.span.line, 'a race is judged by its outcomes');
    return item.kind === 'call' ? [item] : [];
  });
}

function demandFixedStart(program: Program, line: number): void {
  if (program.initial !== undefined)
    throw new Unprovable(program, program.initial.span.line, 'the initial state is that of another process');
  if (Object.keys(program.limits).length > 0 || program.system.caps !== undefined)
    throw new Unprovable(program, line, 'limits and capabilities are not set for a race');
  const [steering] = program.steering;
  if (steering !== undefined)
    throw new Unprovable(program, steering.span.line, `a real kernel takes no \`#@ ${steering.directive}\``);
}

/** Calls that make a descriptor. */
const ONLY_SET_UP: ReadonlySet<string> = new Set(['memfd_create']);
/** Calls of a descriptor alone. */
const WITHOUT_ADDRESS: ReadonlySet<string> = new Set(['memfd_create', 'ftruncate', 'maps']);
/** Calls of one address. */
const OF_ONE_PAGE: ReadonlySet<string> = new Set(['load', 'store', 'query']);
/** Calls of an address and a length. */
const OF_A_RANGE: ReadonlySet<string> = new Set(['munmap', 'mprotect', 'madvise', 'mlock', 'munlock', 'msync']);

function windowOf(program: Program, calls: readonly CallItem[]): Window {
  const page = BigInt(program.system.pageSize ?? 4096);
  const ranges = calls.flatMap((call) => rangesOf(program, call, page));
  if (ranges.length === 0) throw new Unprovable(program, 1, 'nobody in the race changes anything');
  const start = ranges.reduce((least, range) => (range.start < least ? range.start : least), ranges[0]?.start ?? 0n);
  const end = ranges.reduce((most, range) => (range.end > most ? range.end : most), 0n);
  return { start: (start / page) * page, end: ((end + page - 1n) / page) * page };
}

/** The addresses that a call speaks of. */
function rangesOf(program: Program, call: CallItem, page: bigint): Window[] {
  const refuse = (why: string): never => {
    throw new Unprovable(program, call.span.line, why);
  };
  const word = (at: number): bigint => wordOf(program, call, call.args[at]);
  const range = (start: bigint, length: bigint): Window => ({ start, end: start + length });
  if (WITHOUT_ADDRESS.has(call.name)) return [];
  if (OF_ONE_PAGE.has(call.name)) return [range(word(0), page)];
  if (OF_A_RANGE.has(call.name)) return [range(word(0), word(1))];
  if (call.name === 'mmap') {
    if ((word(3) & (MAP.values.MAP_FIXED | MAP.values.MAP_FIXED_NOREPLACE)) === 0n)
      refuse('a mapping of a race needs a fixed address');
    return [range(word(0), word(1))];
  }
  if (call.name === 'mremap') {
    const isFixed = (word(3) & MREMAP.values.MREMAP_FIXED) !== 0n;
    if (word(3) !== 0n && !isFixed) refuse('a mapping of a race moves to a fixed address only');
    const longer = word(1) > word(2) ? word(1) : word(2);
    return [range(word(0), longer), ...(isFixed ? [range(word(4), word(2))] : [])];
  }
  return refuse(`${call.name}() is not made in races`);
}

function wordOf(program: Program, call: CallItem, arg: ArgValue | undefined): bigint {
  const number = arg === undefined ? undefined : evaluate(arg, unitsOf(program));
  if (number === undefined)
    throw new Unprovable(program, call.span.line, `the addresses of a race are numbers: ${call.text}`);
  return number;
}
