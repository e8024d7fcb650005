/**
 * Steps as rows of a call graph: a function's row carries its result, so its exit needs no row of its own; the position
 * "exit" is shown at the row of its function, marked as left.
 */

import type { Step, StepValue } from '@mm-playground/api';

/** One row. */
export interface StepRow {
  /** Index of the step that the row stands for. */
  readonly index: number;
  readonly step: Step;
  /** Index of the step at which the function returned, or -1. */
  readonly exit: number;
  /** That step, whose detail has the result; null where there is none. */
  readonly returned: Step | null;
}

/** A value as the viewers print it: words and addresses in hex, everything else as it is. */
export const valueText = (value: StepValue | undefined): string =>
  typeof value === 'bigint' ? `0x${value.toString(16)}` : value === undefined ? '—' : String(value);

/** Rows in order; every step but exits has one. Where several threads take turns, an exit belongs to its own function. */
export function stepRows(steps: readonly Step[]): StepRow[] {
  const rows: StepRow[] = [];
  const open: number[] = [];
  steps.forEach((step, index) => {
    if (step.kind === 'exit') {
      const mine = open.findLastIndex((at) => rows[at]?.step.name === step.name);
      const [at] = open.splice(mine, mine < 0 ? 0 : 1);
      const row = at === undefined ? undefined : rows[at];
      if (at !== undefined && row !== undefined) rows[at] = { ...row, exit: index, returned: step };
      return;
    }
    if (step.kind === 'enter') open.push(rows.length);
    rows.push({ index, step, exit: -1, returned: null });
  });
  return rows;
}

/** The row of a step; of its function, where the step is an exit; -1 before the first. */
export function rowOfStep(rows: readonly StepRow[], step: number): number {
  return step < 0 ? -1 : rows.findIndex((row) => row.index === step || row.exit === step);
}
