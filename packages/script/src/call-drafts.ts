/**
 * Calls while a log is read: a call that is entered, and perhaps resumed on a later line, becomes one {@link CallItem}.
 */

import {
  type CallItem,
  callKind,
  type NoteItem,
  type RecordedResult,
  type Span,
  type TaskName,
} from '@mm-playground/api';
import { type ArgumentContext, compileArgument, compileArguments, numberValue } from './compile-argument.ts';
import { errnoNames, isErrnoName } from './errno-names.ts';
import { printList } from './print-expression.ts';
import type { Report } from './report.ts';
import type { CallLine, Expr, ResultNode, ResumedLine, Word } from './syntax.ts';

/** A call of which the end may not have been read yet. */
export interface CallDraft {
  readonly kind: 'call';
  readonly span: Span;
  task: TaskName;
  readonly binds: string | undefined;
  readonly name: Word;
  readonly nodes: Expr[];
  /** Undefined while arguments may still come. */
  args: CallItem['args'] | undefined;
  /** Names that are bound. */
  readonly names: ReadonlySet<string>;
  result: RecordedResult | undefined;
  /** The result as written, where strace made it up (`-e inject`): then the kernel never saw the call. */
  injected: string | undefined;
  returnLine: number;
}

/** Calls with so many sub-commands that an unknown constant is just one that no model reads. */
const OPEN_ENDED: ReadonlySet<string> = new Set('fcntl fcntl64 prctl arch_prctl personality shmctl openat2'.split(' '));

function modeOf(name: string): ArgumentContext['mode'] {
  if (callKind(name) === undefined) return 'loose';
  return OPEN_ENDED.has(name) ? 'open' : 'strict';
}

/** Whether more of the call may follow on a later line. */
const goesOn = ({ end }: CallLine | ResumedLine): boolean =>
  end === 'unfinished' || end === 'detached' || end === 'interrupted';

/** A call as it is entered. */
export function enterCall(line: CallLine, task: TaskName, names: ReadonlySet<string>, report: Report): CallDraft {
  const open = goesOn(line);
  const draft: CallDraft = {
    kind: 'call',
    span: report.spanOf({ from: line.name.from, to: line.to }),
    task,
    binds: line.binds?.text,
    name: line.name,
    nodes: [...line.args],
    args: undefined,
    names,
    result: line.end === 'closed' ? readResult(line.result, line.name.text, report) : { kind: 'none' },
    injected: injectedResult(line),
    returnLine: open ? Infinity : report.lineOf(line.name),
  };
  if (!open) settleArguments(draft, report);
  return draft;
}

/** The rest of a call, from the line on which it goes on. */
export function resumeCall(draft: CallDraft, line: ResumedLine, report: Report): void {
  draft.nodes.push(...(line.lead === '=>' ? line.args.slice(1) : line.args));
  if (goesOn(line)) return;
  draft.result = line.end === 'closed' ? readResult(line.result, draft.name.text, report) : { kind: 'none' };
  draft.injected = injectedResult(line);
  draft.returnLine = report.lineOf(line);
  settleArguments(draft, report);
}

function injectedResult({ result }: CallLine | ResumedLine): string | undefined {
  if (result === undefined || !result.notes.some(({ text }) => text.startsWith('(INJECTED'))) return undefined;
  return [result.value, result.errno, ...result.notes].flatMap((word) => word?.text ?? []).join(' ');
}

/** A call that strace answered in the kernel's place: it is carried along as strace wrote it. */
export function injectedNote(draft: CallDraft, injected: string): NoteItem {
  const { text, span, task } = finishCall(draft, -1);
  return { kind: 'note', span, task, text: `${text} = ${injected}` };
}

/** Turns the arguments into data, once they are all there. */
export function settleArguments(draft: CallDraft, report: Report): void {
  const { name, nodes, names } = draft;
  draft.args ??= compileArguments(nodes, { report, names, mode: modeOf(name.text) });
}

/** The item of a call that has been read to its end. */
export function finishCall(draft: CallDraft, index: number): CallItem {
  const { span, task, binds, result, returnLine } = draft;
  const numbered = NUMBERED.get(draft.name.text);
  const name = numbered?.name ?? draft.name.text;
  const args = (draft.args ?? []).slice(0, numbered?.args);
  const text = `${name}(${printList(draft.nodes.slice(0, numbered?.args), ', ')})`;
  return { kind: 'call', span, index, task, binds, name, args, result, returnLine, text };
}

/**
 * Calls that are younger than the strace in use, which prints their number and as many arguments as any call can have. Calls of that age
 * have one number on every architecture.
 */
const NUMBERED: ReadonlyMap<string, { readonly name: string; readonly args: number }> = new Map([
  ['syscall_0x1c5', { name: 'map_shadow_stack', args: 3 }],
  ['syscall_0x1ce', { name: 'mseal', args: 3 }],
]);

/** What the recorded kernel answered. */
function readResult(node: ResultNode | undefined, call: string, report: Report): RecordedResult | undefined {
  if (node === undefined) return undefined;
  if (node.signal !== undefined) return readSignal(node.signal, report);
  if (node.value.text === '?') return { kind: 'none' };
  if (node.errno !== undefined) return readErrno(node.errno, call, report);
  const mapping = call === 'query' ? readMapping(node, report) : undefined;
  const negative = node.value.text.startsWith('-');
  const value = numberValue(negative ? node.value.text.slice(1) : node.value.text);
  if (value !== undefined)
    return { kind: 'value', value: negative ? -value : value, ...(mapping !== undefined && { mapping }) };
  report.error(node.value, `\`${node.value.text}\` does not fit into 64 bits`);
  return undefined;
}

const MAPPING = /^\(([0-9a-f]{8,16}-[0-9a-f]{8,16} [r-][w-][x-][sp](?: [0-9a-f]{8,})?)\)$/;

/** What query() found: in parentheses behind its result. */
function readMapping({ notes: [note] }: ResultNode, report: Report): string | undefined {
  if (note === undefined) return undefined;
  const mapping = MAPPING.exec(note.text)?.[1];
  if (mapping === undefined)
    report.error(note, 'expected `(START-END PERMS)` or `(START-END PERMS OFFSET)` as in /proc/PID/maps');
  return mapping;
}

function readErrno(errno: Word, call: string, report: Report): RecordedResult {
  if (callKind(call) !== undefined && !isErrnoName(errno.text)) {
    report.error(errno, `unknown error \`${errno.text}\`${report.suggest(errno.text, errnoNames())}`);
  }
  return { kind: 'errno', name: errno.text };
}

function readSignal({ name, info }: NonNullable<ResultNode['signal']>, report: Report): RecordedResult | undefined {
  const field = (wanted: string): Expr | undefined =>
    info.items.find((item) => item.kind === 'named' && item.name.text === wanted);
  const code = field('si_code');
  const addr = field('si_addr');
  if (code?.kind !== 'named' || code.value.kind !== 'name' || addr?.kind !== 'named') {
    report.error(info, 'expected `{si_code=CODE, si_addr=ADDRESS}`');
    return undefined;
  }
  const value = compileArgument(addr.value, { report, names: new Set(), mode: 'strict' });
  if (value.kind !== 'int') return undefined;
  return { kind: 'signal', signal: name.text, code: code.value.text, addr: value.value };
}
