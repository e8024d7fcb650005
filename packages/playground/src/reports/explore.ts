/**
 * What an exploration of a race found, as data and as text: for each kernel the properties that are violated with their
 * shortest schedules, what the file expects of them, and what each call can give. Schedules are counted exactly; their
 * numbers are strings, because they outgrow what JSON readers take for integers.
 */

import type { Diagnostic, Program, Story, ViolatedProperty } from '@mm-playground/api';
import { isRace, raceDiagnostics, scheduleDiagnostics, scheduleText, type Exploration } from '@mm-playground/session';
import { expectationDiagnostics, type Verdict } from './expectations.ts';

/** One kernel on which a race was explored. */
export interface ExploredKernel {
  readonly kernel: string;
  readonly arch: string;
  /** False where the exploration was interrupted: everything else is what was found until then. */
  readonly complete: boolean;
  /** Different interleavings that were covered. */
  readonly schedules: string;
  readonly states: number;
  /** How often, at most, a task that could go on was interrupted; null for every interleaving. */
  readonly bound: number | null;
  readonly reduction: boolean;
  /** States from which on an order cannot be followed, because a section would wait for one that it is nested in. */
  readonly outOfReach: number;
  readonly violations: readonly ExploredViolation[];
  readonly expectations: readonly ExploredExpectation[];
  readonly outcomes: readonly ExploredOutcome[];
}

/** A property that is violated. */
export interface ExploredViolation {
  readonly property: ViolatedProperty;
  readonly what: string;
  /** The words of a `#@ schedule` line that leads to it. */
  readonly schedule: string;
  readonly preemptions: number;
  readonly steps: number;
  /** In how many schedules. */
  readonly schedules: string;
}

/** A `#@ expect` line, and what was found. */
export interface ExploredExpectation {
  readonly line: number;
  readonly property: string;
  readonly expected: 'holds' | 'violated';
  readonly found: Verdict;
}

/** What a call gave, in how many schedules. */
export interface ExploredOutcome {
  readonly line: number;
  readonly task: string;
  readonly text: string;
  readonly result: string;
  readonly schedules: string;
}

/** The sums over kernels. */
export interface ExploreTotals {
  readonly schedules: string;
  readonly states: number;
  readonly violations: number;
}

/** What keeps a program from being explored, with places. @param knows whether there is a kernel of this name */
export function exploreDiagnostics(program: Program, knows: (kernel: string) => boolean): Diagnostic[] {
  const about = (span: Diagnostic['span'], message: string): Diagnostic => ({
    file: program.file,
    span,
    severity: 'error',
    message,
  });
  if (!isRace(program)) return [about({ line: 1, column: 1, length: 0 }, 'there is no `#@ race` in this file')];
  const failing = program.steering
    .filter(({ directive }) => directive === 'fail')
    .map(({ span }) => about(span, 'a race in which a step fails is not explored yet'));
  return [
    ...expectationDiagnostics(program, knows),
    ...failing,
    ...raceDiagnostics(program),
    ...scheduleDiagnostics(program),
  ];
}

/** What was found on one kernel. @param expect what the file expects of this kernel */
export function exploredKernel(
  { kernel, arch }: { readonly kernel: string; readonly arch: string },
  exploration: Exploration,
  expect: Story['expect'],
): ExploredKernel {
  const { complete, violations, outcomes, schedules, states, bound, reduction, outOfReach } = exploration;
  const violated = new Set<string>(violations.map(({ property }) => property));
  return {
    ...{ kernel, arch, complete, states, reduction, outOfReach },
    schedules: schedules.toString(),
    bound: bound === Infinity ? null : bound,
    violations: violations.map(({ property, what, schedule, preemptions, moves, schedules: among }) => ({
      ...{ property, what, preemptions },
      schedule: scheduleText(schedule),
      steps: moves,
      schedules: among.toString(),
    })),
    expectations: expect.map(({ span, property, verdict }) => ({
      line: span.line,
      property,
      expected: verdict,
      found: violated.has(property) ? 'violated' : complete ? 'holds' : 'open',
    })),
    outcomes: outcomes.map(({ line, thread, text, result, schedules: among }) => ({
      ...{ line, text, result },
      task: thread,
      schedules: among.toString(),
    })),
  };
}

/** Whether everything was looked at, nothing is violated, and nothing was expected to be. */
export const isClean = ({ complete, violations, expectations }: ExploredKernel): boolean =>
  complete && violations.length === 0 && expectations.every(({ expected, found }) => expected === found);

/** The sums over kernels. */
export const exploreTotals = (kernels: readonly ExploredKernel[]): ExploreTotals => ({
  schedules: kernels.reduce((sum, { schedules }) => sum + BigInt(schedules), 0n).toString(),
  states: kernels.reduce((sum, { states }) => sum + states, 0),
  violations: kernels.reduce((sum, { violations }) => sum + violations.length, 0),
});

/** `12 schedules, 8 states, 0 violations`: the last line. */
export const exploreSummary = ({ schedules, states, violations }: ExploreTotals): string =>
  `${schedules} schedules, ${states} states, ${violations} violations`;

/** One kernel as text. */
export function* exploredLines(file: string, explored: ExploredKernel): Generator<string> {
  const { kernel, schedules, violations } = explored;
  yield `${file} on ${kernel}: ${exploreSummary(exploreTotals([explored]))}`;
  yield `  ${scopeText(explored)}`;
  for (const violation of violations) yield* violationLines(violation, schedules);
  for (const { line, property, expected, found } of explored.expectations)
    yield `  ${property}: ${found}, ${expected === found ? 'as expected' : `but line ${line} expects: ${expected}`}`;
  yield* outcomeLines(explored);
}

/** How much of all interleavings that is, in one sentence. */
function scopeText({ complete, bound, reduction, outOfReach }: ExploredKernel): string {
  const covered = complete ? 'covered: all interleavings' : 'interrupted: a part of all interleavings';
  const most = bound === null ? '' : ` of at most ${bound} preemptions`;
  const reduced = reduction ? '' : ', without reduction';
  return `${covered}${most}${reduced}; a lock section that is run inside a step of another one is one step of it, and ${outOfReach} states lead nowhere because it would wait there for that one`;
}

function* violationLines({ property, what, schedule, preemptions, steps, schedules }: ExploredViolation, all: string) {
  yield `  ${property} violated: ${what}`;
  yield `    in ${schedules} of ${all} schedules; the shortest has ${preemptions} preemptions and ${steps} steps:`;
  yield `    #@ schedule ${schedule}`;
}

function* outcomeLines({ outcomes, schedules }: ExploredKernel): Generator<string> {
  let call = '';
  for (const { line, task, text, result, schedules: among } of outcomes) {
    const head = `  ${line}: ${task} ${text}`;
    if (head !== call) yield head;
    call = head;
    const [first = '', ...more] = result.split('\n');
    yield `    = ${first}  ${among === schedules ? 'always' : `in ${among} of ${schedules}`}`;
    for (const each of more) yield `      ${each}`;
  }
}
