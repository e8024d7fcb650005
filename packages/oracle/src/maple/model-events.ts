/** The same calls on the model: where its maple tree says something else than the kernel's. */
import { createPlayground, formatDivergence } from 'mm-playground';
import type { Step } from '@mm-playground/api';
import { mapleLine, readRecording, type MapleFields, type MapleLine } from './maple-events.ts';

/** A call during which the two trees did not say the same. */
export interface MapleDifference {
  /** Line of the call in the capture, from 1, and its text. */
  readonly line: number;
  readonly call: string;
  readonly kernel: readonly MapleLine[];
  readonly model: readonly MapleLine[];
}

/** What came of comparing a recording with the model. */
export interface MapleComparison {
  readonly calls: number;
  readonly events: number;
  /** How often each function of the kernel spoke. */
  readonly functions: ReadonlyMap<string, number>;
  readonly differences: readonly MapleDifference[];
  /** Where the model's results differ; then its trees cannot be the kernel's. */
  readonly divergences: readonly string[];
}

const isMapleStep = (step: Step): boolean => step.kind === 'tracepoint' && step.name.startsWith('maple_tree:ma_');

const lineOf = (step: Step): MapleLine =>
  mapleLine({ ...(step.detail as unknown as MapleFields), name: step.name.slice('maple_tree:'.length) });

/** Plays a recording of {@link recordMaple} and compares call by call. @throws Error where it cannot be played. */
export async function compareMaple(recording: string, file: string): Promise<MapleComparison> {
  const playground = createPlayground({ index: 'maple', record: 'steps', kernel: '6.18' });
  const { session, diagnostics } = await playground.load(recording, { file });
  if (session === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  session.run();
  if (session.stopped !== null) throw new Error(`${file}: ${session.stopped.message}`);
  const lines = recording.split('\n');
  const functions = new Map<string, number>();
  const differences: MapleDifference[] = [];
  const recorded = readRecording(recording);
  let events = 0;
  for (const { item, steps } of session.calls) {
    const { line } = item.span;
    const kernel = recorded.get(line) ?? [];
    const model = steps.filter(isMapleStep).map(lineOf);
    events += kernel.length;
    for (const event of kernel) count(functions, event.split(' ')[1] ?? '');
    if (kernel.join('\n') !== model.join('\n')) differences.push({ line, call: lines[line - 1] ?? '', kernel, model });
  }
  const divergences = session.divergences.map(formatDivergence);
  return { calls: session.calls.length, events, functions, differences, divergences };
}

const count = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};
