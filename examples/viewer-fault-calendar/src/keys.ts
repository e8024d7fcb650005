/** Where keys lead in the calendar. */

import type { Calendar, Cell } from './calendar.ts';

/** The cell that a key goes to; null for keys that go nowhere. The first of them goes to where the first fault is. */
export function cellOfKey(key: string, from: Cell | null, calendar: Calendar): Cell | null {
  const [lastRow, lastColumn] = [calendar.rows.length - 1, calendar.columns - 1];
  const { row, column } = from ?? { row: 0, column: 0 };
  const to: Readonly<Record<string, readonly [row: number, column: number]>> = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    Home: [row, 0],
    End: [row, lastColumn],
    PageUp: [0, column],
    PageDown: [lastRow, column],
  };
  const target = to[key];
  if (target === undefined) return null;
  if (from === null) return firstCell(calendar);
  const within = (at: number, last: number): number => Math.max(0, Math.min(last, at));
  return { row: within(target[0], lastRow), column: within(target[1], lastColumn) };
}

/** The cell of the first fault, from the top. */
function firstCell({ counts, columns }: Calendar): Cell {
  const at = counts.findIndex((count) => count > 0);
  return { row: Math.floor(at / columns), column: at % columns };
}
