/** What the tree viewer draws, as one value: the input of the pure drawing functions. */

import type { PageShift, VmaKind, VmaView } from '@mm-playground/api';
import type { Theme } from '../element/theme-controller.ts';
import type { Paint } from '../address-map/picture.ts';
import type { LevelBand } from './tree-bands.ts';
import type { SlotPlace, TreeLayout } from './tree-layout.ts';
import type { UnitScale } from '../element/unit-scale.ts';

/** Everything that decides a picture. */
export interface TreePicture {
  readonly layout: TreeLayout;
  readonly scale: UnitScale;
  readonly bands: readonly LevelBand[];
  readonly height: number;
  readonly theme: Theme;
  readonly patterns: ReadonlyMap<VmaKind, Paint | null>;
  readonly vmas: ReadonlyMap<number, VmaView>;
  readonly shift: PageShift;
  /** Nodes that the last store made, and those that it changed in place: ids. */
  readonly made: ReadonlySet<number>;
  readonly changed: ReadonlySet<number>;
  /** What the last store wrote, pages, both inclusive; null to mark nothing. */
  readonly stored: { readonly index: number; readonly last: number } | null;
  /** The way to the selected slot, root first. */
  readonly way: readonly SlotPlace[];
  readonly hover: SlotPlace | null;
}

/** How much was drawn: bounded by the width, whatever the size of the tree. */
export interface Drawn {
  boxes: number;
}
