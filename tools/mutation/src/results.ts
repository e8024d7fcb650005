/*
 * What mutation came to, file by file, kept as data in results.json, which is committed and from which docs/mutation.md is made. A
 * file that is mutated again takes the place of what it came to before.
 */
import type { Mutant } from './mutate.ts';

/** A mutant that no judge noticed. */
export interface Survivor {
  readonly line: number;
  /** The code, and what it was changed to: on one line, and no more of it than tells which. */
  readonly from: string;
  readonly to: string;
  /** Whether any judge runs this code. */
  readonly reached: boolean;
}

/** What the mutants of one file came to. */
export interface FileResult {
  /** The day, as `2026-11-27`. */
  readonly date: string;
  /** Judges failed, or did not end. */
  readonly killed: number;
  /** Judges did not even load, which Stryker counts neither way. */
  readonly broken: number;
  readonly survivors: readonly Survivor[];
}

/** By target, then by file from the target's package. */
export type Results = Readonly<Record<string, Readonly<Record<string, FileResult>>>>;

/** Mutants that were judged, and what became of them. */
export interface Sums {
  readonly mutants: number;
  readonly killed: number;
  readonly survived: number;
  readonly broken: number;
}

/** What was said of the mutants of a file with this text. */
export function resultOf(mutants: readonly Mutant[], text: string, date: string): FileResult {
  const withStatus = (...wanted: readonly Mutant['status'][]): Mutant[] =>
    mutants.filter(({ status }) => wanted.includes(status));
  const survivors = withStatus('Survived', 'NoCoverage').map(({ location, replacement, status }): Survivor => ({
    line: location.start.line,
    from: oneLine(sliceOf(text, location)),
    to: oneLine(replacement ?? ''),
    reached: status === 'Survived',
  }));
  return {
    date,
    killed: withStatus('Killed', 'Timeout').length,
    broken: withStatus('RuntimeError', 'CompileError').length,
    survivors: survivors.toSorted((one, other) => one.line - other.line || compare(one.to, other.to)),
  };
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** How many characters of a piece of code are told. */
const TOLD = 100;

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ');
  return line.length > TOLD ? `${line.slice(0, TOLD)}…` : line;
}

/** Lines and columns count from 1. */
function sliceOf(text: string, { start, end }: Mutant['location']): string {
  const lines = text.split('\n').slice(start.line - 1, end.line);
  const last = lines.pop() ?? '';
  return [...lines, last.slice(0, end.column - 1)].join('\n').slice(start.column - 1);
}

/** The results with this one in its place. Targets and files are sorted. */
export function withResult(results: Results, target: string, file: string, result: FileResult): Results {
  return sorted({ ...results, [target]: sorted({ ...results[target], [file]: result }) });
}

const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).toSorted(([one], [other]) => compare(one, other)));

/** The sums of files. */
export function sumsOf(files: Iterable<FileResult>): Sums {
  let [killed, survived, broken] = [0, 0, 0];
  for (const file of files) {
    killed += file.killed;
    survived += file.survivors.length;
    broken += file.broken;
  }
  return { mutants: killed + survived, killed, survived, broken };
}

/** Killed of those that were judged, in percent: `91.3`. */
export const scoreOf = ({ mutants, killed }: Sums): string =>
  mutants === 0 ? '-' : ((100 * killed) / mutants).toFixed(1);
