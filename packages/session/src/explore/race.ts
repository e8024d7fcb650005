/**
 * A race: what of a program comes after `#@ race`, as threads with their calls, on a machine that has run what comes before.
 * Threads are the names of the lines, in the order of their first lines; a name that is no task yet becomes a thread of the
 * task that the program began with.
 */

import {
  playModeOf,
  type CallItem,
  type Diagnostic,
  type Machine,
  type Mark,
  type Program,
  type ProgramItem,
  type TaskName,
} from '@mm-playground/api';
import { machineFor } from '../machine.ts';
import type { Names } from '../names.ts';
import { isModelCall } from '../overlaps.ts';
import { Playing } from '../playing.ts';
import type { SessionOptions } from '../types.ts';

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

/** Whether calls of a program run concurrently. */
export const isRace = ({ items }: Program): boolean => items.some(({ kind }) => kind === 'race');

/** Who races in a program. @throws RangeError where nobody does. */
export function raceThreads(program: Program): RaceThread[] {
  const threads = new Map<TaskName, CallItem[]>();
  for (const item of racing(program)) {
    if (item.kind !== 'call' || !isModelCall(item)) continue;
    const calls = threads.get(item.task);
    if (calls === undefined) threads.set(item.task, [item]);
    else calls.push(item);
  }
  if (threads.size === 0) throw new RangeError(`${program.file}: nothing stands after \`#@ race\``);
  return [...threads].map(([name, calls]) => ({ name, calls }));
}

/** What a race cannot have: it has many outcomes, and a recorded one says nothing about them. */
export function raceDiagnostics(program: Program): Diagnostic[] {
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

/**
 * Runs what comes before a race, and makes its threads.
 *
 * @throws RangeError where that does not get as far as the race.
 */
export function openRace(program: Program, options: SessionOptions): Race {
  const machine = machineFor(program, options);
  const playing = new Playing(program, { ...options, record: 'marks' }, playModeOf(program), machine);
  for (const _ of playing.beats());
  const { stopped } = playing;
  if (stopped?.why !== 'race')
    throw new RangeError(
      `${program.file}:${stopped?.item.span.line ?? 1}: ${stopped?.message ?? 'there is no `#@ race`'}`,
    );
  const threads = raceThreads(program);
  spawnThreads(machine, program, threads);
  return { machine, start: machine.mark(), threads, names: playing.names };
}

/** Makes the tasks that a race names and that are not there yet. */
export function spawnThreads(machine: Machine, program: Program, threads: readonly RaceThread[]): void {
  for (const { name } of threads) if (!machine.tasks.has(name)) machine.spawn(name, program.initialTask);
}
