/**
 * A trace of ftrace as a script: what the program did, with what the kernel did beneath. `syscalls:sys_enter_*` and `sys_exit_*` are
 * calls with results, a `page_fault_user` is the access that it came from, and every other event (`maple_tree`, `mmap_lock`,
 * `mmap`) is a comment below the call or access in which it happened, in the order of time. So the script pane tells what the
 * kernel did, and the steps beside it what the model does.
 *
 * Both `trace` and `trace_pipe` are read, with and without the columns of flags and of thread groups.
 */

import { errnoOfCode, type Diagnostic, type ImportedScript } from '@mm-playground/api';
import type { ParseOptions } from '../parse.ts';

/** `bash-1234 (1230) [001] d..2. 12.345678: page_fault_user: ...` */
export const EVENT =
  /^\s*(?<comm>\S.*)-(?<pid>\d+)\s+(?:\(\s*[-\d]+\)\s+)?\[\d{3,}\]\s+(?:\S{4,6}\s+)?(?<time>\d+\.\d+):\s+(?<what>\S.*)$/;
const ENTER = /^sys_(?<name>\w+)\((?<args>.*)\)$/;
const EXIT = /^sys_(?<name>\w+) -> (?<result>-?(?:0x)?[0-9a-f]+)$/;
const FAULT = /^page_fault_user: address=(?<address>0x[0-9a-f]+) .*\berror_code=(?<code>0x[0-9a-f]+)$/;
const LOST = /^CPU:\d+ \[LOST (\d+) EVENTS\]$/;

/** Bits of a page fault's error code. */
const FAULT_WRITE = 2;
const FAULT_INSTRUCTION = 16;

const HEAD = [
  '# From a trace of ftrace. What stands below a call or an access is what the kernel did in it, by tracepoint:',
  '# the steps of the model have the same names.',
];

/** A line of the script. */
interface Line {
  readonly pid: string;
  kind: 'call' | 'access' | 'resumed' | 'comment';
  text: string;
}

/** A call that was entered. */
interface Entered {
  readonly name: string;
  /** Which line it stands on. */
  readonly at: number;
}

/** The script that tells what a trace tells. */
export function ftraceScript(text: string, { file = 'trace' }: Pick<ParseOptions, 'file'> = {}): ImportedScript {
  const reader = new TraceReader(file);
  for (const [at, line] of text.split('\n').entries()) reader.read(line.trimEnd(), at + 1);
  return reader.end();
}

