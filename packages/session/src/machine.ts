/** The machine that a program is played on. */

import type { Machine, Program } from '@mm-playground/api';
import type { SessionOptions } from './types.ts';

/** A machine of the wanted parts, with the facts of the program. */
export function machineFor(program: Program, options: SessionOptions): Machine {
  const { model, kernel, arch, index, assume = 'written', aslrSeed, programs = program.programs } = options;
  return model.createMachine({
    ...{ kernel, arch, index, assume },
    system: program.system,
    limits: program.limits,
    completeAccesses: program.completeAccesses,
    ...(aslrSeed !== undefined && { aslrSeed }),
    ...(programs !== undefined && { programs }),
  });
}
