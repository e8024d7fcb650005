/**
 * strace's log as text: what one line is, and how a raw log and the snapshots taken meanwhile become a capture. Pure
 * functions of strings; what runs and what is read from /proc lives next door.
 */

/** One line of `strace -f -o LOG`. `name` is the call's, or `null` for signals, exits and other notes. */
export interface LogLine {
  readonly task: number;
  readonly name: string | null;
  /**
   * - `whole`: call and result.
   * - `begun`: `... <unfinished ...>`, or the last line of a log that is still being written.
   * - `resumed`: `<... NAME resumed>`.
   * - `note`: no call.
   */
  readonly kind: 'whole' | 'begun' | 'resumed' | 'note';
  /** The line without its task. */
  readonly text: string;
}

const TASK = /^(\d+)\s+/;
const UNFINISHED = ' <unfinished ...>';

/** Reads one line; `null` if it is not a line of a log with tasks. `complete` says that its newline was seen. */
export function parseLine(line: string, complete = true): LogLine | null {
  const prefix = TASK.exec(line);
  if (prefix === null) return null;
  const task = Number(prefix[1]);
  const text = line.slice(prefix[0].length);
  const resumed = /^<\.\.\. (\w+) resumed>/.exec(text)?.[1];
  if (resumed !== undefined) return { task, name: resumed, kind: 'resumed', text };
  const name = /^(\w+)\(/.exec(text)?.[1] ?? null;
  if (name === null) return { task, name, kind: 'note', text };
  const begun = !complete || text.endsWith(UNFINISHED);
  return { task, name, kind: begun ? 'begun' : 'whole', text };
}

/** What strace recorded of a call: the text after its last ` = `, or `null` where there is none yet. */
export function resultOf(text: string): string | null {
  const at = text.lastIndexOf(' = ');
  return at < 0 ? null : text.slice(at + 3);
}

/**
 * Calls that are traced for their timing or for one rare argument; the others of them say nothing about memory. An operation
 * that strace is too old to name (`PR_???`) may be one that does.
 */
const AUXILIARY: Readonly<Record<string, RegExp | null>> = {
  arch_prctl: /SHSTK|0x500[0-9a-f]|ARCH_(?:MAP_VDSO|ENABLE_TAGGED|FORCE_TAGGED|\?\?\?)/,
  prctl: /PR_(?:SET_(?:KEEPCAPS|SECUREBITS|NO_NEW_PRIVS|MM|VMA|MDWE|THP_DISABLE|MEMORY_MERGE|TAGGED_ADDR)|\?\?\?)/,
  ioctl: /UFFDIO_/,
  set_tid_address: null,
  sched_getaffinity: null,
};

/** Whether a call of this name only ever belongs into a capture because of its arguments. */
export function isAuxiliary(name: string): boolean {
  return Object.hasOwn(AUXILIARY, name);
}

/** Whether a call, as far as it was printed, says something about memory. */
export const concernsMemory = (name: string, text: string): boolean =>
  !isAuxiliary(name) || (AUXILIARY[name]?.test(text) ?? false);

/** A text that belongs between the lines of a log. */
export interface Insertion {
  /** The byte offset in the raw log before which the text stands: the start of a line. */
  readonly offset: number;
  /** The task that the text is about. */
  readonly task: number;
  /** The text, whole lines. It names the task where it is given one: where the call before is another task's. */
  draw(task?: number): string;
}

/**
 * The raw log as a capture's body: snapshots in their places, calls about memory only, no traces of how it was made
 * (`(DELAYED)`), no task numbers where there is but one task, and halves that nothing came between joined again.
 */
export function composeCapture(log: Buffer, insertions: readonly Insertion[]): string {
  const items = joinHalves(withoutExits(keepMemoryCalls(splitLog(log, insertions), new Map())));
  const alone = tasksOf(items).size <= 1;
  return draw(items, alone, null).text;
}

/** Composes a log that is still being written, a piece at a time. Tasks are named on each line, ends of tasks are told. */
export class CaptureStream {
  readonly #dropping = new Map<number, boolean>();
  #caller: number | null = null;

  /** What the next piece of the log, whole lines of it, becomes; offsets of insertions count from its beginning. */
  next(piece: Buffer, insertions: readonly Insertion[]): string {
    const items = joinHalves(keepMemoryCalls(splitLog(piece, insertions), this.#dropping));
    const { text, caller } = draw(items, false, this.#caller);
    this.#caller = caller;
    return text;
  }
}

/** The items as text; `caller` is whose call came last, before them and after. */
function draw(
  items: readonly Item[],
  alone: boolean,
  caller: number | null,
): { readonly text: string; readonly caller: number | null } {
  let last = caller;
  let text = '';
  for (const { line, insertion } of items) {
    if (insertion !== undefined) text += insertion.draw(insertion.task === last ? undefined : insertion.task);
    if (line === undefined) continue;
    text += `${drawLine(line, alone)}\n`;
    if (line.kind !== 'note') last = line.task;
  }
  return { text, caller: last };
}

/** A line of the log, or a text between two of them. */
type Item =
  | { readonly line: LogLine; readonly insertion?: undefined }
  | { readonly line?: undefined; readonly insertion: Insertion };

function tasksOf(items: readonly Item[]): Set<number> {
  return new Set(items.map(({ line }) => line?.task).filter((task) => task !== undefined));
}

function splitLog(log: Buffer, insertions: readonly Insertion[]): Item[] {
  const items: Item[] = [];
  const waiting = insertions.toSorted((a, b) => a.offset - b.offset);
  let offset = 0;
  for (const text of log.toString('latin1').split('\n')) {
    for (let next = waiting[0]; next !== undefined && next.offset <= offset; next = waiting[0]) {
      items.push({ insertion: next });
      waiting.shift();
    }
    const line = parseLine(Buffer.from(text, 'latin1').toString());
    if (line !== null) items.push({ line });
    offset += text.length + 1;
  }
  return [...items, ...waiting.map((insertion) => ({ insertion }))];
}

/** Drops the ends of tasks that an exit call tells already. */
const withoutExits = (items: readonly Item[]): Item[] =>
  items.filter(({ line }) => line?.kind !== 'note' || !line.text.startsWith('+++ exited with'));

/** Drops the calls that were traced for their timing. `dropping` says of whose call under way the rest goes, too. */
function keepMemoryCalls(items: readonly Item[], dropping: Map<number, boolean>): Item[] {
  return items.filter(({ line }) => {
    if (line === undefined || line.kind === 'note') return true;
    if (line.kind === 'resumed') return dropping.get(line.task) !== true;
    const wanted = line.name === null || concernsMemory(line.name, line.text);
    dropping.set(line.task, !wanted);
    return wanted;
  });
}

/** Joins `NAME(... <unfinished ...>` and `<... NAME resumed>...` where no other line stands between them. */
function joinHalves(items: readonly Item[]): Item[] {
  const joined: Item[] = [];
  for (const item of items) {
    const before = joined.at(-1)?.line;
    if (item.line?.kind === 'resumed' && before?.kind === 'begun' && before.task === item.line.task) {
      joined[joined.length - 1] = { line: joinPair(before, item.line) };
    } else {
      joined.push(item);
    }
  }
  return joined;
}

function joinPair(begun: LogLine, resumed: LogLine): LogLine {
  const tail = resumed.text.replace(/^<\.\.\. \w+ resumed>/, '');
  return { ...begun, kind: 'whole', text: begun.text.slice(0, -UNFINISHED.length) + tail };
}

/** The column that strace pads a call's `=` to. */
const RESULT_COLUMN = 40;

function drawLine(line: LogLine, alone: boolean): string {
  const text = line.text.replace(/ \(DELAYED\)$/, '');
  return alone ? alignResult(text) : alignResult(`${line.task} ${text}`);
}

/** Pads the blanks before ` = ` anew, as strace would have if the line had begun there. */
function alignResult(text: string): string {
  const at = text.lastIndexOf(' = ');
  if (at < 0) return text;
  const call = text.slice(0, at).trimEnd();
  if (!call.endsWith(')') && !call.endsWith('resumed>')) return text;
  return `${call.padEnd(RESULT_COLUMN - 1)} = ${text.slice(at + 3)}`;
}
