/**
 * PageFrame: struct page (and the folio around it), as far as an address space sees it. Contents are not modelled, only
 * identity: which frame it is, what it holds a piece of, and how many page-table entries map it.
 *
 * Invariant: `mapcount` is the number of leaves, in all page tables of the machine, that point to this frame. A huge frame
 * counts its PMD leaves; once one of them was split, each of its pages has a frame of its own that counts PTE leaves, and
 * the page is mapped {@link mappedTimes}: the sum of both.
 *
 * There are as many of them as pages in use: a machine of a million pages has a million. Fields are saved one by one
 * (`journal.touch(frame, 'dirty').dirty = true`), and what most pages do not need is made when it is asked for.
 */

import type { Pfn } from '@mm-playground/api';
import type { AnonVma } from '../vma/anon-vma.ts';
import type { Inode } from '../files/file.ts';
import type { Journaled } from '../journal/journal.ts';

/** What a frame holds. */
export type FrameKind =
  /** A page of private memory, found through its anon_vma. */
  | 'anon'
  /** The page cache of a file on a disk. */
  | 'file'
  /** The page cache of shared memory. */
  | 'shmem'
  /** The page of zeroes that every read of untouched memory maps. Never counted. */
  | 'zero'
  /** The kernel's own pages in user space: vdso, vvar. */
  | 'special'
  /** A page that the kernel keeps for one program: of a ring of io_uring. */
  | 'kernel';

/** Kinds of the kernel's own pages. */
export type LentKind = Extract<FrameKind, 'zero' | 'special' | 'kernel'>;

/** Pages of a file that were read as one: page offsets `[start, end)`. Faults map them together where they can. */
export interface FileFolio {
  readonly start: number;
  readonly end: number;
}

/** What {@link PageFrame} is made of. */
export interface FrameInit {
  readonly kind: FrameKind;
  readonly inode?: Inode | null;
  readonly anonVma?: AnonVma | null;
  readonly pgoff?: number;
  readonly folio?: FileFolio;
  readonly pages?: number;
  readonly head?: PageFrame;
}

export class PageFrame implements Journaled {
  epoch = 0;
  readonly pfn: Pfn;
  readonly kind: FrameKind;
  /** Pages of the frame: 1, or those of a PMD entry. */
  readonly pages: number;
  /** page->mapping: the file that it is a page of, or null. */
  readonly inode: Inode | null;
  /** page->mapping of private memory: the anon_vma on which every VMA hangs that may map it. */
  readonly anonVma: AnonVma | null;
  /** page->index: which page of the file, or of what the anon_vma ties together; 0 for others. */
  readonly pgoff: number;
  /** The pages of the file that it was read with, or that a split left together with it, where there are others. */
  readonly readWith: FileFolio | null;
  /** The huge frame that this page is a part of, or null. */
  readonly head: PageFrame | null;
  /** Frames of the single pages of a huge frame that was split in some page table, or null. Replaced, never changed. */
  readonly parts: readonly PageFrame[] | null = null;
  /** How many of {@link parts} are mapped. */
  readonly mappedParts: number = 0;
  /** Leaves that point here. */
  readonly mapcount: number = 0;
  /** PageAnonExclusive: nobody else can have it mapped, so that a write may reuse it without a copy. */
  readonly anonExclusive: boolean = false;
  /** The page differs from what its file has, whoever wrote it: PG_dirty. */
  readonly dirty: boolean = false;
  /**
   * Which of its pages the program wrote to, a bit each. Contents are not modelled, but a page of zeroes is: it may be replaced
   * by the zero page. Of a small page it is one bit.
   */
  readonly written: bigint = 0n;
  /** The huge page is none any more: its parts go their own ways. */
  readonly dissolved: boolean = false;
  /** MADV_FREE: may be dropped as long as it is clean. Of a huge page, all of it. */
  readonly lazyFree: boolean = false;
  /** Its contents are there: not yet so for a page that was only reserved (fallocate), which nobody but a fault may map. */
  readonly uptodate: boolean = true;
  /** It was written back: its file has a block for it. */
  readonly hasBlock: boolean = false;
  /** In the page cache. */
  readonly cached: boolean = false;
  /** Given back to the allocator; nobody may map it. */
  readonly freed: boolean = false;

  constructor(pfn: Pfn, { kind, inode, anonVma, pgoff = 0, folio, pages = 1, head }: FrameInit) {
    this.pfn = pfn;
    this.kind = kind;
    this.inode = inode ?? null;
    this.anonVma = anonVma ?? null;
    this.pgoff = pgoff;
    this.readWith = folio ?? null;
    this.pages = pages;
    this.head = head ?? null;
  }

  /** The kernel's own: it is not given back when nothing maps it. */
  get isLent(): boolean {
    return this.kind === 'zero' || this.kind === 'special' || this.kind === 'kernel';
  }

  get isAnon(): boolean {
    return this.kind === 'anon';
  }

  /** The pages of the file that are one folio with it; itself alone for most. */
  get folio(): FileFolio {
    const { pgoff, pages } = this.compoundHead;
    return this.readWith ?? { start: pgoff, end: pgoff + pages };
  }

  /** How often the page is mapped, by PTEs and as part of a huge page. */
  get mappedTimes(): number {
    return this.mapcount + (this.head?.mapcount ?? 0);
  }

  /** compound_head(): the huge frame whose flags are those of this page, as long as it is one; itself for others. */
  get compoundHead(): PageFrame {
    return this.head === null || this.head.dissolved ? this : this.head;
  }

  /** Whether the page has other content than its file. */
  get isDirty(): boolean {
    return this.dirty || this.compoundHead.dirty;
  }

  describe(): string {
    return `page 0x${this.pfn.toString(16)}`;
  }
}
