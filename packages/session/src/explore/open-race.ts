/** A race on a machine of its own, which has run what comes before it. */

import { playModeOf, type Program } from '@mm-playground/api';
import { machineFor } from '../machine.ts';
import { Playing } from '../playing.ts';
import type { SessionOptions } from '../types.ts';
import { RaceStopped, raceThreads, spawnThreads, type Race } from './race.ts';

/**
 * Runs what comes before a race, and makes its threads.
 *
 * @throws RaceStopped where that stops @throws RangeError where there is no race
 */
export function openRace(program: Program, options: SessionOptions): Race {
  const machine = machineFor(program, options);
  const steering = program.steering.filter(({ directive }) => directive !== 'schedule');
  const unscheduled = { ...program, steering };
  const playing = new Playing(unscheduled, { ...options, record: 'marks' }, playModeOf(program), machine);
  for (const _ of playing.beats());
  const { stopped } = playing;
  if (stopped === null) throw new RangeError(`${program.file}: there is no \`#@ race\``);
  if (stopped.why !== 'race') throw new RaceStopped(stopped);
  const threads = raceThreads(program);
  spawnThreads(machine, program, threads);
  return { machine, start: machine.mark(), threads, names: playing.names };
}
