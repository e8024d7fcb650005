/**
 * What a replay looked like: each call with the result that the model gives, in strace's form, and between them the lines
 * that are carried along. A call that the model was not asked about (it touches no memory) is shown with what was
 * recorded.
 */

import { findErrno, type CallItem, type NoteItem, type PlayedRunCall, type RecordedResult } from '@mm-playground/api';
import { joinResult, resultText } from './call-line.ts';
import type { PlayedCall, Session, Verdict } from '@mm-playground/session';

/** One call of a replay. */
export interface RunCall {
  readonly line: number;
  readonly task: string;
  readonly call: string;
  /** The call as one line of source, without its result. */
  readonly text: string;
  /** What the model answered, as strace prints it; null where it was not asked. */
  readonly result: string | null;
  /** What was recorded, in the same form; null where nothing was. */
  readonly recorded: string | null;
  readonly verdict: Verdict;
}

/** The calls that were played, in the order in which they took effect. */
export const runCalls = (session: Session): RunCall[] => session.calls.map(runCall);

/** One played call as data. */
export const runCall = ({ item, result, verdict }: PlayedCall): RunCall => ({
  line: item.span.line,
  task: item.task,
  call: item.name,
  text: item.text,
  result: result === undefined ? null : resultText(item.name, result),
  recorded: item.result === undefined ? null : recordedText(item.name, item.result),
  verdict,
});

/** The replay as text: a line a call, and the lines that are carried along where they stood. */
export function runLines(session: Session, untilLine = Number.POSITIVE_INFINITY): string[] {
  const { leadingExec, items } = session.program;
  const played = new Map(session.calls.map((call) => [call.item.index, call]));
  const lines = leadingExec === undefined ? [] : [recordedLine(leadingExec)];
  const stopped = session.stopped?.item.span.line ?? Number.POSITIVE_INFINITY;
  const last = Math.min(untilLine, Math.max(stopped, ...session.calls.map(({ item }) => item.span.line)));
  for (const item of items) {
    if (item.span.line > last) break;
    if (item.kind === 'note') lines.push(withTask(item, item.text));
    if (item.kind !== 'call') continue;
    const call = played.get(item.index);
    if (call !== undefined) lines.push(playedLine(call));
  }
  return lines;
}

/** A played call on one line: with the model's result, else with the recorded one. */
export function playedLine({ item, result }: Pick<PlayedRunCall, 'item' | 'result'>): string {
  if (result === undefined) return recordedLine(item);
  return joinResult(source(item), resultText(item.name, result));
}

function recordedLine(item: CallItem): string {
  const text = source(item);
  return item.result === undefined ? text : joinResult(text, recordedText(item.name, item.result));
}

/** The call with what stands before it: its task, and the name that its result gets. */
const source = (item: CallItem): string =>
  withTask(item, item.binds === undefined ? item.text : `${item.binds} = ${item.text}`);

const withTask = ({ task }: CallItem | NoteItem, text: string): string => {
  if (task === '') return text;
  return /^\d+$/.test(task) ? `${task} ${text}` : `[${task}] ${text}`;
};

/** A recorded result as strace prints it, an address in hex. */
export function recordedText(call: string, result: RecordedResult): string {
  switch (result.kind) {
    case 'errno': {
      const known = findErrno(result.name);
      return known === undefined ? `-1 ${result.name}` : known.toString();
    }
    case 'value':
      return resultText(call, { ...result, value: BigInt.asUintN(64, result.value) });
    case 'signal':
      return `? ${result.signal} {si_code=${result.code}, si_addr=0x${result.addr.toString(16)}}`;
    case 'none':
      return '?';
  }
}
