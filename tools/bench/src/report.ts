/** The result of a bench as text: what a replay and a call cost, where the time goes, and the ratio to the kernel. */

import type { KernelRuns } from './kernel.ts';
import type { Replays } from './model.ts';

/** What was measured. */
export interface Measured {
  readonly name: string;
  readonly replays: Replays;
  /** Calls of one replay that the kernel repeats. */
  readonly repeated: number;
  /** How the kernel did, or why it was not asked. */
  readonly kernel: KernelRuns | string;
  /** The running kernel's release. */
  readonly release: string;
}

const MICRO = 1000;

/** Half of the values are below it; 0 of none. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The report. All times are medians over the replays. */
export function reportLines({ name, replays, repeated, kernel, release }: Measured): string[] {
  const { times, model, session } = replays;
  const calls = session.calls.length;
  const of = <T>(list: readonly T[], part: (one: T) => number): number => median(list.map(part));
  const whole = of(times, ({ script, session: played }) => script + played);
  const inside = of(model, ({ calls: made, views, rest }) => made + views + rest);
  const alone = of(model, ({ repeated: made }) => made);
  const lines = [
    `${name}: ${calls} calls, ${times.length} replays in one process (${session.divergences.length} divergences)`,
    '',
    row('', 'a replay', 'a call', 'calls a second'),
    timeRow('from text to verdict', whole, calls),
    timeRow(
      '  script',
      of(times, ({ script }) => script),
      calls,
    ),
    timeRow('  session', of(times, ({ session: played }) => played) - inside, calls),
    timeRow('  model', inside, calls),
    timeRow(
      '    calls',
      of(model, ({ calls: made }) => made),
      calls,
    ),
    timeRow(
      '    views (to compare with checkpoints)',
      of(model, ({ views }) => views),
      calls,
    ),
    timeRow(
      '    machine, initial state, marks',
      of(model, ({ rest }) => rest),
      calls,
    ),
    '',
    `the ${repeated} calls that both make (mmap, munmap, mprotect, madvise, brk):`,
    timeRow('  model', alone, repeated),
  ];
  return [...lines, ...kernelLines(kernel, { release, repeated, alone, perCall: whole / calls })];
}

function kernelLines(
  kernel: KernelRuns | string,
  { release, repeated, alone, perCall }: { release: string; repeated: number; alone: number; perCall: number },
): string[] {
  if (typeof kernel === 'string') return [`  kernel: not asked: ${kernel}`];
  const time = median(kernel.nanoseconds) / 1e6;
  const wrong =
    kernel.mismatches === 0
      ? 'every result is the recorded one'
      : `${kernel.mismatches} results are not the recorded ones (the first is call ${kernel.firstMismatch})`;
  return [
    timeRow(`  kernel ${release}`, time, repeated),
    `  on the kernel ${wrong}`,
    '',
    `ratio: the model takes ${(alone / time).toFixed(1)} times as long as the kernel for these calls,` +
      ` and ${(perCall / (time / repeated)).toFixed(1)} times a call from text to verdict`,
  ];
}

const timeRow = (what: string, milliseconds: number, calls: number): string =>
  row(
    what,
    `${milliseconds.toFixed(3)} ms`,
    `${((milliseconds * MICRO) / calls).toFixed(2)} us`,
    milliseconds > 0 ? Math.round((calls / milliseconds) * 1000).toLocaleString('en') : '',
  );

const row = (what: string, ...cells: readonly string[]): string =>
  (what.padEnd(42) + cells.map((cell) => cell.padStart(16)).join('')).trimEnd();
