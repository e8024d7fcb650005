/**
 * What the maple tree said during each call: read from ftrace's text, written into captures as comments, read back.
 *
 *     mmap(0x10000000, 4096, PROT_READ, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = 0x10000000
 *     # ma_write mas_store_prealloc 0-ffffffffffffffff 10000000-10000fff piv=0 val
 *     # ma_write mas_wr_node_store 0-ffffffffffffffff 10000000-10000fff piv=0 val
 *
 * A line has the tracepoint, the function, the range of the node, the range that is stored, and of `ma_write` the pivot and
 * whether an entry is written (`val`) or NULL (`null`). A node (`node=...`) may follow: the kernel prints hashes, which say
 * which nodes are one within a boot, and nothing to another machine.
 */
import { ARENA_START } from '../native/script.ts';

/** A line as above, without the `# `. Lines of two kernels, or of a kernel and the model, can be compared as they are. */
export type MapleLine = string;

/** What of an event makes its line. */
export interface MapleFields {
  readonly name: string;
  readonly fn: string;
  readonly min: bigint;
  readonly max: bigint;
  readonly index: bigint;
  readonly last: bigint;
  readonly piv?: bigint;
  readonly val?: boolean;
}

/** What every event has. Ends are inclusive, and 2^64-1 is the kernel's ULONG_MAX. */
interface EventFields {
  /** The function that says it. */
  readonly fn: string;
  /** The range of the node at hand; 0 to 2^64-1 where the walk has not begun (all of `ma_read`). */
  readonly min: bigint;
  readonly max: bigint;
  /** What is stored or looked for, in bytes; in the side tree of a munmap an ordinal. */
  readonly index: bigint;
  readonly last: bigint;
  /** The node as the kernel prints it (a hash, zeros for none); null where a recording leaves it out. */
  readonly node: string | null;
}

/** One event of one of the kernel's maple trees. Which tree is not said. */
export type MapleEvent =
  | (EventFields & { readonly name: 'ma_op' | 'ma_read' })
  | (EventFields & {
      readonly name: 'ma_write';
      /** An address of `mas_is_span_wr`, a slot of `mas_wr_append`, else 0. */
      readonly piv: bigint;
      /** Whether an entry is written; false for NULL. */
      readonly val: boolean;
    });

/** The line of an event. */
export function mapleLine({ name, fn, min, max, index, last, piv, val }: MapleFields): MapleLine {
  const hex = (value: bigint): string => value.toString(16);
  const line = `${name} ${fn} ${hex(min)}-${hex(max)} ${hex(index)}-${hex(last)}`;
  return piv === undefined ? line : `${line} piv=${hex(piv)} ${val === true ? 'val' : 'null'}`;
}

/** The line of an event with its node. */
export function mapleLineWithNode(event: MapleEvent): string {
  return event.node === null ? mapleLine(event) : `${mapleLine(event)} node=${event.node}`;
}

const LINE = /^\s*\S.*-(?<pid>\d+)\s+\[\d+\]\s+\S+\s+[\d.]+: (?<event>\w+): (?<text>.*)$/;
const EVENT =
  /^(?<fn>\w+)\s+Node:? (?<node>\w+) \((?<min>\d+) (?<max>\d+)\) range: ?(?<index>\d+)-(?<last>\d+)(?: piv \((?<piv>\d+)\) val (?<val>\w+))?$/;
