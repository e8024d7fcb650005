/**
 * Recordings that contradict themselves: maps and smaps of one task with no call between them should show the same VMAs. Where
 * they do not, no model can agree with both, and whoever reads the divergences should know.
 */

import type { CheckpointItem, Located, MapsRow, ProgramItem } from '@mm-playground/api';

/** Two snapshots of one moment that differ. */
export interface Contradiction {
  readonly maps: CheckpointItem;
  readonly smaps: CheckpointItem;
  /** Lines of the one that the other does not have. */
  readonly onlyInMaps: number;
  readonly onlyInSmaps: number;
}

/** Every pair of snapshots that were taken together and do not show the same VMAs. */
export function contradictions(items: readonly ProgramItem[]): Contradiction[] {
  const found: Contradiction[] = [];
  let moment: CheckpointItem[] = [];
  for (const item of items) {
    if (item.kind === 'call') moment = [];
    if (item.kind !== 'checkpoint') continue;
    const earlier = moment.findLast((other) => other.task === item.task && isOtherOf(other, item));
    moment.push(item);
    const pair = earlier && compared(earlier, item);
    if (pair !== undefined) found.push(pair);
  }
  return found;
}

const isOtherOf = ({ what: a }: CheckpointItem, { what: b }: CheckpointItem): boolean =>
  (a.kind === 'maps' && b.kind === 'smaps') || (a.kind === 'smaps' && b.kind === 'maps');

function compared(one: CheckpointItem, other: CheckpointItem): Contradiction | undefined {
  const [maps, smaps] = one.what.kind === 'maps' ? [one, other] : [other, one];
  if (maps.what.kind !== 'maps' || smaps.what.kind !== 'smaps') return undefined;
  const inMaps = rangesOf(maps.what.rows);
  const inSmaps = rangesOf(smaps.what.rows.map(({ line, row }) => ({ line, row: row.maps })));
  const onlyInMaps = [...inMaps].filter((range) => !inSmaps.has(range)).length;
  const onlyInSmaps = [...inSmaps].filter((range) => !inMaps.has(range)).length;
  return onlyInMaps + onlyInSmaps === 0 ? undefined : { maps, smaps, onlyInMaps, onlyInSmaps };
}

const rangesOf = (rows: readonly Located<MapsRow>[]): Set<string> =>
  new Set(rows.map(({ row }) => `${row.start}-${row.end} ${row.perms}`));
