/** Where entries are: for drawing them, for outlining them, for finding the one under the pointer. */

import type { Box } from '../maple-tree/slot-boxes.ts';
import { columnsOf, headOf, ROWS, type LevelBand } from './radix-bands.ts';
import { firstBehind, partOf, placedOf, type EntryPlace, type PlacedTable } from './radix-layout.ts';
import type { Placing } from './radix-picture.ts';

/** Where an entry is drawn; null where it is not in view. */
export function entryBox({ layout, scale, bands }: Placing, place: EntryPlace): Box | null {
  const placed = placedOf(layout, place);
  const band = bands[place.level];
  if (placed === undefined || band === undefined) return null;
  const head = headOf(band);
  const [top, height] = [band.top + head, band.height - head];
  if (band.isDeepest) return cellBox(placed, place.index, scale.x(placed.x), scale.x(placed.x + 1), top, height);
  const part = partOf(placed, place.index);
  if (part === undefined) return null;
  const share = part.kind === 'leaves' ? part.units / (part.to - part.from) : part.units;
  const x = part.kind === 'leaves' ? part.x + (place.index - part.from) * share : part.x;
  return { x: scale.x(x), y: top, width: share * scale.zoom, height };
}

/** A cell of the grid of a table. Where columns are narrower than a pixel, a whole column. */
function cellBox({ table }: PlacedTable, index: number, left: number, right: number, top: number, height: number): Box {
  const width = (right - left) / columnsOf(table.words.length);
  const x = left + Math.floor(index / ROWS) * width;
  if (width < 1) return { x, y: top, width: 1, height };
  const row = height / ROWS;
  return { x, y: top + (index % ROWS) * row, width, height: row };
}

/** The entry at a point, or null. */
export function entryAt({ layout, scale, bands }: Placing, x: number, y: number): EntryPlace | null {
  const level = bands.findIndex((band) => y >= band.top && y < band.top + band.height);
  const band = bands[level];
  const unit = scale.unitAt(x);
  const tables = layout.levels[level] ?? [];
  const placed = tables[firstBehind(tables, unit)];
  if (band === undefined || placed === undefined || placed.x > unit) return null;
  const index = band.isDeepest ? cellAt(placed, band, unit, y) : indexAt(placed, unit);
  return { level, at: placed.at, index };
}

function cellAt({ table, x }: PlacedTable, band: LevelBand, unit: number, y: number): number {
  const [head, entries] = [headOf(band), table.words.length];
  const column = Math.min(Math.floor((unit - x) * columnsOf(entries)), columnsOf(entries) - 1);
  const row = Math.floor(((y - band.top - head) / (band.height - head)) * ROWS);
  return Math.min(column * ROWS + Math.max(0, row), entries - 1);
}

function indexAt({ parts }: PlacedTable, unit: number): number {
  const part = parts.find((each) => each.x + each.units > unit) ?? parts.at(-1);
  if (part === undefined) return 0;
  if (part.kind !== 'leaves') return part.from;
  const share = Math.max(0, (unit - part.x) / part.units);
  return Math.min(part.from + Math.floor(share * (part.to - part.from)), part.to - 1);
}
