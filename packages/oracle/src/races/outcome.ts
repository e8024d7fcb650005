/**
 * What came of a race, as text that the model and a kernel can be compared by: the result of every call, what `maps()` listed
 * of the window, and what is mapped there at the end.
 */

import { type CallItem } from '@mm-playground/api';
import type { Race, Window } from './race.ts';

/** What a call gave: its result, and the lines that it listed. */
export interface Given {
  /** As strace prints it; how many lines `maps()` listed says nothing, for each process has others besides. */
  readonly result: string | null;
  readonly lines: readonly string[];
}

/** The lines of an outcome. */
export function outcomeLines(
  race: Race,
  given: (call: CallItem) => Given | undefined,
  rest: readonly string[],
): string[] {
  const calls = race.threads.flatMap(({ name, calls: made }) =>
    made.flatMap((call) => {
      const { result, lines } = given(call) ?? { result: '?', lines: [] };
      return [`[${name}] ${call.text}${result === null ? '' : ` = ${result}`}`, ...lines.map(indented)];
    }),
  );
  return [...calls, 'at rest', ...rest.map(indented)];
}

const indented = (line: string): string => `  ${line}`;

/** One text for an outcome: equal texts are equal outcomes. */
export const outcomeKey = (lines: readonly string[]): string => lines.join('\n');

/** Lines of /proc/PID/maps that touch the window: range, permissions and offset. */
export function windowLines(lines: readonly string[], { start, end }: Window): string[] {
  return lines
    .map((line) => line.split(/\s+/, 3).join(' '))
    .filter((line) => {
      const [from = 0n, to = 0n] = rangeOf(line);
      return to > start && from < end;
    });
}

/** The addresses at the beginning of a line of maps. */
export const rangeOf = (line: string): bigint[] =>
  /^\s*([0-9a-f]+)-([0-9a-f]+)/
    .exec(line)
    ?.slice(1)
    .map((word) => BigInt(`0x${word}`)) ?? [];

/** What is wrong with a listing, whatever the model says: lines that do not end above those before. */
export function backwardLines(lines: readonly string[]): string[] {
  let last = 0n;
  const backward: string[] = [];
  for (const line of lines) {
    const [, end] = rangeOf(line);
    if (!line.startsWith('  ')) last = 0n;
    if (end === undefined || !line.startsWith('  ')) continue;
    if (end <= last) backward.push(line.trim());
    last = end;
  }
  return backward;
}
