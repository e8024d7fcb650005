/** packages/core/scenarios/proc-maps: what readers of /proc/PID/maps see beside a writer. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Program } from '@mm-playground/api';
import { loadProgram } from '@mm-playground/script';

const FOLDER = new URL('../../../core/scenarios/proc-maps/', import.meta.url);

/** The scenarios by name, in the order of their names. @throws Error where one has any mistake */
export const procMapsScenarios = (): (readonly [name: string, program: Program])[] =>
  readdirSync(FOLDER)
    .toSorted()
    .map((file) => [file.replace('.mm', ''), readScenario(file)] as const);

function readScenario(file: string): Program {
  const { program, diagnostics } = loadProgram(readFileSync(new URL(file, FOLDER)), { file: `proc-maps/${file}` });
  if (program === undefined || diagnostics.length > 0) throw new Error(`${file}: ${diagnostics[0]?.message}`);
  return program;
}
