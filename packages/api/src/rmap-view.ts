/**
 * Reverse mapping to look at: how the kernel finds, from a page, the page tables that map it. Private pages are found through
 * an `anon_vma` and the VMAs that hang on it, pages of a file through the `i_mmap` of that file.
 *
 * Both are interval trees of VMAs by page offset. The nodes are shown in their order; which of them is whose child decides
 * nothing and is not modelled.
 */

import type { Pfn, Vpn } from './units.ts';

/** Reverse mapping as one address space takes part in it. */
export interface RmapView {
  /** Every anon_vma that a VMA of this address space is linked to, and those that these hang below, ascending by id. */
  readonly anonVmas: readonly AnonVmaView[];
  /** The files that this address space maps, ascending by inode. */
  readonly files: readonly IMmapView[];
  /** The chain of a VMA of this address space, its own anon_vma first: the kernel's list of anon_vma_chain. */
  chain(vma: number): readonly AnonVmaChainView[];
  /** rmap_walk(): the VMAs that are asked for a frame, and in which of them it is found. Null for what has no reverse mapping. */
  walk(pfn: Pfn): RmapWalk | null;
}

/** An anon_vma, under the kernel's names. */
export interface AnonVmaView {
  readonly id: number;
  /** The first of its family, itself where nothing was forked: its lock is everybody's. */
  readonly root: number;
  /** What it was forked from; itself for a root. */
  readonly parent: number;
  /** anon_vmas whose parent this is; a root counts itself. */
  readonly num_children: number;
  /** VMAs whose `anon_vma` this is. */
  readonly num_active_vmas: number;
  /** rb_root: VMAs that may map its pages, in any address space. */
  readonly vmas: readonly IntervalView[];
}

/** One anon_vma_chain: a link between a VMA and an anon_vma. */
export interface AnonVmaChainView {
  readonly vma: number;
  readonly anonVma: number;
}

/** The mappings of a file. */
export interface IMmapView {
  readonly inode: number;
  readonly path: string;
  /** Pages of it in the page cache: nrpages. */
  readonly nrpages: number;
  /** Mappings that may write it: i_mmap_writable. */
  readonly i_mmap_writable: number;
  readonly i_mmap: readonly IntervalView[];
}

/** A VMA as a node of an interval tree. */
export interface IntervalView {
  readonly mm: number;
  readonly vma: number;
  /** First and last page offset that it maps, both inclusive: the interval. */
  readonly first: number;
  readonly last: number;
  /** The page at which the first one is mapped. */
  readonly start: Vpn;
}

/** How a frame's mappings are found. */
export interface RmapWalk {
  /** What leads to them. */
  readonly through: { readonly kind: 'anon_vma' | 'i_mmap'; readonly id: number };
  /** The page offset that is looked for. */
  readonly pgoff: number;
  /** VMAs whose interval has it, in order, with the page at which each would map it, and whether it does. */
  readonly asked: readonly { readonly mm: number; readonly vma: number; readonly page: Vpn; readonly maps: boolean }[];
}
