/**
 * Many random scripts, one after the other, each judged, and what differs shrunk. What comes out is a function of seed,
 * profiles, count and machine: no clock, and no order of completion.
 */
import { RunnerError } from '../native/runner-error.ts';
import { generate, type GenerateOptions } from '../native/generate.ts';
import type { Profile } from '../native/profiles.ts';
import type { NativeScript } from '../native/script.ts';
import { kindOf, type Finding, type Judge, type Verdict } from './judge.ts';

/** What is tried. */
export interface CampaignPlan {
  /** How many calls, setups apart. */
  readonly count: number;
  /** Of the first script of each profile; the next have the next seeds. */
  readonly seed: number;
  /** They take turns. */
  readonly profiles: readonly Profile[];
  /** What the scripts are for: a target says it. */
  readonly machine: Required<GenerateOptions>;
}

/** One script of a campaign. */
export interface Trial {
  /** `vma-17`: profile and seed, from which `generate` makes the script again. */
  readonly name: string;
  readonly seed: number;
  readonly profile: Profile;
  readonly script: NativeScript;
}

/** How a trial ended. */
export interface Outcome {
  readonly trial: Trial;
  readonly verdict: Verdict;
  /** The shrunk script where they differ, unless a trial before differed in the same way. */
  readonly finding: Finding | null;
}

/** How many calls a script has. Short scripts are shrunk soon, long ones meet more of what came before. */
export const CALLS_PER_SCRIPT = 160;

/** The trials of a plan, in order. */
export function* trialsOf({ count, seed, profiles, machine }: CampaignPlan): Generator<Trial, void> {
  let left = count;
  for (let at = 0; left > 0; at++) {
    const profile = profiles[at % profiles.length];
    if (profile === undefined) return;
    const calls = Math.min(left, CALLS_PER_SCRIPT);
    const own = seed + Math.floor(at / profiles.length);
    const script = generate(own, profile, calls, machine);
    yield { name: `${profile}-${own}`, seed: own, profile, script };
    left -= calls;
  }
}

/**
 * Tries a plan. The kernel performs the next script while the model plays this one.
 *
 * @throws RunnerError where a script ends the runner: the generator then reached for the runner's own memory.
 */
export async function* campaign(judge: Judge, plan: CampaignPlan): AsyncGenerator<Outcome> {
  const seen = new Set<string>();
  const trials = trialsOf(plan);
  const start = (): Started | null => {
    const next = trials.next();
    return next.done === true ? null : { trial: next.value, run: settled(judge.perform(next.value.script)) };
  };
  for (let now = start(); now !== null;) {
    const { trial, run } = now;
    const performed = await run;
    const next = start();
    if (performed instanceof Error) throw describe(performed, trial);
    const verdict = await judge.judge(trial.script, performed, `${trial.name}.strace`);
    const kind = kindOf(verdict.report);
    const isNew = verdict.kind === 'differs' && !seen.has(kind);
    seen.add(kind);
    const finding = isNew ? await judge.shrink(verdict.script, `${trial.name}.strace`) : null;
    yield { trial, verdict, finding };
    now = next;
  }
}

type Performed = Awaited<ReturnType<Judge['perform']>>;

interface Started {
  readonly trial: Trial;
  readonly run: Promise<Performed | Error>;
}

/** A promise that is awaited later: an error is its value, so that it is nobody's unhandled rejection until then. */
const settled = (work: Promise<Performed>): Promise<Performed | Error> =>
  work.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));

const describe = (error: Error, { name }: Trial): Error =>
  error instanceof RunnerError ? new RunnerError(error.code, `${name}: ${error.message}`) : error;
