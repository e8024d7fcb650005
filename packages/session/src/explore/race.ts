/**
 * A race: what of a program comes after `#@ race`, as threads with their calls.
 * Threads are the names of the lines, in the order of their first lines; a name that is no task yet becomes a thread of the
 * task that the program began with.
 */

import {
  type CallItem,
  type Diagnostic,
  type Machine,
  type Mark,
  type Program,
  type ProgramItem,
  type TaskName,
} from '@mm-playground/api';
import type { Names } from '../names.ts';
import { isModelCall } from '../overlaps.ts';
import type { Stopped } from '../types.ts';

/** One of those who race: its calls run in their order. */
export interface RaceThread {
  readonly name: TaskName;
  readonly calls: readonly CallItem[];
}

/** A machine at the start of a race, and who races. */
export interface Race {
  readonly machine: Machine;
  /** Where the machine stands before anybody runs. */
  readonly start: Mark;
  readonly threads: readonly RaceThread[];
  /** What names mean at the start. */
  readonly names: Names;
}

/** Something in a race, or before it, cannot be played. */
export class RaceStopped extends Error {
  override readonly name = 'RaceStopped';
  readonly item: Stopped['item'];

  constructor({ message, item }: Pick<Stopped, 'message' | 'item'>) {
    super(message);
    this.item = item;
  }
}

/** Whether calls of a program run concurrently. */
export const isRace = ({ items }: Program): boolean => items.some(({ kind }) => kind === 'race');

/** Who races in a program; nobody where no call stands after `#@ race`, which {@link raceDiagnostics} refuses. */
export function raceThreads(program: Program): RaceThread[] {
  const threads = new Map<TaskName, CallItem[]>();
  for (const item of racing(program)) {
    if (item.kind !== 'call' || !isModelCall(item)) continue;
    const calls = threads.get(item.task);
    if (calls === undefined) threads.set(item.task, [item]);
    else calls.push(item);
  }
  return [...threads].map(([name, calls]) => ({ name, calls }));
}

/** What a race cannot have: it has many outcomes, and a recorded one says nothing about them. */
export function raceDiagnostics(program: Program): Diagnostic[] {
  const began = program.items.find(({ kind }) => kind === 'race')?.span.line ?? Infinity;
  const late = program.steering.filter(({ directive, span }) => directive === 'driver' && span.line > began);
  const drivers = late.map(({ span }): Diagnostic => ({
    file: program.file,
    span,
    severity: 'error',
    message: 'a driver is put behind a file before `#@ race`',
  }));
  return [...nobody(program), ...drivers, ...itemDiagnostics(program)];
}

function nobody(program: Program): Diagnostic[] {
  const race = program.items.find(({ kind }) => kind === 'race');
  if (race === undefined || raceThreads(program).length > 0) return [];
  return [{ file: program.file, span: race.span, severity: 'error', message: 'no call stands after `#@ race`' }];
}

function itemDiagnostics(program: Program): Diagnostic[] {
  return racing(program).flatMap((item): Diagnostic[] => {
    const message =
      item.kind === 'checkpoint'
        ? 'a snapshot in a race is of no one moment: say what must hold by `#@ expect`'
        : item.kind === 'call' && item.result !== undefined
          ? 'a call in a race has no one result: say what must hold by `#@ expect`'
          : undefined;
    return message === undefined ? [] : [{ file: program.file, span: item.span, severity: 'error', message }];
  });
}

/** The items after `#@ race`. */
export const racing = ({ items }: Program): readonly ProgramItem[] => {
  const at = items.findIndex(({ kind }) => kind === 'race');
  return at < 0 ? [] : items.slice(at + 1);
};

/** Makes the tasks that a race names and that are not there yet. */
export function spawnThreads(machine: Machine, program: Program, threads: readonly RaceThread[]): void {
  for (const { name } of threads) if (!machine.tasks.has(name)) machine.spawn(name, program.initialTask);
}
