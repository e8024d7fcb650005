/** Scenarios of packages/core/scenarios, read: a folder each for what belongs together. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Program } from '@mm-playground/api';
import { loadProgram } from '@mm-playground/script';

/** Where the folders are. */
export const SCENARIOS = new URL('../../../core/scenarios/', import.meta.url);

/** A scenario, by the name of its file below {@link SCENARIOS}: `ltp/mmap17-free.mm`. */
export interface Scenario {
  readonly name: string;
  readonly program: Program;
}

/** The scenarios of a folder, in the order of their names. @throws Error where one has any mistake */
export const scenariosOf = (folder: string): Scenario[] =>
  readdirSync(new URL(`${folder}/`, SCENARIOS))
    .toSorted()
    .map((file) => readScenario(`${folder}/${file}`));

function readScenario(name: string): Scenario {
  const { program, diagnostics } = loadProgram(readFileSync(new URL(name, SCENARIOS)), { file: name });
  if (program === undefined || diagnostics.length > 0) throw new Error(`${name}: ${diagnostics[0]?.message}`);
  return { name, program };
}
