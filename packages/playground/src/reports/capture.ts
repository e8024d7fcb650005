/**
 * A scenario as a capture: the same calls with what the model answers, the address space that they begin with, and the one that
 * they come to. Another model, another kernel or a real one can be held to it.
 */

import { hex } from '@mm-playground/api';
import { mapsLines, smapsLines, statusLines } from './proc.ts';
import { playedLine } from './run.ts';
import type { MmView, PlayedRun } from '@mm-playground/api';

/**
 * What is a recording already stays as it is.
 *
 * @param text the script as it stands in its file
 * @param run that played all of it
 * @throws RangeError for what has no one recording: a race, what is made to fail, what could not be played to its end
 */
export function captureLines(run: PlayedRun, text: string): string[] {
  if (run.mode !== 'scenario') return text.replace(/\n$/, '').split(/\r?\n/);
  const refused = whyNot(run);
  if (refused !== null) throw new RangeError(refused);
  const played = new Map(run.calls.map((call) => [call.item.span.line, call]));
  const [first, last] = [run.calls[0]?.item.span.line ?? Infinity, lastLine(run)];
  const lines = text.replace(/\n$/, '').split(/\r?\n/);
  return lines.flatMap((line, at) => {
    const call = played.get(at + 1);
    const before = at + 1 === first ? initialLines(run) : [];
    const shown = call === undefined ? line : playedLine(call);
    return at + 1 === last ? [...before, ...aroundEnd(run, shown)] : [...before, shown];
  });
}

function whyNot(run: PlayedRun): string | null {
  const [steering] = run.program.steering;
  if (run.stopped?.why === 'race') return 'a race has many outcomes, and a capture one';
  if (run.stopped !== null) return `it cannot be played to its end: ${run.stopped.message}`;
  if (steering !== undefined) return `\`#@ ${steering.directive}\` makes the model do what no kernel does by itself`;
  return run.calls.length === 0 ? 'there is no call in it' : null;
}

const lastLine = ({ calls }: PlayedRun): number => Math.max(...calls.map(({ item }) => item.span.line));

/** The machine that it was played on, and the address space before the first call. */
function initialLines(run: PlayedRun): string[] {
  const { kernel, arch } = run.options;
  const { initialTask: task } = run.program;
  run.seek({ call: -1 });
  const view = run.view(task);
  const layout = LAYOUT.flatMap((field) => {
    const address = view.layout[field];
    return address === undefined ? [] : [`${field}=${hex(address)}`];
  });
  return [
    `#@ system kernel=${kernel.release.join('.')} arch=${arch.id} page_size=${2 ** arch.geometry.pageShift}`,
    ...(layout.length === 0 ? [] : [`#@ layout ${layout.join(' ')}`]),
    ...snapshotLines(view),
  ];
}

/** Fields of `#@ layout`. */
const LAYOUT = [
  'start_code',
  'end_code',
  'start_data',
  'end_data',
  'start_brk',
  'brk',
  'start_stack',
  'arg_start',
  'arg_end',
  'env_start',
  'env_end',
];

/** The last call, and the address space after it; before it where it ends the program. */
function aroundEnd(run: PlayedRun, shown: string): string[] {
  const { item } = run.calls.at(-1) ?? {};
  const ends = item !== undefined && /^exit(?:_group)?$/.test(item.name);
  run.seek({ call: run.calls.length - (ends ? 2 : 1) });
  const task = item?.task ?? run.program.initialTask;
  if (!run.tasks.has(task)) return [shown];
  const snapshot = snapshotLines(run.view(task));
  return ends ? [...snapshot, shown] : [shown, ...snapshot];
}

const snapshotLines = (view: MmView): string[] => [
  ...bodied('maps', mapsLines(view)),
  ...bodied('smaps', smapsLines(view)),
  ...bodied('status', statusLines(view)),
];

const bodied = (name: string, lines: readonly string[]): string[] => [
  `#@ ${name}`,
  ...lines.map((line) => `#| ${line}`),
];
