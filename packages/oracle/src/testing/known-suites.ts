/**
 * The known suites as data: packages/core/scenarios holds one folder a suite and one file a case, and beside them the list of
 * the cases that the model does not fulfil yet.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { loadProgram } from '@mm-playground/script';
import type { Program } from '@mm-playground/api';

const SCENARIOS = new URL('../../../core/scenarios/', import.meta.url);

/** The suites, by folder. */
export const SUITES = ['kernel-vma', 'selftests-mm', 'ltp', 'gvisor'] as const;
export type Suite = (typeof SUITES)[number];

/** A case, by the name of its file below the folder of scenarios: `ltp/mmap17-free.mm`. */
export interface Case {
  readonly name: string;
  readonly program: Program;
}

/** The cases of a suite, in the order of their names. @throws Error where one has any mistake */
export function casesOf(suite: Suite): Case[] {
  const files = readdirSync(new URL(`${suite}/`, SCENARIOS)).toSorted();
  return files.map((file) => readCase(`${suite}/${file}`));
}

function readCase(name: string): Case {
  const { program, diagnostics } = loadProgram(readFileSync(new URL(name, SCENARIOS)), { file: name });
  if (program === undefined || diagnostics.length > 0) throw new Error(`${name}: ${diagnostics[0]?.message}`);
  return { name, program };
}

/** Cases that the model does not fulfil, with what is missing. */
export interface KnownFailure {
  readonly reason: string;
  readonly cases: readonly string[];
}

/** packages/core/scenarios/known-failures.json. */
export const knownFailures = (): readonly KnownFailure[] =>
  JSON.parse(readFileSync(new URL('known-failures.json', SCENARIOS), 'utf8')) as KnownFailure[];
