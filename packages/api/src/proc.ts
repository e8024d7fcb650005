/**
 * What /proc shows of an address space, as rows. The same types describe what a real kernel showed (the script package
 * reads it from a capture) and what the model shows (the model produces it), so that comparing the two is comparing rows.
 */

import { kbIn, type PageShift } from './units.ts';
import type { VmFlags } from './vm-flags.ts';

/** One line of /proc/PID/maps. Addresses are bytes, so that `[vsyscall]` above 2^53 pages fits too. */
export interface MapsRow {
  readonly start: bigint;
  readonly end: bigint;
  /** `rw-p`: four letters. */
  readonly perms: string;
  /** Offset in bytes; 0 for anonymous memory. */
  readonly offset: bigint;
  /** `fe:00`; not predicted. */
  readonly device: string;
  /** Not predicted. */
  readonly inode: bigint;
  /** Path, `[heap]`, `[anon:name]`, ... or `''`. */
  readonly name: string;
}

/** Sizes of one VMA in /proc/PID/smaps, in kB, under the kernel's own names, in the kernel's order. */
export const SMAPS_SIZES = [
  'Size',
  'KernelPageSize',
  'MMUPageSize',
  'Rss',
  'Pss',
  'Pss_Dirty',
  'Shared_Clean',
  'Shared_Dirty',
  'Private_Clean',
  'Private_Dirty',
  'Referenced',
  'Anonymous',
  'KSM',
  'LazyFree',
  'AnonHugePages',
  'ShmemPmdMapped',
  'FilePmdMapped',
  'Shared_Hugetlb',
  'Private_Hugetlb',
  'Swap',
  'SwapPss',
  'Locked',
] as const;

/** The name of a size in smaps. */
export type SmapsSize = (typeof SMAPS_SIZES)[number];

/** One VMA of /proc/PID/smaps. */
export interface SmapsRow {
  readonly maps: MapsRow;
  /** kB by field; older kernels have fewer. */
  readonly sizes: Readonly<Partial<Record<SmapsSize, number>>>;
  readonly thpEligible: number | undefined;
  readonly protectionKey: number | undefined;
  readonly flags: VmFlags;
  /**
   * The codes of `VmFlags:`, where the kernel prints others than the usual ones (`??` for a flag that it has no code for, arm64's
   * `bt`); else those of `flags`.
   */
  readonly codes?: string;
}

/** The sizes of /proc/PID/smaps_rollup, in the kernel's order: those of smaps that can be added up, and what Pss is made of. */
export const ROLLUP_SIZES = Object.freeze([
  ...(['Rss', 'Pss', 'Pss_Dirty', 'Pss_Anon', 'Pss_File', 'Pss_Shmem'] as const),
  ...([
    'Shared_Clean',
    'Shared_Dirty',
    'Private_Clean',
    'Private_Dirty',
    'Referenced',
    'Anonymous',
    'KSM',
    'LazyFree',
  ] as const),
  ...(['AnonHugePages', 'ShmemPmdMapped', 'FilePmdMapped', 'Shared_Hugetlb', 'Private_Hugetlb'] as const),
  ...(['Swap', 'SwapPss', 'Locked'] as const),
]);

/** The name of a size in smaps_rollup. */
export type RollupSize = (typeof ROLLUP_SIZES)[number];

/** /proc/PID/smaps_rollup: all of an address space as one entry, from its first mapping to its last. */
export interface SmapsRollup {
  readonly maps: MapsRow;
  /** kB by field. Proportional sizes are added up before they are rounded, so that they may be more than those of smaps together. */
  readonly sizes: Readonly<Partial<Record<RollupSize, number>>>;
}

/** The value of an entry's `VmFlags:` line, without its trailing blank. */
export const smapsCodes = ({ codes, flags }: SmapsRow): string => codes ?? flags.toSmaps().trimEnd();

/** The lines of /proc/PID/status that speak of memory, in the kernel's order. */
export const STATUS_FIELDS = [
  'VmPeak',
  'VmSize',
  'VmLck',
  'VmPin',
  'VmHWM',
  'VmRSS',
  'RssAnon',
  'RssFile',
  'RssShmem',
  'VmData',
  'VmStk',
  'VmExe',
  'VmLib',
  'VmPTE',
  'VmSwap',
] as const;

/** The name of a memory line in status. */
export type StatusField = (typeof STATUS_FIELDS)[number];

/** kB by field. */
export type Status = Readonly<Partial<Record<StatusField, number>>>;

const PATH_COLUMN = 73;

/**
 * A maps line as the kernel prints it, the name padded to column 73 (a line without a name ends in one blank).
 *
 * @kernel 6.18 fs/proc/task_mmu.c
 */
export function formatMapsRow(row: MapsRow): string {
  const address = (x: bigint): string => x.toString(16).padStart(8, '0');
  const head =
    `${address(row.start)}-${address(row.end)} ${row.perms} ${address(row.offset)} ` + `${row.device} ${row.inode} `;
  return row.name === '' ? head : head.padEnd(PATH_COLUMN) + row.name;
}

function sizeLines<K extends string>(names: readonly K[], sizes: Readonly<Partial<Record<K, number>>>): string[] {
  return names.flatMap((name) => {
    const value = sizes[name];
    return value === undefined ? [] : [`${`${name}:`.padEnd(16)}${String(value).padStart(8)} kB`];
  });
}

/** The lines of smaps_rollup. */
export const formatSmapsRollup = ({ maps, sizes }: SmapsRollup): string[] => [
  formatMapsRow(maps),
  ...sizeLines(ROLLUP_SIZES, sizes),
];

/** /proc/PID/statm, from what status says: pages in all, resident, of files, of code, 0, of data and stack, 0. */
export function formatStatm(status: Status, pageShift: PageShift): string {
  const pages = (...fields: readonly StatusField[]): number =>
    fields.reduce((sum, field) => sum + (status[field] ?? 0), 0) / kbIn(1, pageShift);
  const shared = pages('RssFile', 'RssShmem');
  return [pages('VmSize'), pages('VmRSS'), shared, pages('VmExe'), 0, pages('VmData', 'VmStk'), 0].join(' ');
}

/** An smaps entry: the maps line, the sizes, and VmFlags. */
export function formatSmapsRow(row: SmapsRow): string[] {
  const lines = [formatMapsRow(row.maps), ...sizeLines(SMAPS_SIZES, row.sizes)];
  if (row.thpEligible !== undefined) lines.push(`${'THPeligible:'.padEnd(16)}${String(row.thpEligible).padStart(8)}`);
  if (row.protectionKey !== undefined)
    lines.push(`${'ProtectionKey:'.padEnd(16)}${String(row.protectionKey).padStart(8)}`);
  lines.push(`VmFlags: ${smapsCodes(row)} `);
  return lines;
}

/** The status lines: `VmPeak:\t     528 kB`. */
export const formatStatus = (status: Status): string[] =>
  STATUS_FIELDS.filter((name) => status[name] !== undefined).map(
    (name) => `${name}:\t${String(status[name]).padStart(8)} kB`,
  );
