/**
 * Lines of a file of /proc against those of the view before. Lines are matched by what they are about (a mapping, the name of a
 * field, a zone), not by their number: a mapping more does not make every line after it another one.
 */

import type { WhatChanged } from '../element/change-marks.ts';
import type { AddressRange } from '../events/event-range.ts';

/** A line with what happened to it. */
export interface ProcLine {
  /** As the kernel prints it; of a line that went away, as it printed it before. */
  readonly text: string;
  readonly what: WhatChanged;
  /** What it was, where it changed. */
  readonly before: string | null;
  /** The addresses that it is about; null where it is about none. */
  readonly range: AddressRange | null;
  /** Whether it begins something: it is shown with any line of it that changed. */
  readonly isHead: boolean;
}

/** A line that is what it was, or not. */
export function lineOf(
  text: string,
  before: string | null,
  range: AddressRange | null = null,
  isHead = false,
): ProcLine {
  const isSame = before === null || before === text;
  return { text, what: isSame ? 'same' : 'changed', before: isSame ? null : before, range, isHead };
}

/** A line of which only one side has something. */
export const lonely = (
  text: string,
  what: 'added' | 'removed',
  range: AddressRange | null = null,
  isHead = false,
): ProcLine => ({ text, what, before: null, range, isHead });

/** The name of a line: what stands before its colon, or its first two words. */
const nameOf = (line: string): string => /^[^:]*:/.exec(line)?.[0] ?? line.split(/\s+/, 2).join(' ');

/** Lines with names, matched by them; `before` null compares nothing. What went away stands at the end. */
export function namedLines(
  before: readonly string[] | null,
  now: readonly string[],
  range: AddressRange | null = null,
  name: (line: string) => string = nameOf,
): ProcLine[] {
  if (before === null) return now.map((text) => lineOf(text, null, range));
  const old = new Map(before.map((line) => [name(line), line]));
  const lines = now.map((text) => {
    const was = old.get(name(text));
    old.delete(name(text));
    return was === undefined ? lonely(text, 'added', range) : lineOf(text, was, range);
  });
  return [...lines, ...[...old.values()].map((text) => lonely(text, 'removed', range))];
}

/** A piece of a line. */
export interface ProcField {
  readonly text: string;
  /** What stood there before, where it is something else now; null where it is the same, or blank. */
  readonly before: string | null;
}

/** Words and what is between them. */
export const WORDS = /\s+|\S+/g;
/** An address, and then single letters. */
export const LETTERS = /^\S+|\s+|\S/g;

/** The fields of a line, with those that changed marked. */
export function fieldsOf({ text, before }: ProcLine, pieces: RegExp = WORDS): ProcField[] {
  const now = text.match(pieces) ?? [];
  if (before === null) return [{ text, before: null }];
  const old = (before.match(pieces) ?? []).filter((piece) => !isBlank(piece));
  let field = 0;
  return joined(
    now.map((piece) => {
      if (isBlank(piece)) return { text: piece, before: null };
      const was = old[field++] ?? '';
      return { text: piece, before: was === piece ? null : was };
    }),
  );
}

const isBlank = (piece: string): boolean => piece.trim() === '';

/** Neighbours that are both the same, or both changed letters, as one piece. */
function joined(fields: readonly ProcField[]): ProcField[] {
  const pieces: ProcField[] = [];
  for (const field of fields) {
    const last = pieces.at(-1);
    const isRun = last !== undefined && (last.before === null) === (field.before === null);
    if (!isRun) pieces.push(field);
    else
      pieces[pieces.length - 1] = {
        text: last.text + field.text,
        before: last.before === null ? null : last.before + (field.before ?? ''),
      };
  }
  return pieces;
}

/** Only what differs, with the heads of what it is in. */
export function differing(lines: readonly ProcLine[]): ProcLine[] {
  const kept: ProcLine[] = [];
  let head: ProcLine | null = null;
  for (const line of lines) {
    if (line.isHead) head = line;
    if (line.what === 'same') continue;
    if (head !== null && head !== line) kept.push(head);
    head = null;
    kept.push(line);
  }
  return kept;
}
