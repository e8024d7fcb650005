/** What the page-table viewer draws, as one value: the input of the pure drawing functions, and of the search under a point. */

import type { PageShift, TablePage } from '@mm-playground/api';
import type { Theme } from '../element/theme-controller.ts';
import type { UnitScale } from '../element/unit-scale.ts';
import type { EntryLooks } from './entry-looks.ts';
import type { LevelBand } from './radix-bands.ts';
import type { EntryPlace, RadixLayout } from './radix-layout.ts';
import type { TableChange } from './table-changes.ts';

/** What decides where things are. */
export interface Placing {
  readonly layout: RadixLayout;
  readonly scale: UnitScale;
  readonly bands: readonly LevelBand[];
}

/** Everything that decides a picture. */
export interface RadixPicture extends Placing {
  readonly height: number;
  readonly theme: Theme;
  readonly looks: EntryLooks;
  readonly shift: PageShift;
  readonly changes: ReadonlyMap<TablePage, TableChange>;
  /** The entries that a walk reads, root first. */
  readonly way: readonly EntryPlace[];
  /** How many of them it has read: the others are shown as still to come. */
  readonly read: number;
  /** How far a point has come on the link to the one that was read last; 1 when it is there. */
  readonly travel: number;
  readonly chosen: EntryPlace | null;
  readonly hover: EntryPlace | null;
}

/** How much was drawn: bounded by the width, whatever the number of entries. */
export interface Drawn {
  boxes: number;
}
