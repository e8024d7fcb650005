/**
 * What can be looked at: one address space at one position of the timeline, as frozen rows. Viewers draw a view and never
 * see the model's objects, so they cannot change them, and two views (before and after, two kernels) can be drawn side by
 * side.
 *
 * A view is cheap: nothing is computed until it is asked for, and what was computed stays valid for as long as somebody
 * holds the view, also after the machine moved on.
 */

import type { Architecture, DecodedEntry } from './architecture.ts';
import type { CostView } from './cost-view.ts';
import type { IndexCost } from './index-cost.ts';
import type { PhysicalView } from './physical-view.ts';
import type { SmapsRollup, MapsRow, SmapsRow, Status } from './proc.ts';
import type { RmapView } from './rmap-view.ts';
import type { StepDetail } from './steps.ts';
import type { TlbView } from './tlb-view.ts';
import type { TreeView } from './tree-view.ts';
import type { Pfn, Vpn } from './units.ts';
import type { VmFlags } from './vm-flags.ts';

/** One VMA. */
export interface VmaView {
  /** Identity over time: the same VMA has the same id at every position. */
  readonly id: number;
  readonly start: Vpn;
  readonly end: Vpn;
  readonly flags: VmFlags;
  /** `rw-p`. */
  readonly perms: string;
  /** vm_pgoff in pages. */
  readonly pgoff: number;
  /** As in /proc/PID/maps: path, `[heap]`, `[stack]`, `''`. */
  readonly name: string;
  readonly kind: VmaKind;
  /** Identity of the anon_vma, or null while nothing was written. */
  readonly anonVma: number | null;
  /** Identity of the open file, or null. */
  readonly file: number | null;
}

/** What a mapping is, the way people speak of it; decides its colour. */
export type VmaKind = 'code' | 'data' | 'file' | 'anon' | 'heap' | 'stack' | 'shared' | 'special' | 'guard' | 'unknown';

/** Counters of the mm, in pages unless said. @kernel 6.18 struct mm_struct */
export interface Counters {
  readonly map_count: number;
  readonly total_vm: number;
  readonly data_vm: number;
  readonly exec_vm: number;
  readonly stack_vm: number;
  readonly locked_vm: number;
  readonly hiwater_vm: number;
  readonly anon_rss: number;
  readonly file_rss: number;
  readonly shmem_rss: number;
  /** Pages of page tables of the lowest level, and all table pages. */
  readonly page_tables: number;
  /** Pages charged for overcommit by this mm. */
  readonly committed: number;
}

/** One entry of a page table on the way to an address. */
export interface WalkEntry {
  readonly level: number;
  /** Frame of the table that holds the entry. */
  readonly table: Pfn;
  readonly index: number;
  /** First page that the entry spans, and how many. */
  readonly start: Vpn;
  readonly pages: number;
  readonly word: bigint;
  readonly entry: DecodedEntry;
}

/** Page tables of one address space. */
export interface TablesView {
  readonly arch: Architecture;
  /** Frame of the root, or null once the address space has ended. */
  readonly root: Pfn | null;
  /** The entries that a hardware walk of `page` reads, root first; stops at the first that is no table. */
  walk(page: Vpn): readonly WalkEntry[];
  /** The non-empty entries of a table, ascending. */
  entries(table: Pfn): readonly WalkEntry[];
  /** Every table, root first, depth first. */
  tables(): readonly TablePage[];
  /** Every present leaf that the MMU takes, ascending. */
  leaves(): Iterable<WalkEntry>;
}

/** One page of a page table: where it lies, what it spans, and a copy of its words. */
export interface TablePage {
  readonly pfn: Pfn;
  readonly level: number;
  /** First page that the table spans. */
  readonly start: Vpn;
  /** Pages that the whole table spans. */
  readonly pages: number;
  readonly words: BigUint64Array;
}

/**
 * A struct that a call keeps on its stack from one phase to the next: `vma_munmap_struct`, `mt_detach`, `vma_merge_struct`,
 * `mmap_state`, with the kernel's fields.
 */
export interface TravellingView {
  readonly name: string;
  readonly fields: StepDetail;
}

/** What must be true of an address space, and whether it is now. */
export interface InvariantView {
  readonly name: InvariantName;
  /** `knowingly broken`: the call that is at work will make it good again. `broken`: nobody will. */
  readonly state: 'holds' | 'knowingly broken' | 'broken';
  /** The step by which it is to hold again, where it is knowingly broken. */
  readonly until?: string;
  /** What is so, or what is broken, in a sentence. */
  readonly what: string;
}

/** Invariants by name. */
export type InvariantName = (typeof INVARIANTS)[number];

/** Every invariant of an address space, in the order in which they are shown. */
export const INVARIANTS = Object.freeze([
  /** Each VMA stands in the tree under its own range, and none overlaps another. */
  'tree',
  /** No VMA of the tree is on its way out. */
  'attached',
  /** map_count is the number of VMAs. */
  'map_count',
  /** total_vm is the sum of their pages. */
  'total_vm',
  /** locked_vm is the sum of the pages of those that are locked. */
  'locked_vm',
  /** What is charged is the sum of the pages of those that are accounted. */
  'committed',
  /** Every entry of a page table belongs to the VMA that the tree has at its address. */
  'ptes',
] as const);

/** One address space at one moment. */
export interface MmView {
  /** Identity of the mm. */
  readonly mm: number;
  readonly arch: Architecture;
  /** The tasks that share it. */
  readonly tasks: readonly string[];
  readonly vmas: readonly VmaView[];
  readonly counters: Counters;
  readonly tables: TablesView;
  /** The index of the VMAs, where it is a tree; null where it is not. */
  readonly tree: TreeView | null;
  /** Physical memory, with what this address space has of it; null where the model has none. */
  readonly physical: PhysicalView | null;
  /** How page tables are found from pages; null where the model has no reverse mapping. */
  readonly rmap: RmapView | null;
  /** The TLBs of the CPUs that run this machine's tasks, in the order of their tasks. */
  readonly tlbs: readonly TlbView[];
  /** What its page tables cost. */
  readonly cost: CostView;
  /** What the index of its VMAs costs; null where the index does not say. */
  readonly indexCost: IndexCost | null;
  /** What travels through the call that is at work, outermost first; empty between calls. */
  readonly travelling: readonly TravellingView[];
  /** Which invariants hold, and which of them the call at work has broken for a while. */
  readonly invariants: readonly InvariantView[];
  /** brk, mmap_base and the other layout fields, byte addresses by kernel name. */
  readonly layout: Readonly<Record<string, bigint>>;
  /** /proc/PID/maps, gate area included. */
  maps(): readonly MapsRow[];
  smaps(): readonly SmapsRow[];
  /** /proc/PID/smaps_rollup; null where nothing is mapped. */
  smapsRollup(): SmapsRollup | null;
  status(): Status;
  /** /proc/PID/pagemap as one letter a page (see the capture format), from `start`. */
  pagemap(start: Vpn, pages: number): string;
}
