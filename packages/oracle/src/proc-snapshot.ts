/**
 * What the real kernel shows of one process, read from /proc and written as the directives of a capture. Everything is
 * kept verbatim, blanks at line ends included: a capture is evidence. The caller makes sure that the process does not
 * run meanwhile; nothing here stops it.
 */
import { readFileSync } from 'node:fs';

/** The parts of /proc/PID that a capture keeps. */
export interface ProcSnapshot {
  /** /proc/PID/maps. */
  readonly maps: string;
  /** /proc/PID/smaps, or `null` where the kernel was built without it. */
  readonly smaps: string | null;
  /** The `Vm*` and `Rss*` lines of /proc/PID/status. */
  readonly status: string;
}

/**
 * Reads the snapshot of process `pid`.
 *
 * @throws the error of `node:fs` when the process is gone or not ours to read. An empty `maps` means that the process has
 * no address space any more.
 */
export function readSnapshot(pid: number): ProcSnapshot {
  return {
    maps: readProc(pid, 'maps'),
    smaps: readProcIfAny(pid, 'smaps'),
    status: memoryLines(readProc(pid, 'status')),
  };
}

/** The lines of /proc/PID/status that are about memory, with their newlines. */
export function memoryLines(status: string): string {
  return status.replace(/^(?!Vm|Rss).*\n/gm, '');
}

/**
 * The snapshot as `#@ maps`, `#@ smaps` and `#@ status` with their bodies.
 *
 * @param task names the task in each directive; without it the directives are about the task of the call before them.
 */
export function snapshotDirectives(snapshot: ProcSnapshot, task?: number): string {
  const suffix = task === undefined ? '' : ` ${task}`;
  return (
    directive(`maps${suffix}`, snapshot.maps) +
    (snapshot.smaps === null ? '' : directive(`smaps${suffix}`, snapshot.smaps)) +
    directive(`status${suffix}`, snapshot.status)
  );
}

/** `#@ HEAD` and the body's lines, each after `#| `. */
export function directive(head: string, body = ''): string {
  const lines = body === '' ? [] : body.replace(/\n$/, '').split('\n');
  return [`#@ ${head}`, ...lines.map((line) => `#| ${line}`)].join('\n') + '\n';
}

/** Where the fields of the layout stand in /proc/PID/stat, counted from 1 as in proc(5). */
const LAYOUT_FIELDS = [
  ['start_code', 26],
  ['end_code', 27],
  ['start_data', 45],
  ['end_data', 46],
  ['start_brk', 47],
  ['start_stack', 28],
  ['arg_start', 48],
  ['arg_end', 49],
  ['env_start', 50],
  ['env_end', 51],
] as const;

/**
 * `#@ layout ...` from the text of /proc/PID/stat, or `null` where the kernel hides the addresses: it shows 0 or 1 for
 * them to those who may not trace the process.
 *
 * @param brk the end of the heap, where it is known otherwise.
 */
export function layoutDirective(stat: string, brk?: bigint): string | null {
  const fields = statFields(stat);
  const layout: (readonly [string, bigint])[] = LAYOUT_FIELDS.map(([name, at]) => [name, BigInt(fields[at - 1] ?? 0)]);
  if (layout.every(([, value]) => value <= 1n)) return null;
  if (brk !== undefined)
    layout.splice(
      layout.findIndex(([name]) => name === 'start_stack'),
      0,
      ['brk', brk],
    );
  return directive(`layout ${layout.map(([name, value]) => `${name}=0x${value.toString(16)}`).join(' ')}`);
}

/** Splits /proc/PID/stat. The command stands in parentheses and may hold blanks and parentheses itself. */
function statFields(stat: string): string[] {
  const open = stat.indexOf('(');
  const close = stat.lastIndexOf(')');
  const after = stat.slice(close + 1).trim();
  return [stat.slice(0, open).trim(), stat.slice(open, close + 1), ...after.split(/\s+/)];
}

/** The rows of /proc/PID/limits that decide what the memory calls may do, by the name that captures use. */
const LIMIT_ROWS = [
  ['as', 'Max address space'],
  ['data', 'Max data size'],
  ['stack', 'Max stack size'],
  ['memlock', 'Max locked memory'],
] as const;

/** `#@ limits ...` from the text of /proc/PID/limits: the soft limits, in bytes or `unlimited`. */
export function limitsDirective(limits: string): string {
  const pairs = LIMIT_ROWS.map(([name, row]) => {
    const soft = new RegExp(`^${row}\\s+(\\S+)`, 'm').exec(limits)?.[1] ?? 'unlimited';
    return `${name}=${soft}`;
  });
  return directive(`limits ${pairs.join(' ')}`);
}

/** The state letter of a task, as in /proc/TID/stat (`t` is stopped by its tracer), or `null` when it is gone. */
export function taskState(tid: number): string | null {
  const stat = readProcIfAny(tid, 'stat');
  return stat === null ? null : (statFields(stat)[2] ?? null);
}

/** The process (thread group) that a task belongs to. */
export function processOf(task: number): number {
  return Number(/^Tgid:\s+(\d+)/m.exec(readProc(task, 'status'))?.[1] ?? task);
}

/** The text of /proc/PID/FILE. */
export function readProc(pid: number, file: string): string {
  return readFileSync(`/proc/${pid}/${file}`, 'utf8');
}

function readProcIfAny(pid: number, file: string): string | null {
  try {
    return readProc(pid, file);
  } catch {
    return null;
  }
}
