/** What is read of a run, and what the calendar makes of it. */

import { describe, expect, it } from 'vitest';
import { calendarOf, callsOf, faultsIn, legendOf, rowSums, shadeOf } from './calendar.ts';
import { readFaults, type Fault } from './faults.ts';
import { cellOfKey } from './keys.ts';
import { boxOf, cellAt, layoutOf, roomOf, shadePaths } from './layout.ts';
import { rowsOf } from './regions.ts';
import { EVERY_KIND, played } from './testing/played.ts';
import { cellText, kindsText, mappedAt } from './words.ts';

const SHIFT = 12;

function read(...[run, pageShift]: Parameters<typeof readFaults>): readonly Fault[] {
  const reading = readFaults(run, pageShift);
  let turn = reading.next();
  while (turn.done !== true) turn = reading.next();
  return turn.value;
}

/** So many faults, one in each call, at pages one behind the other. */
const sweep = (count: number, from = 0x100): readonly Fault[] =>
  Array.from({ length: count }, (_, at) => ({ call: at, page: from + at, kind: 'new' }));

describe('the faults of a run', () => {
  it('have their call, their page, and what the kernel did about them', async () => {
    const faults = read((await played(EVERY_KIND)).run, SHIFT);
    expect(faults.map(({ call, page, kind }) => `${call} ${page.toString(16)} ${kind}`)).toEqual([
      '1 10000 new',
      '2 10000 copy',
      '3 10001 new',
      '8 10200 file',
      '9 10400 refused',
    ]);
  });

  it('are read call by call, so that a page can draw in between', async () => {
    const { run } = await played(EVERY_KIND);
    const reading = readFaults(run, SHIFT);
    let turns = 0;
    while (reading.next().done !== true) turns++;
    expect(turns).toBe(run.calls.length);
  });
});

describe('rows', () => {
  it('leave out what nobody touched, and show what lies between neighbours', () => {
    const { regions, rows, pagesPerRow } = rowsOf([0x100, 0x102, 0x900], 10);
    expect(regions.map(({ start, end, rows: count }) => [start, end, count])).toEqual([
      [0x100, 0x103, 3],
      [0x900, 0x901, 1],
    ]);
    expect([rows.length, pagesPerRow]).toEqual([4, 1]);
  });

  it.each([1, 7, 40])('are at most %i, however much was touched', (most) => {
    const scattered = Array.from({ length: 3_000 }, (_, at) => at * at * 97);
    const { rows } = rowsOf(scattered, most);
    expect(rows.length).toBeLessThanOrEqual(most);
    for (const page of scattered) expect(rows.some(({ start, end }) => start <= page && page < end)).toBe(true);
  });
});

describe('the calendar', () => {
  it('has every fault in one cell', () => {
    const calendar = calendarOf(sweep(300), 1_000, { columns: 50, rows: 20 });
    expect(calendar.counts.reduce((a, b) => a + b)).toBe(300);
    expect(calendar.columns).toBeLessThanOrEqual(50);
    expect(rowSums(calendar).reduce((sum, { total }) => sum + total, 0)).toBe(300);
  });

  it('says what is in a cell, and nothing of what is not', () => {
    const calendar = calendarOf(sweep(8), 8, { columns: 4, rows: 40 });
    expect(callsOf(calendar, 1)).toEqual([2, 3]);
    expect(faultsIn(calendar, { row: 2, column: 1 }).map(({ call }) => call)).toEqual([2]);
    expect(cellText(calendar, { row: 2, column: 1 }, SHIFT)).toBe('102000-102fff, calls 3 to 4: 1 fault, 1 new page');
    expect(cellText(calendar, { row: 0, column: 3 }, SHIFT)).toBe('100000-100fff, calls 7 to 8: no fault');
  });

  it.each([1, 3, 5, 6, 40, 100_000])('has darker shades for more faults, with the most of %i the darkest', (most) => {
    const shades = Array.from({ length: most }, (_, at) => shadeOf(at + 1, most));
    expect(shades.every((shade, at) => shade >= 1 && shade >= (shades[at - 1] ?? 0))).toBe(true);
    expect(shades.at(-1)).toBe(most === 1 ? 3 : 5);
    const legend = legendOf(most);
    expect([legend[0]?.least, legend.at(-1)?.most]).toEqual([1, most]);
  });

  it('is drawn by as many paths for 10^5 faults as for ten', () => {
    const many = calendarOf(sweep(100_000), 100_000, roomOf(1200));
    const paths = shadePaths(many, layoutOf(many, 1200));
    expect(paths).toHaveLength(6);
    expect(paths.reduce((sum, path) => sum + (path.match(/M/g)?.length ?? 0), 0)).toBe(many.counts.length);
  });

  it.each([360, 900, 2_400])('finds the cell that is pointed at, at a width of %i pixels', (width) => {
    const calendar = calendarOf([...sweep(60), ...sweep(20, 0x9000)], 80, roomOf(width));
    const layout = layoutOf(calendar, width);
    expect(layout.right).toBeLessThanOrEqual(width);
    for (const cell of [
      { row: 0, column: 0 },
      { row: calendar.rows.length - 1, column: calendar.columns - 1 },
    ]) {
      const { x, y } = boxOf(layout, cell);
      expect(cellAt(layout, x + 2, y + 2)).toEqual(cell);
    }
    expect([cellAt(layout, 1, 100), cellAt(layout, layout.left + 1, 1)]).toEqual([null, null]);
  });

  it('is gone through by keys, from the first fault on, and not left', () => {
    const calendar = calendarOf(sweep(4), 4, { columns: 4, rows: 4 });
    const first = cellOfKey('ArrowRight', null, calendar);
    expect(first).toEqual({ row: 0, column: 0 });
    expect(cellOfKey('ArrowLeft', first, calendar)).toEqual(first);
    expect(cellOfKey('End', first, calendar)).toEqual({ row: 0, column: 3 });
    expect(cellOfKey('PageDown', first, calendar)).toEqual({ row: 3, column: 0 });
    expect(cellOfKey('x', first, calendar)).toBeNull();
  });

  it('names what is mapped where there were faults, and how much more', async () => {
    const { view } = await played(EVERY_KIND);
    const names = [
      [0x10000, 0x10001],
      [0x10000, 0x10202],
      [0x10400, 0x10401],
    ].map(([start = 0, end = 0]) => mappedAt(view, start, end).name);
    expect(names).toEqual(['anonymous', 'anonymous +1', 'not mapped']);
  });

  it('speaks of one and of many', () => {
    expect(kindsText({ new: 1, file: 0, copy: 12_345, other: 0, refused: 2 })).toBe(
      '1 new page, 12 345 copies on write, 2 refused',
    );
  });
});
