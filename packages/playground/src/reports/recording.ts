/**
 * The file beside the model: what was recorded of a call and of the snapshots after it, line by line, with what the model says
 * where that is another thing. The session has judged; nothing is compared here a second time.
 */

import { formatStatus, type CheckpointItem, type Program, type Status } from '@mm-playground/api';
import { mapsRowText, NOTHING, type Session } from '@mm-playground/session';
import { resultText } from './call-line.ts';
import { recordedText } from './run.ts';

/** One line of the file, or one that only the model has. */
export interface RecordedLine {
  readonly line: number;
  /** The field or the file that differs; empty where nothing does. */
  readonly what: string;
  readonly recorded: string;
  /** Null where the model says what was recorded. */
  readonly model: string | null;
}

/** A call or a snapshot of the file. */
export interface RecordedItem {
  readonly line: number;
  readonly kind: 'call' | CheckpointItem['what']['kind'];
  /** The call as written, without its result; of a snapshot the file of /proc that it was read from. */
  readonly text: string;
  /** Whether it was compared; what was not is carried along, or comes after what differs already. */
  readonly isCompared: boolean;
  readonly lines: readonly RecordedLine[];
}

type Divergences = Session['divergences'];

/** What was recorded of a call, and of what stands between it and the next one. */
export function recordedAt(session: Session, call: number): RecordedItem[] {
  const played = session.calls[call];
  if (played === undefined) return [];
  const { items } = session.program;
  const at = items.indexOf(played.item);
  const next = items.findIndex(({ kind }, index) => index > at && kind === 'call');
  const snapshots = items.slice(at + 1, next < 0 ? items.length : next).filter((item) => item.kind === 'checkpoint');
  return [
    ...recordedCall(session, played),
    ...snapshots.map((item) => recordedSnapshot(session, item, played.item.name === 'execve')),
  ];
}

function recordedCall({ divergences }: Session, { item, result, verdict }: Session['calls'][number]): RecordedItem[] {
  if (item.result === undefined) return [];
  const recorded = recordedText(item.name, item.result);
  const diverged = divergences.find(({ line }) => line === item.span.line);
  const model = verdict !== 'diverged' || result === undefined ? null : resultText(item.name, result);
  return [
    {
      ...{ line: item.span.line, kind: 'call', text: item.text },
      isCompared: verdict === 'same' || verdict === 'diverged',
      lines: [{ line: item.span.line, what: diverged?.what ?? '', recorded, model }],
    },
  ];
}

/** Directly after an execve a snapshot is where the new program begins: given, not compared. */
function recordedSnapshot(session: Session, item: CheckpointItem, isGiven: boolean): RecordedItem {
  const shown = recordedLines(item);
  const last = shown.at(-1)?.line ?? item.span.line;
  const within = session.divergences.filter(({ line }) => line >= item.span.line && line <= last);
  const isCompared = !isGiven && !hasEnded(session, item);
  return {
    ...{ line: item.span.line, kind: item.what.kind, text: `/proc/PID/${item.what.kind}`, isCompared },
    lines: beside(shown, within),
  };
}

/** After the first maps of a task that differ, nothing more of it is compared. */
function hasEnded({ divergences, program }: Session, { task, span }: CheckpointItem): boolean {
  const first = divergences.find(({ what, line }) => what === 'maps' && line < span.line)?.line;
  return first !== undefined && snapshotAt(program, first)?.task === task && first < span.line;
}

const snapshotAt = ({ items }: Program, line: number): CheckpointItem | undefined =>
  items.findLast((item): item is CheckpointItem => item.kind === 'checkpoint' && item.span.line <= line);

interface Shown {
  readonly line: number;
  readonly text: string;
}

function recordedLines({ what, span }: CheckpointItem): Shown[] {
  switch (what.kind) {
    case 'maps':
      return what.rows.map(({ line, row }) => ({ line, text: mapsRowText(row) }));
    case 'smaps':
      return what.rows.map(({ line, row }) => ({ line, text: mapsRowText(row.maps) }));
    case 'status':
      return statusLines(what.status, what.lines);
    case 'pagemap':
      return [{ line: span.line, text: what.pages }];
  }
}

function statusLines(status: Status, lines: Readonly<Record<string, number>>): Shown[] {
  const texts = formatStatus(status);
  return Object.entries(lines).map(([field, line]) => ({
    line,
    text: texts.find((text) => text.startsWith(`${field}:`)) ?? field,
  }));
}

/** Each line once; where the model says otherwise, with both. */
function beside(shown: readonly Shown[], divergences: Divergences): RecordedLine[] {
  const otherwise = divergences.map(({ line, what, recorded, model }) => ({ line, what, recorded, model }));
  // What only the model has stands at the line of what comes after it.
  const replaced = new Set(otherwise.filter(({ recorded }) => recorded !== NOTHING).map(({ line }) => line));
  const alike = shown
    .filter(({ line }) => !replaced.has(line))
    .map(({ line, text }): RecordedLine => ({ line, what: '', recorded: text, model: null }));
  return [...otherwise, ...alike].sort((a, b) => a.line - b.line);
}
