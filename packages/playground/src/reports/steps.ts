/**
 * The steps of one call as an indented call graph, in the manner of the kernel's function_graph tracer: a function opens
 * where it is entered and closes with what it returned, and under each step stands the state that it changed, field by
 * field; what was changed by the time that a function is entered stands above it, for its caller did that. The changes are read
 * from the journal, so they also show what no step named.
 */

import { hex, type Change, type Step, type StepValue } from '@mm-playground/api';
import { formatChanges, formatDetail, formatStepValue } from './step-text.ts';
import type { Session } from '@mm-playground/session';

/** A step with what it changed. */
export interface StepRow {
  readonly step: Step;
  readonly changes: readonly Change[];
}

const INDENT = '  ';
/** Stands before what a step changed. */
const CHANGED = '* ';

/**
 * The call graph, one step or changed object a line.
 *
 * ```
 * mmap_region(addr=0x10001000, len=0x1000) {
 *   may_expand_vm(npages=1) = true
 *   vma_merge_new_range() {
 *     * vma#3: end 65537 -> 65538
 *   } = vma#3
 * }
 * ```
 */
export function stepLines(rows: readonly StepRow[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    if (row === undefined) continue;
    const exit = rows[at + 1];
    if (exit !== undefined && isLeafFunction(row, exit)) {
      lines.push(...changedBefore(row), indented(row.step, functionHead(row.step) + returned(exit.step)));
      at++;
    } else lines.push(...linesOf(row));
  }
  return lines;
}

/** Entered and left with nothing in between: drawn on one line. */
const isLeafFunction = (enter: StepRow, exit: StepRow): boolean =>
  enter.step.kind === 'enter' &&
  exit.step.kind === 'exit' &&
  enter.step.depth === exit.step.depth &&
  exit.changes.length === 0;

/** What its caller did before a function was entered. */
const changedBefore = ({ step, changes }: StepRow): string[] =>
  formatChanges(changes).map((text) => indented(step, CHANGED + text));

function linesOf(row: StepRow): string[] {
  const { step, changes } = row;
  const changed = formatChanges(changes).map((text) => indented(step, INDENT + CHANGED + text));
  switch (step.kind) {
    case 'enter':
      return [...changedBefore(row), indented(step, `${functionHead(step)} {`)];
    case 'exit':
      return [...changed, indented(step, `}${returned(step)}`)];
    case 'step':
      return [indented(step, withDetail(step)), ...changed];
    case 'tracepoint':
      return [indented(step, `/* ${withDetail(step)} */`), ...changed];
  }
}

const indented = ({ depth }: Step, text: string): string => INDENT.repeat(depth) + text;

const functionHead = ({ name, detail }: Step): string => `${name}(${formatDetail(detail)})`;

const withDetail = ({ name, detail }: Step): string => `${name} ${formatDetail(detail)}`.trimEnd();

/** An exit's detail is what the function returned, if it said so. */
function returned({ detail }: Step): string {
  const values = Object.values(detail);
  return values.length === 0 ? '' : ` = ${values.map(formatStepValue).join(', ')}`;
}

/** The recorded steps of a played call, each with what it changed. Empty where steps were not recorded. */
export const stepRows = (session: Session, call: number): StepRow[] =>
  (session.calls[call]?.steps ?? []).map((step, at) => ({ step, changes: session.changes({ call, step: at }) }));

/** A step as JSON has it: words and addresses as hex strings. */
export interface StepData {
  readonly kind: Step['kind'];
  readonly name: string;
  readonly depth: number;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  readonly changes: readonly ChangeData[];
}

/** A change as JSON has it; null stands for a field of an object that was not there. */
export interface ChangeData {
  readonly object: string;
  readonly field: string;
  readonly before: string | number | boolean | null;
  readonly after: string | number | boolean | null;
}

/** The steps as data. */
export const stepData = (rows: readonly StepRow[]): StepData[] =>
  rows.map(({ step: { kind, name, depth, detail }, changes }) => ({
    kind,
    name,
    depth,
    detail: Object.fromEntries(Object.entries(detail).map(([key, value]) => [key, plain(value)])),
    changes: changes.map(({ object, field, before, after }) => ({
      object,
      field,
      before: before === undefined ? null : plain(before),
      after: after === undefined ? null : plain(after),
    })),
  }));

const plain = (value: StepValue): string | number | boolean => (typeof value === 'bigint' ? hex(value) : value);
