/**
 * What the maple tree said during each call: read from ftrace's text, written into captures as comments, read back.
 *
 *     mmap(0x10000000, 4096, PROT_READ, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = 0x10000000
 *     # ma_write mas_store_prealloc 0-ffffffffffffffff 10000000-10000fff piv=0 val
 *     # ma_write mas_wr_node_store 0-ffffffffffffffff 10000000-10000fff piv=0 val
 *
 * A line has the tracepoint, the function, the range of the node, the range that is stored, and of `ma_write` the pivot and
 * whether an entry is written (`val`) or NULL (`null`). Node addresses are left out: the kernel prints hashes.
 */

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

/** The line of an event. */
export function mapleLine({ name, fn, min, max, index, last, piv, val }: MapleFields): MapleLine {
  const hex = (value: bigint): string => value.toString(16);
  const line = `${name} ${fn} ${hex(min)}-${hex(max)} ${hex(index)}-${hex(last)}`;
  return piv === undefined ? line : `${line} piv=${hex(piv)} ${val === true ? 'val' : 'null'}`;
}

const LINE = /^\s*\S.*-\d+\s+\[\d+\]\s+\S+\s+[\d.]+: (?<event>\w+): (?<text>.*)$/;
const EVENT =
  /^(?<fn>\w+)\s+Node:? \w+ \((?<min>\d+) (?<max>\d+)\) range: ?(?<index>\d+)-(?<last>\d+)(?: piv \((?<piv>\d+)\) val (?<val>\w+))?$/;

/** write(2) on x86-64: the runner replies to each command with one. */
const SYS_WRITE = 1;

/**
 * The events of a trace of the native runner with `sys_enter`, `ma_op` and `ma_write`, command by command: what it said before
 * each reply. An access that grows the stack is no system call, and counts like one.
 * @throws SyntaxError for a line that it does not know.
 */
export function readTrace(trace: string): MapleLine[][] {
  const commands: MapleLine[][] = [];
  let events: MapleLine[] = [];
  for (const line of trace.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const { event = '', text = '' } = LINE.exec(line)?.groups ?? {};
    if (event === 'sys_enter') {
      if (!text.startsWith(`NR ${SYS_WRITE} `)) continue;
      commands.push(events);
      events = [];
    } else if (event === 'ma_op' || event === 'ma_write') events.push(readEvent(event, text));
    else throw new SyntaxError(`a line of a trace that has no meaning here: ${line}`);
  }
  return commands;
}

function readEvent(name: string, text: string): MapleLine {
  const found = EVENT.exec(text)?.groups;
  if (found === undefined) throw new SyntaxError(`an event of the maple tree of unknown form: ${text}`);
  const { fn = '', piv, val } = found;
  const number = (field: string): bigint => BigInt(found[field] ?? 0);
  const range = { min: number('min'), max: number('max'), index: number('index'), last: number('last') };
  if (piv === undefined) return mapleLine({ name, fn, ...range });
  return mapleLine({ name, fn, ...range, piv: BigInt(piv), val: /[^0]/.test(val ?? '') });
}

/** The maple lines of a capture: those that follow each call or access, by the call's line from 1. */
export function readRecording(capture: string): Map<number, MapleLine[]> {
  const found = new Map<number, MapleLine[]>();
  let call = 0;
  capture.split('\n').forEach((line, at) => {
    if (line.startsWith('# ma_')) found.get(call)?.push(line.slice(2));
    else if (line !== '' && !line.startsWith('#')) {
      call = at + 1;
      found.set(call, []);
    }
  });
  return found;
}
