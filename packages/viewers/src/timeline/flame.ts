/**
 * The steps of a call as a flame graph: a row for each depth, in it a bar for each step, and for a function one as long as it ran.
 * However many steps there are, what is drawn is bounded by the pixels of the rows: bars that begin in the same pixel become one,
 * except the one that goes on beyond it.
 */

import type { Step } from '@mm-playground/api';
import { partition } from '../partition.ts';
import { stepRows, type StepRow } from '../steps/step-rows.ts';
import { stepAt, xOfStep } from './timeline-layout.ts';

/** A bar: the step at which it begins, and the last one in it. */
export interface FlameBar {
  readonly row: StepRow;
  readonly last: number;
}

/** The bars of one depth, by their first step. */
export interface FlameRow {
  readonly bars: FlameBar[];
  /** For each bar, which of those up to it ends last. */
  readonly longest: number[];
  /** Tracepoints before each bar. */
  readonly tracepoints: number[];
}

/** The rows of a call, outermost first. */
export function flameRows(steps: readonly Step[]): FlameRow[] {
  const rows: FlameRow[] = [];
  for (const row of stepRows(steps)) {
    const { kind, depth } = row.step;
    while (rows.length <= depth) rows.push({ bars: [], longest: [], tracepoints: [0] });
    const { bars, longest, tracepoints } = rows[depth] ?? NO_ROW;
    const last = row.exit >= 0 ? row.exit : kind === 'enter' ? steps.length - 1 : row.index;
    const before = longest.at(-1) ?? 0;
    longest.push(last > (bars[before]?.last ?? -1) ? bars.length : before);
    bars.push({ row, last });
    tracepoints.push((tracepoints.at(-1) ?? 0) + (kind === 'tracepoint' ? 1 : 0));
  }
  return rows;
}

const NO_ROW: FlameRow = { bars: [], longest: [], tracepoints: [0] };

/** A rectangle of a row: a bar, or what several of them are together. */
export interface FlameBox {
  readonly left: number;
  readonly right: number;
  /** Its first step. */
  readonly step: number;
  /** Null where it stands for several. */
  readonly bar: FlameBar | null;
  /** Whether it is a tracepoint, or most of what it stands for are. */
  readonly tracepoint: boolean;
}

/** The rectangles of a row, from left to right: at most two for each pixel, found in as many binary searches. */
export function flameBoxes({ bars, longest, tracepoints }: FlameRow, count: number, width: number): FlameBox[] {
  const boxes: FlameBox[] = [];
  const stepPx = xOfStep(1, count, width) - xOfStep(0, count, width);
  const boxOf = (at: number, bar: FlameBar): FlameBox => ({
    left: xOfStep(bar.row.index, count, width),
    right: xOfStep(bar.last + 1, count, width),
    step: bar.row.index,
    bar,
    tracepoint: (tracepoints[at + 1] ?? 0) > (tracepoints[at] ?? 0),
  });
  for (let at = 0, end = 0; at < bars.length; at = end) {
    const first = bars[at];
    if (first === undefined) break;
    const left = Math.floor(xOfStep(first.row.index, count, width));
    end = stepPx >= 1 ? at + 1 : partition(bars, ({ row }) => xOfStep(row.index, count, width) < left + 1);
    if (end - at === 1) boxes.push(boxOf(at, first));
    else {
      const share = ((tracepoints[end] ?? 0) - (tracepoints[at] ?? 0)) / (end - at);
      boxes.push({ left, right: left + 1, step: first.row.index, bar: null, tracepoint: share > 0.5 });
      const wide = longest[end - 1] ?? -1;
      const bar = bars[wide];
      if (wide >= at && bar !== undefined && (bar.last + 1 - bar.row.index) * stepPx >= 1) boxes.push(boxOf(wide, bar));
    }
  }
  return boxes;
}

/** The bar under a point of a row; null where there is none. */
export function barAt(row: FlameRow | undefined, x: number, count: number, width: number): FlameBar | null {
  const step = stepAt(x, count, width);
  const bar = row?.bars[partition(row.bars, (each) => each.row.index <= step) - 1];
  return bar === undefined || bar.last < step ? null : bar;
}
