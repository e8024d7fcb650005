/**
 * A kernel generation is a value. 6.18 is the base; another generation extends one and says what differs: a fact, where a fact
 * is enough to ask for, or a procedure of its own, where the kernel did things in another order.
 */

import type {
  Kernel,
  KernelDifference,
  KernelNote,
  SmapsSize,
  SupportMatrix,
  TreeDefect,
  VmFlags,
} from '@mm-playground/api';
import type { MmapRegionProcedure } from '../mmap-region/region.ts';
import type { MremapProcedure } from '../syscalls/mremap/mremap.ts';
import type { AlignMunmapProcedure } from '../vma/munmap.ts';
import type { MunmapStructShape } from '../vma/vma-munmap.ts';

/** Rules of merging that changed over time. */
export interface MergeRules {
  /** Flags that two VMAs may differ in and still merge. */
  readonly sticky: VmFlags;
  /**
   * Whether the merged VMA has those of both (6.18). Before, it has those of the VMA that grew, or what the call gives it: memory that was written
   * since clear_refs is clean again where mprotect merges it into what was not.
   */
  readonly keepsSticky: boolean;
  /**
   * Whether a VMA that was never written may take in one that was (since 6.16). Before, only the other way round: the VMA that
   * grows must be the one with the anon_vma.
   */
  readonly unwrittenTakesWritten: boolean;
  /**
   * Whether a VMA whose vm_ops has a close merges with what makes none go, and passes pages to its neighbours (not yet in 6.1, where
   * it stays out of all merging).
   */
  readonly closeMayGrow: boolean;
  /**
   * Whether PR_SET_MEMORY_MERGE marks a new mapping before it looks for neighbours (6.18). Before, the mark came last: what was
   * marked already took nothing new in.
   */
  readonly proposesMergeable: boolean;
  /**
   * What mremap() moves beside memory that was never written, and merges with it, hands its anon_vma on, and does not merge where that
   * came by a fork (6.18.9). Since 6.16, when such merges began, neither was done.
   */
  readonly copyHandsAnonVmaOn: boolean;
}

/** What MREMAP_DONTUNMAP does to the source that it leaves behind. */
export interface DontUnmapRules {
  /** Locked pages are counted at both places (6.17 to 7.1). */
  readonly countsTwice: boolean;
  /** A source that was moved as a whole is as good as new: it gets the page offset of its place (7.2, and stable kernels). */
  readonly renewsEmptied: boolean;
  /**
   * Only what was moved is unlocked, and split off for that; the copy never merges with its source (7.2, and stable kernels of late
   * 2026). Before, the whole source was unlocked, and could swallow its own copy.
   */
  readonly sparesTheRest: boolean;
  /** Whether a copy that lies beside its source may merge with its other neighbour. */
  readonly mergesBesideSource: boolean;
}

/** process_madvise(2) over time. */
export interface ProcessMadviseRules {
  /** Advice that a process may give to itself, or null: any that madvise() knows (since 6.13). */
  readonly ofItself: ReadonlySet<bigint> | null;
  /** Whether advice is looked at although there are no bytes to advise (not from 6.13 to 6.18). */
  readonly checksFirst: boolean;
  /** Whether the caller itself needs CAP_SYS_NICE (until 6.12 came). */
  readonly needsNice: boolean;
  /** Whether a number stands for the caller in place of a pidfd (since 6.14). */
  readonly knowsSelf: boolean;
}

/** Memory policies over time. */
export interface PolicyRules {
  /** The last mode that there is. */
  readonly last: bigint;
  /** Modes that MPOL_F_NUMA_BALANCING goes with. */
  readonly balanced: ReadonlySet<bigint>;
}