class TraceReader {
  readonly #file: string;
  readonly #lines: Line[] = [];
  readonly #open = new Map<string, Entered>();
  readonly #diagnostics: Diagnostic[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  read(text: string, line: number): void {
    const lost = LOST.exec(text)?.[1];
    if (text === '' || text.startsWith('#')) return;
    if (lost !== undefined) {
      this.#say('warning', line, text, `${lost} events were lost here: what they told is missing`);
      return;
    }
    const { pid = '', what } = EVENT.exec(text)?.groups ?? {};
    if (what === undefined) this.#say('error', line, text, 'no line of a trace: expected `TASK-PID [CPU] TIME: EVENT`');
    else this.#event(pid, what);
  }

  end(): ImportedScript {
    for (const { at } of this.#open.values()) this.#append(at, ' <unfinished ...>');
    if (!this.#lines.some(({ kind }) => kind !== 'comment'))
      this.#say(
        'error',
        1,
        '',
        'no call and no page fault is in it: enable events/syscalls/sys_enter_mmap and its like, too',
      );
    const failed = this.#diagnostics.some(({ severity }) => severity === 'error');
    const lines = this.#lines.map(({ text }) => text);
    return { text: failed ? undefined : [...HEAD, ...lines, ''].join('\n'), diagnostics: this.#diagnostics };
  }

  #event(pid: string, what: string): void {
    const entered = ENTER.exec(what)?.groups;
    const left = EXIT.exec(what)?.groups;
    const fault = FAULT.exec(what)?.groups;
    if (entered !== undefined) this.#enter(pid, entered['name'] ?? '', entered['args'] ?? '');
    else if (left !== undefined) this.#leave(pid, left['name'] ?? '', left['result'] ?? '');
    else if (fault !== undefined) this.#access(pid, fault['address'] ?? '', Number(fault['code']));
    else this.#lines.push({ pid, kind: 'comment', text: `#   ${readable(what)}` });
  }

  #enter(pid: string, name: string, args: string): void {
    this.#giveUp(pid);
    const line: Line = { pid, kind: 'call', text: `${pid} ${name}(${argumentsOf(args).join(', ')}` };
    if (NEVER_RETURNS.has(name)) line.text += ') = ?';
    else this.#open.set(pid, { name, at: this.#lines.length });
    this.#lines.push(line);
  }

  /** The end of a call: on the line where it was entered, unless somebody else did something meanwhile. */
  #leave(pid: string, name: string, result: string): void {
    const entered = this.#open.get(pid);
    if (entered === undefined || entered.name !== name) {
      this.#giveUp(pid);
      this.#lines.push({ pid, kind: 'comment', text: `#   ${pid} was in ${name}, which came to ${result}` });
      return;
    }
    this.#open.delete(pid);
    const told = `) = ${resultOf(result)}`;
    const since = this.#lines.slice(entered.at + 1);
    if (since.every(({ kind }) => kind === 'comment')) {
      this.#append(entered.at, told);
      return;
    }
    this.#append(entered.at, ' <unfinished ...>');
    this.#lines.push({ pid, kind: 'resumed', text: `${pid} <... ${name} resumed>${told}` });
  }

  /** The end of the call that a task is in was lost: nobody knows whether it did anything. */
  #giveUp(pid: string): void {
    const line = this.#lines[this.#open.get(pid)?.at ?? -1];
    this.#open.delete(pid);
    if (line === undefined) return;
    line.kind = 'comment';
    line.text = `#   ${line.text}) whose end is missing`;
  }

  #append(at: number, text: string): void {
    const line = this.#lines[at];
    if (line !== undefined) line.text += text;
  }

  #access(pid: string, address: string, code: number): void {
    const write = (code & FAULT_WRITE) !== 0;
    const name = (code & FAULT_INSTRUCTION) !== 0 ? 'fetch' : write ? 'store' : 'load';
    this.#lines.push({ pid, kind: 'access', text: `${pid} ${name}(${address})` });
  }

  #say(severity: Diagnostic['severity'], line: number, text: string, message: string): void {
    const span = { line, column: 1, length: text.length };
    this.#diagnostics.push({ file: this.#file, span, severity, message });
  }
}

const NEVER_RETURNS: ReadonlySet<string> = new Set(['exit', 'exit_group']);

/** `addr: 0x7f..., len: 0x1000` as values. Older kernels print hexadecimal without a prefix. */
function argumentsOf(text: string): string[] {
  const args = text.matchAll(/\w+: ((?:[^",]|"(?:[^"\\]|\\.)*")*)/g);
  return [...args].map(([, value = '']) => valueOf(value.trim()));
}

const DESCRIPTOR_NONE = '0xffffffff';

function valueOf(value: string): string {
  const quoted = /"(?:[^"\\]|\\.)*"/.exec(value)?.[0];
  if (quoted !== undefined) return quoted;
  const digits = /^(?:0x)?([0-9a-f]+)/.exec(value)?.[1] ?? '0';
  const hex = digits.length === 1 && /\d/.test(digits) ? digits : `0x${digits}`;
  return hex === DESCRIPTOR_NONE ? '-1' : hex;
}

const WORD = 64;
const LOWEST_ERROR = -4095n;

/** A result in strace's words. */
function resultOf(text: string): string {
  const value = BigInt.asIntN(WORD, BigInt(text.startsWith('-') || text.startsWith('0x') ? text : `0x${text}`));
  if (value >= 0n || value < LOWEST_ERROR) return `0x${BigInt.asUintN(WORD, value).toString(16)}`;
  return errnoOfCode(Number(-value))?.toString() ?? '?';
}

/** Ranges of the tree in hexadecimal, as every other address is. */
const readable = (what: string): string =>
  what
    .replace(/\t/g, ' ')
    .replace(/range: ?(\d+)-(\d+)/, (_, first: string, last: string) => `range: ${hex(first)}-${hex(last)}`);

const hex = (digits: string): string => `0x${BigInt(digits).toString(16)}`;
