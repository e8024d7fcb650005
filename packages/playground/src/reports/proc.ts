/**
 * What /proc shows, in the kernel's own format as text, and as data for JSON: addresses as hex strings, sizes in kB under
 * the kernel's names.
 */

import {
  formatMapsRow,
  formatSmapsRollup,
  formatSmapsRow,
  formatStatm,
  formatStatus,
  hex,
  type MapsRow,
  type MmView,
  type SmapsRollup,
  type SmapsRow,
  type Status,
} from '@mm-playground/api';

/** One line of /proc/PID/maps. */
export interface MapsData {
  readonly start: string;
  readonly end: string;
  readonly perms: string;
  readonly offset: string;
  readonly name: string;
}

/** One VMA of /proc/PID/smaps. */
export interface SmapsData extends MapsData {
  /** kB by the kernel's name. */
  readonly sizes: SmapsRow['sizes'];
  /** `rd wr mr mw me ac` as a list. */
  readonly flags: readonly string[];
}

/** /proc/PID/maps. */
export const mapsLines = (view: MmView): string[] => view.maps().map(formatMapsRow);

/** /proc/PID/smaps. */
export const smapsLines = (view: MmView): string[] => view.smaps().flatMap(formatSmapsRow);

/** /proc/PID/smaps_rollup. */
export function smapsRollupLines(view: MmView): string[] {
  const rollup = view.smapsRollup();
  return rollup === null ? [] : formatSmapsRollup(rollup);
}

/** /proc/PID/statm. */
export const statmLines = (view: MmView): string[] => [formatStatm(view.status(), view.arch.geometry.pageShift)];

/** The memory lines of /proc/PID/status. */
export const statusLines = (view: MmView): string[] => formatStatus(view.status());

/** /proc/PID/maps as data. */
export const mapsData = (view: MmView): MapsData[] => view.maps().map(mapsRowData);

/** /proc/PID/smaps as data. */
export const smapsData = (view: MmView): SmapsData[] =>
  view.smaps().map(({ maps, sizes, flags }) => ({
    ...mapsRowData(maps),
    sizes,
    flags: flags.toSmaps().trim().split(' '),
  }));

/** /proc/PID/smaps_rollup as data, kB by name. */
export const smapsRollupData = (view: MmView): SmapsRollup['sizes'] => view.smapsRollup()?.sizes ?? {};

/** /proc/PID/statm as data, in pages. */
export const statmData = (view: MmView): number[] => statmLines(view).flatMap((line) => line.split(' ').map(Number));

/** The memory lines of /proc/PID/status as data, kB by name. */
export const statusData = (view: MmView): Status => view.status();

/** Device and inode are the machine's and not predicted. */
const mapsRowData = ({ start, end, perms, offset, name }: MapsRow): MapsData => ({
  start: hex(start),
  end: hex(end),
  perms,
  offset: hex(offset),
  name,
});
