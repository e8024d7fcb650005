/**
 * One script on a kernel and on the model: after every call the same virtual pages must share the same frames, with the same
 * counts and flags. What differs is shrunk. Needs root, and a kernel that shows counts and frame numbers.
 */
import type { Playground, Session } from 'mm-playground';
import { runScript } from '../native/run-script.ts';
import type { CallName, NativeScript } from '../native/script.ts';
import type { Target } from '../native/target.ts';
import { shrink } from '../judge/shrink.ts';
import {
  differencesOf,
  framesOf,
  keptDifferences,
  parseFrames,
  type FrameDifference,
  type FrameSnapshot,
} from './frame-snapshot.ts';

/** What came of a script. */
export interface FramesVerdict {
  /** Calls after which both were compared. */
  readonly compared: number;
  /** Pages in all those comparisons. */
  readonly pages: number;
  readonly differences: readonly FrameDifference[];
  /** The script up to the call after which they differ; all of it where they agree. */
  readonly script: NativeScript;
  readonly capture: string;
  /** Why the model stopped early, or null. */
  readonly stopped: string | null;
}

/**
 * Calls that keep frames: what is mapped before is mapped after by the same frame, unless it is copied or goes. Others may
 * give frames back and take the same ones again, which nobody could tell from keeping them.
 */
const KEEPING: ReadonlySet<CallName> = new Set(['load', 'store', 'fetch', 'fork', 'mremap', 'mprotect']);

/** A kernel, and the model that it judges by its frames. */
export class FramesJudge {
  readonly #target: Target;
  readonly #playground: Playground;

  /** @param playground must record nothing, and take for untouched what scripts did not touch. */
  constructor(target: Target, playground: Playground) {
    this.#target = target;
    this.#playground = playground;
  }

  /** Performs a script on the kernel and on the model. @throws RunnerError */
  async judge(script: NativeScript): Promise<FramesVerdict> {
    const { capture, frames } = await runScript(script, this.#target, { checkpoints: 'frames' });
    const { session, diagnostics } = await this.#playground.load(capture, { file: 'frames.strace' });
    if (session === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
    return { ...compareAll(session, script, frames), capture };
  }

  /** The shortest script found that still differs in one of the same ways. @throws RunnerError */
  async shrink(verdict: FramesVerdict): Promise<FramesVerdict> {
    const kinds = new Set(verdict.differences.map(({ what }) => what));
    let shortest = verdict;
    await shrink(verdict.script, async (shorter) => {
      if (shorter.calls.length === 0) return false;
      const now = await this.judge(shorter);
      const shows = now.differences.some(({ what }) => kinds.has(what));
      if (shows) shortest = now;
      return shows;
    });
    return shortest;
  }
}

/** Both sides at one moment. */
interface Moment {
  readonly kernel: FrameSnapshot;
  readonly model: FrameSnapshot;
}

function compareAll(session: Session, script: NativeScript, texts: readonly string[]): Omit<FramesVerdict, 'capture'> {
  const own = ownRange(session);
  const setup = script.setup.length;
  let compared = 0;
  let pages = 0;
  let before: Moment | null = null;
  for (let at = -setup; at <= script.calls.length; at++) {
    if (at >= 0) {
      const now: Moment = { kernel: parseFrames(texts[at] ?? ''), model: framesOf(session.view(), own) };
      const differences = differencesAfter(script.calls[at - 1]?.name, before, now);
      compared++;
      pages += now.kernel.length;
      const cut = { ...script, calls: script.calls.slice(0, Math.max(at, 1)) };
      if (differences.length > 0) return { compared, pages, differences, script: cut, stopped: null };
      before = now;
    }
    if (at < script.calls.length && !playCall(session)) break;
  }
  return { compared, pages, differences: [], script, stopped: stopOf(session) };
}

/** Plays one call. Another divergence than that of frames is for the judge of results. @returns whether it went well */
function playCall(session: Session): boolean {
  const calls = session.calls.length;
  while (session.calls.length === calls) if (session.next() === null) return false;
  return session.stopped === null && session.divergences.length === 0;
}

function stopOf({ stopped, divergences: [wrong] }: Session): string | null {
  if (stopped !== null) return stopped.message;
  return wrong === undefined ? null : `${wrong.what}: recorded ${wrong.recorded}, model ${wrong.model}`;
}

function differencesAfter(call: CallName | undefined, before: Moment | null, now: Moment): FrameDifference[] {
  const kept =
    before === null || call === undefined || !KEEPING.has(call)
      ? []
      : keptDifferences({ before: before.kernel, now: now.kernel }, { before: before.model, now: now.model });
  return [...differencesOf(now.kernel, now.model), ...kept];
}

/** The runner's memory: between the two ranges of which every access is the script's. */
function ownRange({ program }: Session): { readonly start: bigint; readonly end: bigint } {
  const [below, above] = program.completeAccesses;
  if (below === undefined || above === undefined) throw new TypeError('the capture does not tell where the runner is');
  return { start: below.end, end: above.start };
}
