/**
 * A scenario as a capture: the same calls with what the model answers, the address space that they begin with, and the one that
 * they come to. Another model, another kernel or a real one can be held to it.
 */

import { hex } from '@mm-playground/api';
import { mapsLines, smapsLines, statusLines } from './proc.ts';
import { playedLine } from './run.ts';
import type { MmView } from '@mm-playground/api';
import type { Session } from '@mm-playground/session';

/**
 * What is a recording already stays as it is.
 *
 * @param text the script as it stands in its file
 * @param session that played all of it
 * @throws RangeError for what has no one recording: a race, what is made to fail, what could not be played to its end
 */
export function captureLines(session: Session, text: string): string[] {
  if (session.mode !== 'scenario') return text.replace(/\n$/, '').split(/\r?\n/);
  const refused = whyNot(session);
  if (refused !== null) throw new RangeError(refused);
  const played = new Map(session.calls.map((call) => [call.item.span.line, call]));
  const [first, last] = [session.calls[0]?.item.span.line ?? Infinity, lastLine(session)];
  const lines = text.replace(/\n$/, '').split(/\r?\n/);
  return lines.flatMap((line, at) => {
    const call = played.get(at + 1);
    const before = at + 1 === first ? initialLines(session) : [];
    const shown = call === undefined ? line : playedLine(call);
    return at + 1 === last ? [...before, ...aroundEnd(session, shown)] : [...before, shown];
  });
}

function whyNot(session: Session): string | null {
  const [steering] = session.program.steering;
  if (session.stopped?.why === 'race') return 'a race has many outcomes, and a capture one';
  if (session.stopped !== null) return `it cannot be played to its end: ${session.stopped.message}`;
  if (steering !== undefined) return `\`#@ ${steering.directive}\` makes the model do what no kernel does by itself`;
  return session.calls.length === 0 ? 'there is no call in it' : null;
}

const lastLine = ({ calls }: Session): number => Math.max(...calls.map(({ item }) => item.span.line));

/** The machine that it was played on, and the address space before the first call. */
function initialLines(session: Session): string[] {
  const { kernel, arch } = session.options;
  const { initialTask: task } = session.program;
  session.seek({ call: -1 });
  const view = session.view(task);
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
function aroundEnd(session: Session, shown: string): string[] {
  const { item } = session.calls.at(-1) ?? {};
  const ends = item !== undefined && /^exit(?:_group)?$/.test(item.name);
  session.seek({ call: session.calls.length - (ends ? 2 : 1) });
  const task = item?.task ?? session.program.initialTask;
  if (!session.tasks.has(task)) return [shown];
  const snapshot = snapshotLines(session.view(task));
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
