/** What the elements take in markup, for the type checkers of frameworks. */

/** The machine and the moment. */
export interface MomentAttributes {
  /** The script. */
  script?: string;
  /** The address of a script or a recording. */
  src?: string;
  /** `6.18`; what the script says where it is left out. */
  kernel?: string;
  /** `arm64:granule=16`; what the script says where it is left out. */
  arch?: string;
  /** The index under the VMAs. */
  index?: string;
  /** `end`, `start`, `3` after the third call, `3.12` after its twelfth step. */
  step?: string | number;
}

/** `<mm-playground>` */
export interface PlaygroundAttributes extends MomentAttributes {
  /** What stands beside it: `kernel:6.18`, `riscv64`, `index:sorted-array`. */
  compare?: string;
  /** Ids of viewers, in order. */
  views?: string;
  /** An address whose page is selected. */
  select?: string;
  /** The height of the figure, in CSS. */
  height?: string;
  /** Plays from the beginning once it is seen. */
  autoplay?: boolean;
  theme?: 'light' | 'dark';
}

/** `<mm-pte>` */
export interface EntryAttributes {
  /** `x86-64` where it is left out. */
  arch?: string;
  /** The entry, in hex. */
  value?: string;
  /** The entry before it, in hex. */
  previous?: string;
  /** The level of its table: 0 for the root, or `pmd`; the deepest one where it is left out. */
  level?: string | number;
}

/** Viewers that stand alone. */
type ViewerTag =
  | 'mm-address-map'
  | 'mm-call-graph'
  | 'mm-call-list'
  | 'mm-counters'
  | 'mm-events'
  | 'mm-invariants'
  | 'mm-maple-tree'
  | 'mm-maps-table'
  | 'mm-page-table'
  | 'mm-physical'
  | 'mm-proc'
  | 'mm-rmap'
  | 'mm-steps'
  | 'mm-structs'
  | 'mm-tlb';

/** Attributes by tag. */
export interface MmElements extends Record<ViewerTag, MomentAttributes> {
  'mm-playground': PlaygroundAttributes;
  'mm-pte': EntryAttributes;
}

/** The elements with what a framework lets every element take. */
export type With<Base> = { [Tag in keyof MmElements]: Base & MmElements[Tag] };
