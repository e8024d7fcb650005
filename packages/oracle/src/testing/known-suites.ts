/**
 * The known suites as data: packages/core/scenarios holds one folder a suite and one file a case, and beside them the list of
 * the cases that the model does not fulfil yet.
 */
import { readFileSync } from 'node:fs';
import { SCENARIOS } from './scenarios.ts';

/** The suites, by folder. */
export const SUITES = ['kernel-vma', 'selftests-mm', 'ltp', 'gvisor'] as const;
export type Suite = (typeof SUITES)[number];

/** Cases that the model does not fulfil, with what is missing. */
export interface KnownFailure {
  readonly reason: string;
  readonly cases: readonly string[];
}

/** packages/core/scenarios/known-failures.json. */
export const knownFailures = (): readonly KnownFailure[] =>
  JSON.parse(readFileSync(new URL('known-failures.json', SCENARIOS), 'utf8')) as KnownFailure[];
