/**
 * From top to bottom: a band a level, links between them, and in the deepest one the entries themselves. Entries stand in columns
 * of {@link ROWS}: downwards first, so that an address becomes larger to the right, and so that, with 4 KiB pages, the row is a
 * digit of the address. How much a band shows depends on how wide its tables are.
 */

import type { Band } from '../address-map/geometry.ts';
import type { UnitScale } from '../element/unit-scale.ts';
import type { RadixLayout } from './radix-layout.ts';

/** Level of detail. `text`: all there is; `cells`: entries without words; `profile`: what columns of many tables hold. */
export type Detail = 'text' | 'cells' | 'profile';

/** A level's place and detail. */
export interface LevelBand extends Band {
  readonly detail: Detail;
  /** Whether its entries are drawn one by one. */
  readonly isDeepest: boolean;
}

/** Entries of a column. */
export const ROWS = 16;
/** An entry is never drawn wider. */
const MAX_ENTRY_PX = 132;
/** Height of a table's heading. */
export const HEAD = 17;
/** Height of the entries of a table above the deepest level. */
export const CELLS = 20;
const TOP = 8;
const LINK = 13;
const THIN = 12;
const TEXT_PX = 64;
const CELLS_PX = 4;
/** Sixteen rows that can still be told apart. */
const LEAST_DEEPEST = 48;

/** Columns of a table with so many entries. */
export const columnsOf = (entries: number): number => Math.max(1, Math.ceil(entries / ROWS));

/** The most pixels of a table, so that an entry is as wide as it may be. */
export function mostUnitPx({ arch }: RadixLayout): number {
  const entries = 2 ** (arch.geometry.levels.at(-1)?.indexBits ?? 0);
  return columnsOf(entries) * MAX_ENTRY_PX;
}

/** The bands of a layout at a scale: one for each level that the architecture has, whether it has tables or not. */
export function bandsOf(layout: RadixLayout, scale: UnitScale, height: number): LevelBand[] {
  const bands: LevelBand[] = [];
  const deepest = layout.arch.geometry.levels.length - 1;
  let top = TOP;
  for (let level = 0; level < deepest; level++) {
    const detail = detailOf(layout, scale, level);
    const band = { top, height: detail === 'text' ? HEAD + CELLS : THIN, detail, isDeepest: false };
    bands.push(band);
    top += band.height + LINK;
  }
  const room = Math.max(height - top - TOP, LEAST_DEEPEST);
  bands.push({ top, height: room, detail: detailOf(layout, scale, deepest), isDeepest: true });
  return bands;
}

function detailOf(layout: RadixLayout, scale: UnitScale, level: number): Detail {
  const tables = layout.levels[level]?.length ?? 0;
  const mean = (scale.units * scale.zoom) / Math.max(tables, 1);
  return mean >= TEXT_PX ? 'text' : mean >= CELLS_PX ? 'cells' : 'profile';
}

/** Height of the heading in a band. */
export const headOf = ({ detail }: LevelBand): number => (detail === 'text' ? HEAD : 0);