/** A kernel of this model: what its procedures ask when releases differ. */
export interface KernelGeneration extends Kernel {
  readonly mergeRules: MergeRules;
  /** System calls of later releases: ENOSYS. */
  readonly absentCalls: ReadonlySet<string>;
  /** Operations of prctl() of later releases: EINVAL. */
  readonly absentPrctls: ReadonlySet<bigint>;
  /** PR_SET_THP_DISABLE can leave out what asked for huge pages by madvise() (since 6.18). */
  readonly hasThpExceptAdvised: boolean;
  /** What process_madvise() takes, of whom, and when it says so. */
  readonly processMadvise: ProcessMadviseRules;
  /** Modes of memory policies. */
  readonly policies: PolicyRules;
  /** Secret memory is locked when it is mapped; since 7.2, and in late stable kernels of 2026, it is as any other. */
  readonly locksSecretMemory: boolean;
  /** mremap() moves a part of a ring of events (until 7.2, which moves all of it or nothing). */
  readonly movesPartsOfRings: boolean;
  /**
   * UFFDIO_REGISTER and _UNREGISTER propose a part of a VMA with the page offset of the part (since 6.4); before, with that of the
   * whole VMA, so that a part which begins inside merges with nothing.
   */
  readonly userfaultKnowsPgoff: boolean;
  /** UFFDIO_UNREGISTER refuses ranges of another userfaultfd (6.18, not yet 6.12); before, it let them go. */
  readonly refusesForeignUnregister: boolean;
  /** memfd_secret() is there unless it was switched off (since 6.5); before, only where it was switched on. */
  readonly hasSecretMemory: boolean;
  /** A memfd can be sealed against becoming executable (since 6.3). */
  readonly hasExecSeals: boolean;
  /** madvise() knows guard regions: for private memory since 6.13, for files since 6.15. */
  readonly hasGuardRegions: boolean;
  /** Mappings of which madvise(MADV_DOFORK) is refused: VM_IO, and all of VM_SPECIAL in 7.2. */
  readonly neverDoFork: VmFlags;
  /** Flags of the ring that io_setup() maps: a child has none since 7.2. */
  readonly ringFlags: VmFlags;
  /** mmap() of x86 knows MAP_ABOVE4G (since 6.6), which changes nothing but that MAP_SHARED_VALIDATE takes it. */
  readonly hasAbove4g: boolean;
  /** mmap() knows MAP_DROPPABLE (since 6.11). */
  readonly hasDroppable: boolean;
  /**
   * Which private memory is placed at the boundary of a huge page: that of a whole number of them; from 6.7 to 6.11 all that is as
   * long as one.
   */
  readonly alignsAnonymous: 'never' | 'from one huge page on' | 'whole huge pages';
  /**
   * A call on a range with a sealed mapping in it is refused before anything is done (6.10 and 6.11). Later, mapping by mapping, when
   * others have changed already.
   */
  readonly checksSealsFirst: boolean;
  /**
   * Architectures on which mprotect() forgets that a writable huge entry is dirty: x86-64 in 6.12, until a stable release of 2026.
   */
  readonly hugeDirtyLostOn: ReadonlySet<string>;
  /** Architectures on which entries of neighbouring pages are folded into runs: arm64 since 6.9. */
  readonly foldsRunsOn: ReadonlySet<string>;
  /** MADV_POPULATE_READ and _WRITE pass over holes, as other advice does, and stop at the first mapping that refuses (until 6.8). */
  readonly populatesBeyondHoles: boolean;
  /** mprotect() lets memory off its charge that was never written and no longer can be (since 6.6). */
  readonly dropsCharge: boolean;
  /** /proc/PID/maps calls a mapping [heap] that only touches the range of the break (until 6.5). */
  readonly heapIncludesNeighbours: boolean;
  /**
   * Pages of special mappings that nothing stands behind: those of a time namespace that the process is not in, of a hypervisor
   * that the measured machine does not have, of an architecture that does not need them.
   */
  readonly vacantPages: Readonly<Record<string, readonly number[]>>;
  /** Flags that /proc/PID/smaps has no code for, and prints as `??`. */
  readonly unnamedFlags: VmFlags;
  /** /proc/PID/smaps leaves out huge pages that nobody may access (until 6.5). */
  readonly hidesInaccessibleHuge: boolean;
  /** Lines that /proc/PID/smaps does not have yet. */
  readonly absentSizes: readonly SmapsSize[];
  /** mremap() begins a move earlier where a whole table can go over then (since 6.7). */
  readonly realignsMoves: boolean;
  /** MAP_STACK keeps huge pages away (since 6.7). */
  readonly stackIsNoHugepage: boolean;
  /** Splitting a huge page replaces those of its pages that were never written by the zero page (since 6.12). */
  readonly dropsUnusedParts: boolean;
  /** MADV_FREE takes a huge page for shared unless the first of its pages is mapped exactly once (6.1). */
  readonly freeAsksFirstPart: boolean;
  /** MADV_COLLAPSE takes memory of which no page is writable (6.18, not yet 6.12). */
  readonly collapsesUnwritable: boolean;
  /** A write to the huge zero page gets a huge page (since 6.13); before, the entry was split and one page copied. */
  readonly replacesHugeZeroPage: boolean;
  /** An io_uring, and all else of anon_inodefs, is never executable (since 6.16). */
  readonly anonInodesNoexec: boolean;
  /** arm64 has protection keys: permission overlays (since 6.12). */
  readonly hasArm64Keys: boolean;
  /** PROCMAP_QUERY (since 6.11). */
  readonly hasProcmapQuery: boolean;
  /** A stack grows for whoever touches it from outside (until 6.5). */
  readonly growsStackForOthers: boolean;
  /**
   * How much of its source write() faults in before it copies: what the largest folio of the file would take (since 6.11; in shared memory a
   * huge page), what a page takes (before), or nothing, unless it has to (since 6.15).
   */
  readonly faultsInFirst: 'a folio' | 'a page' | 'nothing';
  /** ext4 keeps what is written or read at once in large folios (since 6.16). */
  readonly hasLargeFolios: boolean;
  /** What is read ahead around code that is executed is made for it (since 6.16). */
  readonly hasExecReadAhead: boolean;
  /** Which large folios of a file are mapped at once: none (until 6.11), that of the page that faults, those around it, too (since 6.18). */
  readonly mapsWholeFolios: 'never' | 'at the fault' | 'around it, too';
  /** A huge page of a file is halved towards where it is cut (since 6.16); before, all its pages became single ones. */
  readonly halvesFolios: boolean;
  /** MADV_COLLAPSE of shared memory takes the tables of all mappings of it (6.12, not yet 6.1), not only of the caller's. */
  readonly retractsAllTables: boolean;
  /** A mapping is asked whether it may have, and has room for, a huge page of shared memory (6.12, not yet 6.1). */
  readonly hugeSharedAsksMapping: boolean;
  /** MADV_PAGEOUT keeps a huge page that was written again after MADV_FREE (6.12, not yet 6.1, which splits it). */
  readonly keepsRedirtiedHuge: boolean;
  /** mremap() asks for room below the map count limit whatever it is to do (7.2), not only where something moves. */
  readonly mremapAlwaysNeedsRoom: boolean;
  readonly dontUnmap: DontUnmapRules;
  /** MAP_32BIT bounds the search of a mapping of huge pages (6.18, not yet 6.1); before, it was searched for everywhere. */
  readonly boundsHugetlb: boolean;
  /** How a reader locks one VMA: not at all (until 6.3), by a rwsem beside it, by counting references in it (since 6.15). */
  readonly vmaLock: 'none' | 'rwsem' | 'refcount';
  /** How /proc/PID/maps and PROCMAP_QUERY read: under mmap_lock, or (since 6.17) VMA by VMA. */
  readonly procMaps: 'mmap_lock' | 'per VMA';
  /** How a mapping is put at its place: in one step since 6.12. */
  readonly mmapRegion: MmapRegionProcedure;
  /** How a range is unmapped: in phases that mmap_region() shares since 6.12. */
  readonly alignMunmap: AlignMunmapProcedure;
  /** What travels through that. */
  readonly munmapStruct: MunmapStructShape;
  /** A driver that maps raw frames has that done for it once its VMA is in the tree: mmap_action (7.x). */
  readonly mapsFramesLast: boolean;
  /**
   * What merging is made of: procedures for new and for existing ranges, and a struct that travels between them (since 6.12), or
   * vma_merge() for all but mmap_region() and brk, which ask by themselves.
   */
  readonly merging: 'vma_merge_struct' | 'vma_merge';
  /** Procedures that end with validate_mm(). Up to 6.11 vma_complete() called it, in whatever changed a VMA. */
  readonly validates: ReadonlySet<string>;
  /**
   * How exec moves its stack: in relocate_vma_down() since 6.12, in shift_arg_pages() before, which up to 6.2 had vma_adjust() for
   * growing and for shrinking.
   */
  readonly stackMove: 'relocate_vma_down' | 'shift_arg_pages' | 'vma_adjust';
  /**
   * What becomes of an attribute that changes where a merge was possible, and memory for it was short: the call fails since 6.14. Up
   * to 6.11 the VMA was split instead; in between also, but by the wrong range where the next VMA was to grow.
   */
  readonly mergeWithoutMemory: 'fails' | 'splits' | 'splits what remains';
  /**
   * Taking the old VMAs out of the tree takes the first byte of what follows out, too: the end of a range is a VMA's first byte
   * outside, and a maple tree's last one inside (the series as posted).
   */
  readonly abortEndsLate: boolean;
  /** Bugs of the maple tree: a store that spans nodes could leave an entry twice (CVE-2024-50200, until 6.12-rc4). */
  readonly treeDefects: readonly TreeDefect[];
  /** Taking the old VMAs out of the tree, when a mapping failed after their pages were cleared, may fail itself (until 6.12-rc5). */
  readonly abortMayFail: boolean;
  /** A file that refuses before there is a VMA leaves the charge behind (6.17). */
  readonly leaksPreparedCharge: boolean;
  /** mremap(2): the order of its checks, and what it moves at once (several VMAs since 6.17); or a procedure of one's own. */
  readonly mremap: 'several VMAs' | 'one VMA' | MremapProcedure;
  readonly support: SupportMatrix;
  /** By fact, what people are told of it where another kernel does otherwise. */
  readonly notes: GenerationNotes;
}

