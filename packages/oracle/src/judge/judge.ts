/**
 * One script on a kernel and on the model, compared after every call. The runner sends a digest a call, and everything that
 * it stands for only where it differs: then the script runs again, up to the call at hand, with the whole state after each.
 */
import { compareRelease, type Release } from '@mm-playground/api';
import { checkReport, type CheckReport, type Playground, type Session } from 'mm-playground';
import type { RunOptions } from '../native/plan.ts';
import { runScript, type ScriptRun } from '../native/run-script.ts';
import type { NativeScript } from '../native/script.ts';
import type { Target } from '../native/target.ts';
import { ModelDigests } from './digest.ts';
import { shrink } from './shrink.ts';

/** What came of a script. */
export interface Verdict {
  /**
   * - `agrees`: kernel and model say the same.
   * - `differs`: they do not; the report has the differences, or how the model broke.
   * - `unconfirmed`: they did not, but in a second run they did.
   * - `unmodelled`: the script asks for what the model does not have; up to there they agree.
   */
  readonly kind: 'agrees' | 'differs' | 'unconfirmed' | 'unmodelled';
  /** Every compared digest counts as a checkpoint. Divergences have the lines of the second run's capture. */
  readonly report: CheckReport;
  /** The script up to the call after which they differed; all of it where they agree. */
  readonly script: NativeScript;
}

/** A script that kernel and model differ on, and the capture that shows it. */
export interface Finding {
  readonly script: NativeScript;
  /** A comment on top says what differs. */
  readonly capture: string;
  readonly report: CheckReport;
}

/** After how many calls the whole state is compared although the digest is the same: it shows what is resident where. */
const DETAIL_EVERY = 40;

/** Everything after every call. */
const EVERYTHING: RunOptions = { detailEvery: 1 };

/** A kernel, and the model that it judges. */
export class Judge {
  readonly #target: Target;
  readonly #playground: Playground;

  /**
   * @param playground must record nothing, and take for untouched what scripts did not touch: the runner does nothing of its
   * own accord. A digest, unlike a snapshot, cannot take an assumption back.
   */
  constructor(target: Target, playground: Playground) {
    this.#target = target;
    this.#playground = playground;
  }

  /** Performs a script on the kernel. @throws RunnerError */
  perform(script: NativeScript): Promise<ScriptRun> {
    const countsResident = countsExactly(this.#target.machine.read('/proc/sys/kernel/osrelease'));
    return runScript(script, this.#target, { checkpoints: 'digests', detailEvery: DETAIL_EVERY, countsResident });
  }

  /**
   * Compares what {@link perform} gave with the model.
   *
   * @param file names the capture in what is reported.
   * @throws RunnerError
   */
  async judge(script: NativeScript, run: ScriptRun, file: string): Promise<Verdict> {
    const session = await this.#load(run.capture, file);
    const digests = playAgainst(session, script.setup.length, run.digests);
    const report = { ...checkReport(session), checkpoints: session.compared.checkpoints + digests.compared };
    if (digests.agree && !differs(session)) {
      return { kind: session.stopped === null ? 'agrees' : 'unmodelled', report, script };
    }
    // What differs before the first call can only be shown after it.
    const calls = Math.max(1, session.calls.length - script.setup.length);
    const cut = { ...script, calls: script.calls.slice(0, calls) };
    const again = await this.#play(cut, file, EVERYTHING);
    const { divergences, stopped } = again.session;
    if (!differs(again.session)) return { kind: 'unconfirmed', report, script: cut };
    return { kind: 'differs', report: { ...report, divergences, stopped }, script: cut };
  }

  /**
   * The shortest script found that the two still differ on, in the same way: another difference, met where calls are left out, is
   * another finding. Requires that they differ on this one. @throws RunnerError
   */
  async shrink(script: NativeScript, file: string): Promise<Finding> {
    const kind = kindOf((await this.#play(script, file, EVERYTHING)).session);
    const showsIt = (session: Session): boolean => differs(session) && kindOf(session) === kind;
    const shows = async (shorter: NativeScript): Promise<boolean> =>
      shorter.calls.length > 0 && showsIt((await this.#play(shorter, file, EVERYTHING)).session);
    const shrunk = await shrink(script, shows);
    const brief = await this.#play(shrunk, file, { detailEvery: shrunk.calls.length });
    const shown = showsIt(brief.session) ? brief : await this.#play(shrunk, file, EVERYTHING);
    const capture = `${headOf(shown.session)}${shown.capture}`;
    const session = await this.#load(capture, file);
    session.run();
    return { script: shrunk, capture, report: checkReport(session) };
  }

  async #play(
    script: NativeScript,
    file: string,
    options: RunOptions,
  ): Promise<{ readonly session: Session; readonly capture: string }> {
    const { capture } = await runScript(script, this.#target, options);
    const session = await this.#load(capture, file);
    session.run();
    return { session, capture };
  }

  async #load(capture: string, file: string): Promise<Session> {
    const { session, diagnostics } = await this.#playground.load(capture, { file });
    if (session === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
    return session;
  }
}

/** Plays on until something differs, or to the end. The setup has no digests; what it did is in the first one after it. */
function playAgainst(
  session: Session,
  setupCalls: number,
  digests: readonly string[],
): { readonly compared: number; readonly agree: boolean } {
  const { completeAccesses, system } = session.program;
  const model = new ModelDigests({ complete: completeAccesses, countsResident: countsExactly(system.kernel) });
  let compared = 0;
  const agrees = (digest: string | undefined): boolean => digest === undefined || model.of(session.view()) === digest;
  if (!agrees(digests[0])) return { compared, agree: false };
  while (session.divergences.length === 0) {
    const played = session.next();
    if (played === null) break;
    const call = session.calls.length - setupCalls;
    // A call that is not modelled may have been left halfway.
    if (session.stopped !== null) break;
    if (!('result' in played) || call <= 0) continue;
    compared++;
    if (!agrees(digests[call])) return { compared, agree: false };
  }
  return { compared, agree: true };
}

/** The last release that counts resident pages per task before it adds them to the mm. */
const LAST_BATCHED_PER_TASK: Release = [6, 1];

/** Whether a kernel of this release counts resident pages exactly. */
function countsExactly(kernel: string | null | undefined): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(kernel ?? '') ?? [];
  return major !== undefined && compareRelease([Number(major), Number(minor)], LAST_BATCHED_PER_TASK) > 0;
}

/** Whether the record shows something else than the model, or the model broke. */
const differs = ({ divergences, stopped }: Session): boolean =>
  divergences.length > 0 || stopped?.why === 'kernel bug' || stopped?.why === 'crash';

/** What a difference is about, without its numbers: one cause mostly shows in the same way. */
export function kindOf({ divergences, stopped }: Pick<CheckReport, 'divergences' | 'stopped'>): string {
  const [first] = divergences;
  const text = first === undefined ? (stopped?.message ?? '') : [first.what, first.recorded, first.model].join();
  return text.replace(/\b(?:0x)?[0-9a-f]*\d[0-9a-f]*\b/g, 'N');
}

/** What differs, as comments. The lines that they name are those of the file that they stand on top of. */
function headOf(session: Session): string {
  const { divergences, stopped } = session;
  const told = [
    ...divergences.map(({ what, recorded, model }) => `${what}: recorded ${recorded}, model ${model}`),
    ...(stopped === null ? [] : [`stopped: ${stopped.message}`]),
  ];
  return told.map((line) => `# ${line}\n`).join('');
}
