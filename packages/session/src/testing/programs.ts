/**
 * Programs without text: calls, notes and checkpoints as a test writes them, a line each unless it says otherwise. What
 * stands here is what the script package makes of a file.
 */

import { NO_SYSTEM_FACTS } from '@mm-playground/api';
import type {
  ArgValue,
  CallItem,
  CheckpointItem,
  InitialState,
  MapsRow,
  NoteItem,
  Program,
  ProgramItem,
  RaceItem,
  RecordedResult,
  SmapsRow,
  Snapshot,
  Status,
  SystemFacts,
} from '@mm-playground/api';

/** What a call may say beyond its name and arguments. */
export interface CallOptions {
  readonly task?: string;
  /** A number is a value, a word an errno, null is `= ?`. */
  readonly result?: bigint | string | null | RecordedResult;
  readonly binds?: string;
  readonly line?: number;
  /** The line of `<... resumed>`; `Infinity` where it never returned. */
  readonly returns?: number;
  /** The source text, where the arguments do not say all. */
  readonly text?: string;
}

type Draft<T> = Omit<T, 'span' | 'index'> & { readonly line: number | undefined };
/** An item that has no line yet. */
export type DraftItem = Draft<CallItem> | Draft<NoteItem> | Draft<CheckpointItem> | Draft<RaceItem>;

/** A call. Numbers are integers, words are names. */
export function call(name: string, args: readonly (bigint | string)[] = [], options: CallOptions = {}): DraftItem {
  const { task = '', result, binds, line, returns } = options;
  return {
    kind: 'call',
    line,
    task,
    binds,
    name,
    args: args.map((arg): ArgValue =>
      typeof arg === 'string' ? { kind: 'name', name: arg } : { kind: 'int', value: arg },
    ),
    result: recorded(result),
    returnLine: returns ?? -1,
    text: options.text ?? `${name}(${args.join(', ')})`,
  };
}

function recorded(result: CallOptions['result']): RecordedResult | undefined {
  if (result === undefined) return undefined;
  if (result === null) return { kind: 'none' };
  if (typeof result === 'bigint') return { kind: 'value', value: result };
  return typeof result === 'string' ? { kind: 'errno', name: result } : result;
}

/** A snapshot of a task. */
export const checkpoint = (what: Snapshot, { task = '', line }: { task?: string; line?: number } = {}): DraftItem => ({
  kind: 'checkpoint',
  line,
  task,
  what,
});

/** A line that is carried along. */
export const note = (text: string, { task = '', line }: { task?: string; line?: number } = {}): DraftItem => ({
  kind: 'note',
  line,
  task,
  text,
});

/** `#@ race`. */
export const race = (line?: number): DraftItem => ({ kind: 'race', line });

/** A maps line: start, end, permissions, name. */
export const row = (start: bigint, end: bigint, perms = 'rw-p', name = ''): MapsRow => ({
  start,
  end,
  perms,
  offset: 0n,
  device: '00:00',
  inode: 0n,
  name,
});

/** `#@ maps` of these lines; they stand on the lines after `line`. */
export const mapsOf = (rows: readonly MapsRow[], line = 0): Snapshot & { kind: 'maps' } => ({
  kind: 'maps',
  rows: rows.map((each, at) => ({ line: line + 1 + at, row: each })),
});

/** `#@ smaps` of these VMAs. */
export const smapsOf = (rows: readonly SmapsRow[], line = 0): Snapshot & { kind: 'smaps' } => ({
  kind: 'smaps',
  rows: rows.map((each, at) => ({ line: line + 1 + at, row: each })),
});

/** `#@ status`. */
export const statusOf = (status: Status): Snapshot & { kind: 'status' } => ({ kind: 'status', status, lines: {} });

/** What a program may say beyond its items. */
export interface ProgramOptions {
  readonly file?: string;
  readonly system?: Partial<SystemFacts>;
  /** The initial `#@ maps`; with it the program is a capture. */
  readonly maps?: readonly MapsRow[];
  readonly smaps?: readonly SmapsRow[];
  readonly status?: Status;
  readonly complete?: Program['completeAccesses'];
  readonly task?: string;
}

/** A program of these items, a line each from 100 on. */
export function programOf(items: readonly DraftItem[], options: ProgramOptions = {}): Program {
  const { file = 'test.strace', system = {}, complete = [], task = '' } = options;
  return {
    file,
    system: { ...NO_SYSTEM_FACTS, ...system },
    limits: {},
    command: undefined,
    completeAccesses: complete,
    initial: initialOf(options),
    initialTask: task,
    leadingExec: undefined,
    items: withLines(items),
    story: { title: undefined, question: undefined, explain: [], expect: [] },
    steering: [],
  };
}

const FIRST_LINE = 100;

function withLines(items: readonly DraftItem[]): ProgramItem[] {
  let line = FIRST_LINE - 1;
  let index = 0;
  return items.map(({ line: given, ...item }): ProgramItem => {
    line = given ?? line + 1;
    const span = { line, column: 1, length: 0 };
    if (item.kind !== 'call') return { ...item, span };
    return { ...item, span, index: index++, returnLine: item.returnLine === -1 ? line : item.returnLine };
  });
}

function initialOf({ maps, smaps, status }: ProgramOptions): InitialState | undefined {
  if (maps === undefined && smaps === undefined && status === undefined) return undefined;
  return {
    span: { line: 1, column: 1, length: 0 },
    layout: {},
    maps: maps && mapsOf(maps).rows,
    smaps: smaps && smapsOf(smaps).rows,
    status,
  };
}
