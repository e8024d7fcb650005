/**
 * What stands before a call on its line: the task that makes it, and the times, numbers and addresses that strace prints
 * on request (`-t`, `-r`, `-n`, `-i`, `-Y`).
 */

import { isDigit, skipBlanks } from './lexer.ts';
import { angleEnd } from './parse-expression.ts';
import type { Prefix, TaskNode, Word } from './syntax.ts';

/** Linux's largest PID_MAX_LIMIT: a larger number is a time. */
const LARGEST_PID = 4_194_304;

const PID = /\[pid[ \t]+(\d+)\]/y;
/** `[  59]` of -n, `[00007f12a4b5c6d7]` of -i, `[????]`; `(+     0.000123)` of -r with -t. */
const STAMP_BRACKET = /\[(?:[ \t]+\d+|[0-9a-f]{8}|[0-9a-f]{16}|\?+)\]|\(\+[ \t]+\d+\.\d+\)/y;
const NAME_BRACKET = /\[([A-Za-z_0-9][\w.-]*)\]/y;
/** `12:34:56.123456`, `1699999999.123456`, `0.000123`, `1234`. */
const NUMBERS = /[0-9][0-9:.]*(?=[ \t<])/y;

/** Nothing stands before the call. */
export const NO_PREFIX: Prefix = { task: undefined, stamps: [] };

export interface PrefixRead {
  readonly prefix: Prefix;
  /** Where the rest of the line begins. */
  readonly to: number;
}

/** Reads the prefix of the line `text[from, end)`; `from` is no blank. */
export function readPrefix(text: string, from: number, end: number): PrefixRead {
  let task: TaskNode | undefined;
  const stamps: Word[] = [];
  let at = from;
  while (at < end && (isDigit(text.charCodeAt(at)) || '[('.includes(text.charAt(at)))) {
    const stamp = readStamp(text, at);
    const named = stamp === undefined && task === undefined ? readTask(text, at, end) : undefined;
    const part = stamp ?? named;
    if (part === undefined) break;
    task ??= named;
    if (stamp !== undefined) stamps.push(stamp);
    const comm = text.charAt(part.to) === '<' && part.to < end ? angleEnd(text, part.to, end) : undefined;
    if (comm !== undefined) stamps.push({ from: part.to, to: comm, text: text.slice(part.to, comm) });
    at = skipBlanks(text, comm ?? part.to, end);
  }
  return { prefix: task === undefined && stamps.length === 0 ? NO_PREFIX : { task, stamps }, to: at };
}

function readStamp(text: string, at: number): Word | undefined {
  const bracket = find(text, STAMP_BRACKET, at);
  const digits = bracket === undefined ? find(text, NUMBERS, at) : undefined;
  const stamp = bracket ?? (digits === undefined || isPid(digits) ? undefined : digits);
  return stamp === undefined ? undefined : { from: at, to: at + stamp.length, text: stamp };
}

const isPid = (digits: string): boolean => /^\d+$/.test(digits) && Number(digits) <= LARGEST_PID;

function readTask(text: string, at: number, end: number): TaskNode | undefined {
  const digits = find(text, NUMBERS, at);
  if (digits !== undefined) return { style: 'number', from: at, to: at + digits.length, text: digits };
  PID.lastIndex = at;
  const pid = PID.exec(text);
  if (pid !== null) return { style: 'pid', from: at, to: at + pid[0].length, text: pid[1] ?? '' };
  NAME_BRACKET.lastIndex = at;
  const named = NAME_BRACKET.exec(text);
  if (named === null || at + named[0].length > end) return undefined;
  return { style: 'bracket', from: at, to: at + named[0].length, text: named[1] ?? '' };
}

function find(text: string, pattern: RegExp, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
