/**
 * The past of a program as searches and maps of it see it: calls with their steps, and views of the moments between. A session
 * has one, and so has whatever else was played step by step.
 *
 * A moment is `{ call, step }`: the state after that step. The last step of a call and its return are one moment; -1 is before
 * the call, and the only moment of a call without steps is -1 too.
 */

import type { CallResult, Mark, MmView, Step } from '@mm-playground/api';
import type { Position, Session } from '@mm-playground/session';

/** A moment of a past; {@link Position} counts the return apart, a moment does not. */
export type Moment = Position;

/** What is known of a call without looking inside. */
export interface PastCall {
  readonly name: string;
  readonly line: number;
  /** Undefined where the call was not made. */
  readonly result: CallResult | undefined;
  /** Whether it differs from what was recorded. */
  readonly diverged: boolean;
  /** Where the machine was before and after it. */
  readonly before: Mark;
  readonly after: Mark;
}

/** Calls, in the order in which they took effect. */
export interface Past {
  /** Number of calls. */
  readonly length: number;
  call(call: number): PastCall;
  stepsOf(call: number): readonly Step[];
  /** The address space of the task whose call it is; null where it has none then. Not kept: ask once. */
  view(moment: Moment): MmView | null;
}

/** The past of a session that was played. Looking at it moves the session. */
export function pastOf(session: Session): Past {
  const playedAt = (call: number): Session['calls'][number] => {
    const played = session.calls[call];
    if (played === undefined) throw new RangeError(`call ${call} is not in 0..${session.calls.length - 1}`);
    return played;
  };
  return {
    get length() {
      return session.calls.length;
    },
    call(call) {
      const { item, result, verdict, before, after } = playedAt(call);
      return { name: item.name, line: item.span.line, result, diverged: verdict === 'diverged', before, after };
    },
    stepsOf: (call) => playedAt(call).steps,
    view: ({ call, step }) => {
      const { item, steps } = playedAt(call);
      session.seek(step === steps.length - 1 && step >= 0 ? { call } : { call, step });
      // Before the call that makes it, and after the one that ends it, a task has no address space.
      return session.tasks.has(item.task) ? session.view(item.task) : null;
    },
  };
}
