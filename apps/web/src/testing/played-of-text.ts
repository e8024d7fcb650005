/*
 * A played program made up from text, for tests of the shell: every line that looks like a call is one that ran.
 */
import type { CallRow } from '@mm-playground/viewers';
import type { Past } from 'mm-playground';
import type { Played } from '../played.ts';

/** What {@link playedOfText} may be told. */
export interface MadeUp extends Partial<
  Pick<
    Played,
    'calls' | 'stopped' | 'skipped' | 'pageShift' | 'past' | 'view' | 'stepsOf' | 'story' | 'race' | 'machine'
  >
> {
  /** Steps of every call. */
  readonly steps?: number;
}

/** There is nothing to search where there is no machine. */
const NO_PAST: Past = {
  length: 0,
  call: (call) => {
    throw new RangeError(`there is no call ${call}`);
  },
  stepsOf: () => [],
  view: () => null,
};

/** A program that was "played": no machine behind it. */
export function playedOfText(text: string, { steps = 3, ...more }: MadeUp = {}): Played {
  const calls = rowsOf(text, steps);
  return {
    text,
    calls,
    counted: calls.length,
    checkpoints: 0,
    divergences: [],
    inferences: [],
    skipped: [],
    stopped: null,
    story: null,
    race: null,
    machine: { kernel: '6.18', arch: 'x86-64', index: 'Sorted array' },
    pageShift: 12,
    past: NO_PAST,
    session: null,
    view: () => null,
    stepsOf: () => [],
    changesAt: () => [],
    changesOver: () => [],
    failuresOf: () => null,
    countersUntil: () => [],
    momentsUntil: () => [],
    ...more,
  };
}

function rowsOf(text: string, steps: number): CallRow[] {
  const lines = text.split('\n').map((source, at) => ({ source, line: at + 1 }));
  return lines
    .filter(({ source }) => /^\w+\(/.test(source))
    .map(({ source, line }, index) => ({
      index,
      line,
      task: '',
      text: source,
      result: '',
      verdict: 'played',
      notes: [],
      steps,
      failed: false,
    }));
}
