/**
 * The support matrix: what a plugin models, as data that `mm plugins` prints, the docs show and tests read.
 */

/** `partly` says how in its note, `refused` stops loudly. */
export type SupportLevel = 'modelled' | 'partly' | 'refused';

/** One row: a call, or one flag or advice of it. */
export interface SupportRow {
  /** `mmap`, `madvise`, ... */
  readonly call: string;
  /** `MAP_HUGETLB`; absent for the call as a whole. */
  readonly item?: string;
  readonly level: SupportLevel;
  /** How, where `partly`; why, where `refused`. */
  readonly note?: string;
}

/** All rows of one plugin. */
export type SupportMatrix = readonly SupportRow[];
