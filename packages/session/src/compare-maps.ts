/**
 * /proc/PID/maps: addresses, permissions, offset and path of every line are predicted; the blanks before the path, the
 * device and the inode are not. Two lines are the same line where they begin at the same address, so that a split or merge
 * that the model missed shows as the lines that it concerns and no others.
 */

import type { Located, MapsRow } from '@mm-playground/api';
import { NOTHING, rangeText, type Difference } from './compare.ts';

/** Whether the model predicts this line. */
const sameMapsRow = (a: MapsRow, b: MapsRow): boolean =>
  a.start === b.start && a.end === b.end && a.perms === b.perms && a.offset === b.offset && a.name === b.name;

/** `7ffff7fc8000-7ffff7fca000 r-xp 00000000 [vdso]`: what of a maps line is predicted. */
export const mapsRowText = (row: MapsRow): string =>
  `${rangeText(row)} ${row.perms} ${row.offset.toString(16).padStart(8, '0')} ${row.name}`.trimEnd();

/** A line that both sides have, or only one. */
export interface RowPair<R, M> {
  readonly recorded: R | undefined;
  readonly model: M | undefined;
}

/** Walks two ascending lists of ranges side by side; rows that begin at the same address are a pair. */
export function pairRows<R, M>(
  recorded: readonly R[],
  model: readonly M[],
  startOf: { readonly recorded: (row: R) => bigint; readonly model: (row: M) => bigint },
): RowPair<R, M>[] {
  const pairs: RowPair<R, M>[] = [];
  let [i, j] = [0, 0];
  while (i < recorded.length || j < model.length) {
    const [r, m] = [recorded[i], model[j]];
    const order = r === undefined ? 1 : m === undefined ? -1 : compare(startOf.recorded(r), startOf.model(m));
    pairs.push({ recorded: order <= 0 ? r : undefined, model: order >= 0 ? m : undefined });
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return pairs;
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The lines that differ. A line that only the model has stands at the line of the recorded one after it.
 *
 * @param line where the snapshot begins, for what the model adds at its end.
 */
export function compareMaps(
  recorded: readonly Located<MapsRow>[],
  model: readonly MapsRow[],
  line: number,
): Difference[] {
  const differences: Difference[] = [];
  const pairs = pairRows(recorded, model, { recorded: ({ row }) => row.start, model: (row) => row.start });
  let at = recorded.at(-1)?.line ?? line;
  for (const pair of pairs.toReversed()) {
    at = pair.recorded?.line ?? at;
    const difference = differenceOf(pair, at);
    if (difference !== undefined) differences.push(difference);
  }
  return differences.reverse();
}

function differenceOf({ recorded, model }: RowPair<Located<MapsRow>, MapsRow>, line: number): Difference | undefined {
  if (recorded !== undefined && model !== undefined && sameMapsRow(recorded.row, model)) return undefined;
  return {
    line,
    what: 'maps',
    recorded: recorded === undefined ? NOTHING : mapsRowText(recorded.row),
    model: model === undefined ? NOTHING : mapsRowText(model),
  };
}