/** The facts and procedures of which a generation may say why they are as they are. */
export type GenerationNotes = Readonly<
  Partial<Record<Exclude<keyof KernelGeneration, keyof Kernel | 'support' | 'notes'>, KernelNote | undefined>>
>;

/** What a generation says of itself; the rest comes from the one that it extends. */
export type GenerationInit = Partial<Omit<KernelGeneration, 'id' | 'model'>> & {
  readonly id: string;
  readonly extends?: KernelGeneration;
};

/**
 * Makes a generation. A note is inherited with its fact: who says the fact anew says the note anew, or there is none.
 *
 * @throws TypeError where it neither extends one nor is complete.
 */
export function defineKernel({ extends: base, ...own }: GenerationInit): KernelGeneration {
  const inherited = Object.entries(base?.notes ?? {}).filter(([fact]) => !(fact in own));
  const notes: GenerationNotes = { ...Object.fromEntries(inherited), ...own.notes };
  const generation = { ...base, ...own, notes, model: 'linux-mm' };
  for (const key of COMPLETE)
    if (generation[key] === undefined) throw new TypeError(`kernel ${own.id} does not say its ${key}`);
  return Object.freeze(generation as KernelGeneration);
}

/** Everything that makes a generation, but its id and its model. */
const COMPLETE = [
  'title',
  'release',
  'proof',
  'mergeRules',
  'absentCalls',
  'absentPrctls',
  'hasThpExceptAdvised',
  'processMadvise',
  'policies',
  'locksSecretMemory',
  'movesPartsOfRings',
  'userfaultKnowsPgoff',
  'refusesForeignUnregister',
  'hasSecretMemory',
  'hasExecSeals',
  'hasGuardRegions',
  'neverDoFork',
  'ringFlags',
  'hasAbove4g',
  'hasDroppable',
  'alignsAnonymous',
  'checksSealsFirst',
  'hugeDirtyLostOn',
  'foldsRunsOn',
  'populatesBeyondHoles',
  'dropsCharge',
  'heapIncludesNeighbours',
  'vacantPages',
  'unnamedFlags',
  'absentSizes',
  'realignsMoves',
  'stackIsNoHugepage',
  'dropsUnusedParts',
  'freeAsksFirstPart',
  'collapsesUnwritable',
  'replacesHugeZeroPage',
  'anonInodesNoexec',
  'hasArm64Keys',
  'hasProcmapQuery',
  'growsStackForOthers',
  'faultsInFirst',
  'hasLargeFolios',
  'hasExecReadAhead',
  'mapsWholeFolios',
  'halvesFolios',
  'retractsAllTables',
  'hugeSharedAsksMapping',
  'keepsRedirtiedHuge',
  'mremapAlwaysNeedsRoom',
  'dontUnmap',
  'boundsHugetlb',
  'vmaLock',
  'procMaps',
  'mmapRegion',
  'alignMunmap',
  'munmapStruct',
  'mapsFramesLast',
  'merging',
  'validates',
  'stackMove',
  'mergeWithoutMemory',
  'abortMayFail',
  'abortEndsLate',
  'treeDefects',
  'leaksPreparedCharge',
  'mremap',
  'support',
] as const satisfies readonly (keyof KernelGeneration)[];

/** What the notes of two generations say of the facts that they do not have in common. */
export function differencesOf(a: KernelGeneration, b: KernelGeneration): KernelDifference[] {
  const [here, there] = [new Map(Object.entries(a.notes)), new Map(Object.entries(b.notes))];
  return [...new Set([...here.keys(), ...there.keys()])]
    .map((fact): KernelDifference => [here.get(fact) ?? null, there.get(fact) ?? null])
    .filter(([note, other]) => note !== other);
}
