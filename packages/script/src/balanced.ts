/**
 * Stretches of text whose brackets, strings and comments are balanced: for what strace prints outside of the grammar. One
 * pass from left to right with a stack of its own, so that depth costs memory and never the call stack.
 */

import { commentEnd, stringEnd } from './lexer.ts';

const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const CLOSERS = ')]}';

/** Where the bracket or comment that opens at `from` ends; undefined where it is not closed before `end`. */
export function balancedEnd(text: string, from: number, end: number): number | undefined {
  if (text.startsWith('/*', from)) return commentEnd(text, from, end);
  const inner = scan(text, from + 1, end, '');
  return inner < end && text.charAt(inner) === CLOSER[text.charAt(from)] ? inner + 1 : undefined;
}

/** Where an argument that starts at `from` ends: before the `,`, `)` or ` <unfinished ...>` that is not inside of it. */
export function argumentEnd(text: string, from: number, end: number): number | undefined {
  const to = scan(text, from, end, ',<');
  return to < end && ',)<'.includes(text.charAt(to)) ? to : undefined;
}

/** What may follow the last argument instead of `)`. */
const BREAK = /<(?:unfinished|detached) \.\.\.>/y;

function isBreak(text: string, at: number): boolean {
  BREAK.lastIndex = at;
  return BREAK.test(text);
}

/** The first offset outside of nested brackets that holds a closing bracket or one of `stops`; `end` where none does. */
function scan(text: string, from: number, end: number, stops: string): number {
  const open: string[] = [];
  for (let at = from; at < end; at += 1) {
    const c = text.charAt(at);
    const closer = CLOSER[c];
    if (c === '"') at = (stringEnd(text, at, end) ?? end) - 1;
    else if (c === '/' && text.charAt(at + 1) === '*') at = (commentEnd(text, at, end) ?? end) - 1;
    else if (closer !== undefined) open.push(closer);
    else if (open.length === 0 && (stops.includes(c) || CLOSERS.includes(c)) && (c !== '<' || isBreak(text, at)))
      return at;
    else if (CLOSERS.includes(c) && open.pop() !== c) return end;
  }
  return end;
}
