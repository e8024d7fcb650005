/**
 * Proves a race: every outcome that the running kernel shows must be one that the model allows. Which of the allowed ones it shows is
 * a matter of luck and time, and told as coverage.
 */
import { machine as unameMachine, release } from 'node:os';
import { chooseKernel, type CallItem, type Program } from '@mm-playground/api';
import type { Playground } from 'mm-playground';
import type { Refutation } from '../scenarios/prove.ts';
import { Unprovable } from '../scenarios/unprovable.ts';
import { kernelOutcomes, type RaceRun, type SeenOutcome } from './kernel-race.ts';
import { modelOutcomes, type ModelOutcomes, type OutcomeKind } from './model-outcomes.ts';
import { ModelRace } from './model-race.ts';
import { backwardLines, outcomeKey } from './outcome.ts';
import { raceOf, type Race } from './race.ts';

/** How to prove. Nothing is needed. */
export interface ProveRaceOptions extends Partial<RaceRun> {
  /** How many states of the model are looked at; 200000 if missing. */
  readonly states?: number;
}

const DEFAULTS: RaceRun = { rounds: 10_000, seed: 1, directory: '/var/tmp', timeoutMs: 600_000 };

/** An outcome that the kernel showed. */
export interface JudgedOutcome extends SeenOutcome {
  /** Where it stands, or that the model has no such outcome; `open` where the model was not looked at to the end. */
  readonly kind: OutcomeKind | 'not of the model' | 'open';
}

/** What came of a race. */
export interface RaceProof {
  readonly file: string;
  readonly line: number;
  /** The generation that the model was. */
  readonly kernel: string;
  readonly rounds: number;
  /** Calls that the kernel made, all rounds together. */
  readonly calls: number;
  /** Outcomes that the kernel showed, the most frequent first. */
  readonly seen: readonly JudgedOutcome[];
  /** Lines of its listings that do not end above those before. */
  readonly backward: readonly string[];
  readonly model: ModelOutcomes;
  /** Calls that were left out on both sides, because no program can make them. */
  readonly skipped: readonly CallItem[];
  /** What differs, a sentence each. */
  readonly refutations: readonly Refutation[];
}

/**
 * Runs a race on this machine's kernel and on the model of it, and compares their outcomes.
 *
 * @throws Unprovable where the race needs what a program cannot have, or the model has no generation for the running kernel.
 * @throws RunnerError when there is no compiler, or when the program died.
 */
export async function proveRace(
  program: Program,
  playground: Playground,
  options: ProveRaceOptions = {},
): Promise<RaceProof> {
  const race = raceOf(program);
  const modelRace = modelRaceOf(race, playground);
  const kernel = await kernelOutcomes(race, { ...DEFAULTS, ...options });
  const model = modelOutcomes(modelRace, options.states);
  const seen = kernel.outcomes.map((outcome) => judged(outcome, model)).toSorted((a, b) => b.count - a.count);
  const racing = race.threads.reduce((sum, { calls }) => sum + calls.length, 0);
  return {
    file: program.file,
    line: race.line,
    kernel: modelRace.kernel,
    rounds: kernel.rounds,
    calls: kernel.rounds * (race.setUp.length + racing),
    seen,
    backward: seen.flatMap(({ lines }) => backwardLines(lines)),
    model,
    skipped: race.skipped,
    refutations: [...setUpRefutations(race, modelRace.setUp, kernel.setUp), ...raceRefutations(race, seen, model)],
  };
}

/** Why races cannot be judged on the kernel that runs here, or null. */
export function raceObstacle({ registry }: Playground): string | null {
  const known = chooseKernel(registry.kernels, release());
  return known?.exact === true ? null : `the model has no generation for Linux ${release()}`;
}

function modelRaceOf(race: Race, playground: Playground): ModelRace {
  const { program } = race;
  const obstacle = raceObstacle(playground);
  if (obstacle !== null) throw new Unprovable(program, race.line, obstacle);
  const { registry } = playground;
  return new ModelRace(race, registry.resolve(program, { kernel: release(), arch: unameMachine() }));
}

function judged(outcome: SeenOutcome, { outcomes, complete }: ModelOutcomes): JudgedOutcome {
  const kind = outcomes.get(outcomeKey(outcome.lines))?.kind;
  return { ...outcome, kind: kind ?? (complete ? 'not of the model' : 'open') };
}

function setUpRefutations(race: Race, model: readonly string[], kernel: readonly string[]): Refutation[] {
  return race.setUp.flatMap((call, at) => {
    const [recorded = '', shown = ''] = [model[at], kernel[at]];
    const isFree = call.name === 'memfd_create' && !shown.startsWith('-1 ');
    return isFree || recorded === shown
      ? []
      : [{ file: race.program.file, line: call.span.line, what: call.name, recorded, kernel: shown }];
  });
}

function raceRefutations(race: Race, seen: readonly JudgedOutcome[], { outcomes }: ModelOutcomes): Refutation[] {
  return seen
    .filter(({ kind }) => kind === 'not of the model')
    .map(({ lines, count }) => ({
      file: race.program.file,
      line: race.line,
      what: `race, ${count} times`,
      recorded: `${outcomes.size} other outcomes`,
      kernel: lines.map((line) => line.trim()).join('; '),
    }));
}

/** `FILE: race on 6.18: 10000 rounds, 5 of 6 outcomes seen: 4000 before, 300 mixed, 5700 after`. */
export function formatRace({ file, line, kernel, rounds, seen, model, skipped }: RaceProof): string[] {
  const of = (...kinds: JudgedOutcome['kind'][]): SeenOutcome[] => seen.filter(({ kind }) => kinds.includes(kind));
  const count = (outcomes: readonly SeenOutcome[]): number => outcomes.reduce((sum, outcome) => sum + outcome.count, 0);
  const allowed = of('before', 'mixed', 'after');
  const kinds = (['before', 'mixed', 'after', 'open', 'not of the model'] as const)
    .map((kind) => [count(of(kind)), kind] as const)
    .filter(([times]) => times > 0);
  const possible = `${model.outcomes.size}${model.complete ? '' : ' or more'}`;
  return [
    ...skipped.map(
      (call) => `${file}:${call.span.line}: skipped: ${call.name}() is the kernel's own, no program can make it`,
    ),
    `${file}:${line}: race on ${kernel}: ${rounds} rounds, ${allowed.length} of ${possible} outcomes seen: ${kinds.map((kind) => kind.join(' ')).join(', ')}`,
  ];
}
