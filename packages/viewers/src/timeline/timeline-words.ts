/** What the timeline says of a call or a bar under the pointer. */

import { VERDICT_LOOKS, type CallRow } from '../call-row.ts';
import type { Tip } from '../element/tip-controller.ts';
import { grouped } from '../format/address.ts';
import { valueText } from '../steps/step-rows.ts';
import type { FlameBar } from './flame.ts';

/** A call, its result and what became of it; null where there is none. */
export function callTip(row: CallRow | undefined): Tip | null {
  if (row === undefined) return null;
  const { index, task, text, result, verdict, notes } = row;
  return {
    title: text,
    facts: [
      ['call', `${grouped(index + 1)}${task === '' ? '' : `, task ${task}`}`],
      ...(result === '' ? [] : ([['result', result]] as const)),
      ['verdict', VERDICT_LOOKS[verdict].words],
      ...notes.map((note) => ['', note] as const),
    ],
    term: `run.${verdict}`,
  };
}

/** A function, step or tracepoint with its values; null where there is none. */
export function barTip(bar: FlameBar | null): Tip | null {
  if (bar === null) return null;
  const { step, index } = bar.row;
  const steps = bar.last === index ? `${grouped(index + 1)}` : `${grouped(index + 1)} to ${grouped(bar.last + 1)}`;
  const values = Object.entries(step.detail).map(([name, value]) => [name, valueText(value)] as const);
  return { title: step.name, facts: [['step', steps], ...values], term: step.name };
}