const WRITE = /^NR (?<number>\d+) \(\w+, (?<buffer>\w+),/;

/** write(2) on x86-64: the runner replies to each command with one, and with two more for a file's contents. */
const SYS_WRITE = '1';

/** What was said between the runner's last reply and this one. */
export interface TracedReply {
  /** Whether it is the result of a call or access, or else contents of a file. */
  readonly isResult: boolean;
  readonly events: readonly MapleEvent[];
}

/**
 * The events of a trace of the native runner with `sys_enter` and the maple tree's events, reply by reply. Results and heads of
 * contents are written from the runner's stack, contents from its static memory, which lies below the arena: so neither is
 * taken for the other. An access that grows the stack is no system call, and counts like one.
 *
 * @param pid the runner's; what others did is left out.
 * @throws SyntaxError for a line that it does not know.
 */
export function readTrace(trace: string, pid: number): TracedReply[] {
  const replies: TracedReply[] = [];
  let events: MapleEvent[] = [];
  for (const line of trace.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const { pid: task, event = '', text = '' } = LINE.exec(line)?.groups ?? {};
    if (task !== undefined && Number(task) !== pid) continue;
    if (event === 'sys_enter') {
      const { number, buffer = '0' } = WRITE.exec(text)?.groups ?? {};
      if (number !== SYS_WRITE) continue;
      if (BigInt(`0x${buffer}`) < ARENA_START) markContents(replies);
      else {
        replies.push({ isResult: true, events });
        events = [];
      }
    } else if (isName(event)) events.push(readEvent(event, text));
    else throw new SyntaxError(`a line of a trace that has no meaning here: ${line}`);
  }
  return replies;
}

/** The last reply was the head of contents. */
function markContents(replies: TracedReply[]): void {
  const head = replies.pop();
  if (head !== undefined) replies.push({ ...head, isResult: false });
}

const NAMES = ['ma_op', 'ma_read', 'ma_write'] as const;
const isName = (name: string): name is (typeof NAMES)[number] => NAMES.some((known) => known === name);

function readEvent(name: MapleEvent['name'], text: string): MapleEvent {
  const found = EVENT.exec(text)?.groups;
  if (found === undefined) throw new SyntaxError(`an event of the maple tree of unknown form: ${text}`);
  return eventOf(name, found, (digits) => BigInt(digits), /[^0]/.test(found['val'] ?? ''));
}

/** The event that a regular expression found, its numbers read by `number`. */
function eventOf(
  name: MapleEvent['name'],
  found: Readonly<Record<string, string | undefined>>,
  number: (digits: string) => bigint,
  val: boolean,
): MapleEvent {
  const { fn = '', min = '0', max = '0', index = '0', last = '0', piv, node = null } = found;
  const range = { fn, min: number(min), max: number(max), index: number(index), last: number(last), node };
  return name === 'ma_write' ? { name, ...range, piv: number(piv ?? '0'), val } : { name, ...range };
}

/** A call or access of a recording, and the events during it. */
export interface RecordedCall {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly events: readonly MapleEvent[];
}

const RECORDED =
  /^# (?<name>ma_(?:op|read|write)) (?<fn>\w+) (?<min>\w+)-(?<max>\w+) (?<index>\w+)-(?<last>\w+)(?: piv=(?<piv>\w+) (?<val>val|null))?(?: node=(?<node>\w+))?$/;

/** The calls of a capture with the maple lines that follow each. @throws SyntaxError for a maple line of unknown form. */
export function readRecordedCalls(capture: string): RecordedCall[] {
  const calls: { line: number; text: string; events: MapleEvent[] }[] = [];
  capture.split('\n').forEach((text, at) => {
    if (text.startsWith('# ma_')) calls.at(-1)?.events.push(readLine(text, at + 1));
    else if (isCallLine(text)) calls.push({ line: at + 1, text, events: [] });
  });
  return calls;
}

/** Whether a line of the native runner's capture is a call or an access. */
export const isCallLine = (line: string): boolean => line !== '' && !line.startsWith('#');

function readLine(text: string, line: number): MapleEvent {
  const found = RECORDED.exec(text)?.groups;
  const name = found?.['name'] ?? '';
  if (found === undefined || !isName(name) || (name === 'ma_write') !== (found['piv'] !== undefined))
    throw new SyntaxError(`line ${line}: a maple line of unknown form: ${text}`);
  return eventOf(name, found, (digits) => BigInt(`0x${digits}`), found['val'] === 'val');
}

/** The lines of a capture that say what its trees did (no `ma_read`, no nodes) of each call, by the call's line from 1. */
export function readRecording(capture: string): Map<number, MapleLine[]> {
  return new Map(
    readRecordedCalls(capture).map(({ line, events }) => [
      line,
      events.filter(({ name }) => name !== 'ma_read').map((event) => mapleLine(event)),
    ]),
  );
}
