/**
 * Kernel tracepoints that the model fires, with the kernel's names and fields.
 * @kernel 6.18 /sys/kernel/tracing/events/{mmap,mmap_lock,exceptions,kmem,tlb,maple_tree}
 */

import type { ErrnoName } from './errno.ts';

/** A search for an unmapped area ended. Addresses in bytes. */
export interface VmUnmappedArea {
  readonly system: 'mmap';
  readonly name: 'vm_unmapped_area';
  readonly addr: bigint | ErrnoName;
  readonly totalVm: number;
  readonly flags: 'topdown' | 'bottomup';
  readonly length: bigint;
  readonly lowLimit: bigint;
  readonly highLimit: bigint;
  readonly alignMask: bigint;
  readonly alignOffset: bigint;
}

/** The address space of a task is gone. */
export interface ExitMmap {
  readonly system: 'mmap';
  readonly name: 'exit_mmap';
  readonly mm: number;
}

/** mmap_lock: asked for, got (or downgraded), let go. */
export interface MmapLockEvent {
  readonly system: 'mmap_lock';
  readonly name: 'mmap_lock_start_locking' | 'mmap_lock_acquire_returned' | 'mmap_lock_released';
  readonly mm: number;
  readonly write: boolean;
}

/**
 * A fault was taken. `errorCode` is the architecture's. What the kernel did about it are the steps behind: `do_anonymous_page`, `do_fault`,
 * `do_wp_page` and others inside `handle_mm_fault`, which is missing where the access is refused. Accesses are said by scripts
 * (`load`, `store`, `fetch`); recordings of system calls have none.
 */
export interface PageFault {
  readonly system: 'exceptions';
  readonly name: 'page_fault_user' | 'page_fault_kernel';
  readonly address: bigint;
  readonly errorCode: bigint;
}

/** A counter of the resident set changed. */
export interface RssStat {
  readonly system: 'kmem';
  readonly name: 'rss_stat';
  readonly mm: number;
  readonly member: 'MM_FILEPAGES' | 'MM_ANONPAGES' | 'MM_SWAPENTS' | 'MM_SHMEMPAGES';
  /** Bytes after the change. */
  readonly size: bigint;
}

/** A page frame was taken from, or given back to, the allocator. */
export interface PageAllocEvent {
  readonly system: 'kmem';
  readonly name: 'mm_page_alloc' | 'mm_page_free';
  readonly pfn: number;
  readonly order: number;
}

/** A TLB was flushed. `pages` is -1 for a full flush. */
export interface TlbFlush {
  readonly system: 'tlb';
  readonly name: 'tlb_flush';
  readonly reason: 'task switch' | 'remote shootdown' | 'local shootdown' | 'local MM shootdown';
  readonly pages: number;
}

/**
 * The maple tree worked. `fn` is the function that fired, `min` and `max` the range of the node; both ends of ranges are
 * inclusive. Keys are whatever the tree is keyed by: bytes in the tree of an mm, as in the kernel.
 */
export interface MapleEvent<Key extends number | bigint = bigint> {
  readonly system: 'maple_tree';
  readonly name: 'ma_op' | 'ma_read' | 'ma_write';
  readonly fn: string;
  readonly min: Key;
  readonly max: Key;
  readonly index: Key;
  readonly last: Key;
  /** The node; 0 for none, negative in the side tree of a munmap (mt_detach), whose keys count the VMAs. */
  readonly node: number;
  /** Of ma_write: what the kernel gives as pivot; 0 in most places, the number of the last slot where one is appended. */
  readonly piv?: Key;
  /** Of ma_write: whether an entry is written, not NULL. */
  readonly val?: boolean;
}

/** What happened to a node of the maple tree. The kernel has no tracepoint for it; the names are the model's. */
export interface MapleNodeEvent<Key extends number | bigint = bigint> {
  readonly system: 'maple_tree';
  /**
   * A node was allocated; took the place of another; may not be used by readers any more; was freed; gave a part of its
   * slots to a new one; took in the slots of another.
   */
  readonly name: 'node_alloc' | 'node_replace' | 'node_dead' | 'node_free' | 'node_split' | 'node_merge';
  readonly node: number;
  /** The node that was replaced, the new half of a split, the node that was taken in; 0 for the others. */
  readonly other: number;
  readonly min: Key;
  readonly max: Key;
}

/** Every tracepoint that the model fires. */
export type Tracepoint =
  | VmUnmappedArea
  | ExitMmap
  | MmapLockEvent
  | PageFault
  | RssStat
  | PageAllocEvent
  | TlbFlush
  | MapleEvent
  | MapleNodeEvent;

/** `mmap:vm_unmapped_area`. */
export type TracepointName = Tracepoint extends infer E
  ? E extends { system: infer S extends string; name: infer N extends string }
    ? `${S}:${N}`
    : never
  : never;

/** The tracepoint with this name. */
export type TracepointOf<Name extends TracepointName> = Name extends `${infer S}:${infer N}`
  ? Extract<Tracepoint, { system: S }> & { readonly name: N }
  : never;

/** `mmap:vm_unmapped_area`: the full name of an event. */
export const tracepointName = (event: Tracepoint): TracepointName => `${event.system}:${event.name}` as TracepointName;
