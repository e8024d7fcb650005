/**
 * An architecture: the only place that knows a bit's position. The model asks it how addresses are cut into table indexes,
 * how an entry is written and read, where a process's areas lie, and what a fault's code says; it never sees a mask.
 *
 * Recipe. Bare minimum: `geometry`, `layout`, `fields`, and the entry functions. What each optional part brings stands at
 * the part. All entry functions are pure functions on 64-bit words, so they can be proven one by one and against an MMU.
 *
 * Every bit position appears once, in {@link FieldSpec} tables: encode, decode and the viewer read the same rows.
 */

import type { Bytes, PageShift, Pfn, Vpn } from './units.ts';
import type { EntryNotes } from './entry-notes.ts';
import type { EntryRuns } from './entry-runs.ts';
import type { Mmu } from './mmu.ts';
import type { SupportMatrix } from './support.ts';
import type { VmFlags } from './vm-flags.ts';

/** What a plugin contributes: makes a configured architecture from options such as `levels=5` or `granule=16,va=47`. */
export interface ArchitecturePlugin {
  /** `x86-64`, `arm64`, `riscv64`. */
  readonly id: string;
  readonly title: string;
  /** What `uname -m` says: `x86_64`, `aarch64`, ... */
  readonly uname: readonly string[];
  readonly options: readonly ArchitectureOption[];
  readonly support: SupportMatrix;
  /** @throws RangeError naming the option, its value and what is allowed. */
  configure(options: Readonly<Record<string, string>>): Architecture;
}

/** An option of an architecture, as `--arch ID:NAME=VALUE` takes it. */
export interface ArchitectureOption {
  readonly name: string;
  readonly meaning: string;
  readonly values: readonly string[];
  readonly default: string;
}

/** A configured architecture. Immutable. */
export interface Architecture {
  readonly id: string;
  /** `x86-64:levels=4`: what `--arch` takes to get the same. */
  readonly spec: string;
  readonly title: string;
  readonly geometry: Geometry;
  readonly layout: AddressLayout;
  /** The register that holds the frame of the root: `CR3`. `root` if missing. */
  readonly rootRegister?: string;
  /** Whether fault-around maps its pages old, because hardware marks them young: arch_wants_old_prefaulted_pte(). */
  readonly prefaultsOld: boolean;
  /**
   * Flags of the heap that mmap() does not give (of VM_DATA_DEFAULT_FLAGS), so that the two do not merge; none if missing.
   */
  readonly heapFlags?: VmFlags;
  /** The personality READ_IMPLIES_EXEC makes mappings executable here, but not the heap. False if missing. */
  readonly heapIsNeverExecutable?: boolean;
  /**
   * mmap() turns its offset into pages as a signed number here: together with the length one near 2^64 wraps, which is EOVERFLOW,
   * with or without a file. False if missing.
   */
  readonly signedMmapOffset?: boolean;
  /** What a new program finds above its stack; execve() is not modelled if missing. */
  readonly auxv?: AuxiliaryVector;
  /** Bytes that the stack pointer of a new program may move at random: arch_align_stack(). A page if missing. */
  readonly stackPointerRange?: number;
  /** The fault of a fetch asks for EXEC only once the page is there: one that the mapping forbids brings it in first. False if missing. */
  readonly fetchFaultsIn?: boolean;
  /** log2 of the bytes of the folios that code is read in: exec_folio_order(). Single pages if missing. */
  readonly execFolioShift?: number;
  /** What Linux has elsewhere and not here: calls that ask for it answer as a kernel that was built without. None if missing. */
  readonly lacks?: readonly ArchitectureLack[];
  /** The letters of VM_ARCH_1 in smaps, where they are its own: `bt`. */
  readonly archFlagCode?: string;
  /** Sizes of huge pages that are runs of entries, in pages; none if missing. Those of a single entry are in the geometry. */
  readonly contiguousPages?: readonly number[];
  /**
   * How Linux cuts physical memory into zones here, ascending; the last has no end of its own. One zone `Normal` if missing.
   */
  readonly zones?: readonly MemoryZone[];
  /** The `config` object of a page-table image (`{ levels: 4, phys_bits: 46 }`). */
  readonly imageConfig: Readonly<Record<string, number | boolean>>;

  /** Bits of an entry at `level` (0 is the root) when it is of this kind. Ascending, not overlapping; covers all 64 bits. */
  fields(level: number, kind: EntryKind): readonly FieldSpec[];

  /**
   * Reads an entry: what it is and what it grants. Never throws: a word that no kernel writes is `reserved`, but for one that the
   * MMU takes for a table or leaf all the same: that is what it is taken for, as {@link Architecture.mmu} walks by these kinds.
   */
  decode(level: number, word: bigint): DecodedEntry;

  /** An entry that points to the table at `pfn`, as the kernel writes it for user space. */
  encodeTable(level: number, table: Pfn): bigint;

  /**
   * A leaf as mk_pte()/mk_pmd() makes it from the VMA's protection: present, not dirty, writable only where the protection
   * map says so (a private mapping never is: that is what copy-on-write lives on). It is young, because the protection
   * values of Linux carry the accessed bit; where the caller wants an old one it says so with {@link withLeafState}.
   * Flags without READ, WRITE and EXEC give a PROT_NONE leaf. A caller that wants write-notify leaves SHARED out.
   *
   * @throws RangeError where the level holds no leaves, or the frame does not fit or is not aligned to the leaf's size.
   */
  mkLeaf(level: number, pfn: Pfn, flags: VmFlags): bigint;

  /**
   * Changes what software may change in a present leaf: pte_mkdirty, pte_mkyoung, pte_mkwrite, pte_wrprotect, ... What is
   * not named stays, as seen through {@link decode}; the bits that carry it may move (a dirty entry that loses WRITE).
   */
  withLeafState(level: number, word: bigint, state: Partial<LeafState>): bigint;

  /**
   * The word after the MMU went through it for an access that it allows: marked young, and dirty by a store into a leaf.
   * This is hardware's doing, which may leave other bits than {@link withLeafState}: arm64 has a dirty bit of its own. Where
   * hardware marks nothing and Linux marks before it looks for a page (LoongArch's TLB exceptions), it is what Linux leaves:
   * such a trap is no fault. The same word where there is nothing to mark.
   */
  afterAccess(level: number, word: bigint, access: AccessKind): bigint;

  /**
   * pte_modify(): new protection from the VMA, keeping frame, dirty, young, special and software bits. The entry is
   * writable afterwards exactly where {@link mkLeaf} would make it so: an old WRITE is not kept. Takes and gives PROT_NONE
   * leaves, too. An old entry becomes young where the kernel takes the accessed bit over from the protection (riscv64), and
   * PROT_NONE makes a young one old where the accessed bit is the valid bit (LoongArch).
   */
  modifyLeaf(level: number, word: bigint, flags: VmFlags): bigint;

  /**
   * A non-present entry that software defines: swap, migration, marker. Decodes to the same at that level.
   *
   * @param level the lowest one if missing. It matters where a table entry has no bit that says so, and the entry must not look
   * like one (LoongArch).
   */
  encodeSwap(entry: SwapEntry, level?: number): bigint;

  /** What Linux notes in leaves and swap entries besides, where entries have room for it. */
  readonly notes?: EntryNotes;

  /** Entries that the MMU may take as one, where it has such. */
  readonly runs?: EntryRuns;

  /**
   * What the processor does with whole tables, for accesses of any kind in any mode: what `mm oracle --mmu` proves. Nothing else
   * needs it.
   */
  readonly mmu?: Mmu;

  /**
   * The error code of a fault (x86: page-fault error code; arm64: ESR; riscv64: scause), for an access by user code whose walk
   * ended at this entry: `none`, `swap` and PROT_NONE are "not present", a leaf is a lack of permission, where the code tells
   * the two apart. Also asked of a leaf that allows the access (an old one, say): answer as if it did not.
   */
  faultCode(access: AccessKind, level: number, entry: DecodedEntry): bigint;
}

/** The auxiliary vector of a new program, as far as it takes room: ELF_PLATFORM and the number of its entries, AT_NULL included. */
export interface AuxiliaryVector {
  readonly entries: number;
  /** `x86_64`; empty where there is none. */
  readonly platform: string;
}

/**
 * What an architecture may lack: `protection-keys` makes the calls for them ENOSYS, `userfaultfd-wp` makes write protection by
 * userfaultfd EINVAL.
 */
export type ArchitectureLack = 'protection-keys' | 'userfaultfd-wp';

/** Whether {@link Architecture.lacks} names it. */
export const architectureLacks = ({ lacks = [] }: Architecture, what: ArchitectureLack): boolean =>
  lacks.includes(what);

/** A zone of physical memory. */
export interface MemoryZone {
  readonly name: 'DMA' | 'DMA32' | 'Normal';
  /** First byte after it, or null: it has the rest. */
  readonly end: bigint | null;
}

/** How a virtual address is cut. */
export interface Geometry {
  readonly pageShift: PageShift;
  /** From the root down; the last one holds pages. */
  readonly levels: readonly LevelSpec[];
  /** Bits of a user virtual address, e.g. 47 (half of 48) or 48. */
  readonly userBits: number;
  /** Bits of a physical address. */
  readonly physicalBits: number;
}

/** One level of the page tables. */
export interface LevelSpec {
  /** The kernel's name: `pgd`, `p4d`, `pud`, `pmd`, `pte`. */
  readonly name: 'pgd' | 'p4d' | 'pud' | 'pmd' | 'pte';
  /** log2 of the pages that one entry spans: 0 for pte, 9 for pmd with 4 KiB pages. */
  readonly spanShift: number;
  /** log2 of the entries of a table. */
  readonly indexBits: number;
  /** Whether an entry here may map memory itself. */
  readonly leaf: boolean;
}

/** Where the areas of a process lie. All pages are virtual page numbers. */
export interface AddressLayout {
  /** First page that user space cannot have: TASK_SIZE. */
  readonly taskSize: Vpn;
  /**
   * First page that a pointer handed to the kernel cannot point into, whether user space has what lies below or not:
   * TASK_SIZE_MAX. Where it is missing, that is `taskSize`.
   */
  readonly accessEnd?: Vpn;
  /**
   * First page that a search does not give unless the hint lies above it: DEFAULT_MAP_WINDOW. Below `taskSize` only where
   * larger addresses are for those who ask (x86-64 with 5 levels, arm64 with 52 bits); a hint above it moves the upper
   * limit of the search up by `taskSize - mapWindow`.
   */
  readonly mapWindow: Vpn;
  /**
   * Where every search ends, whatever the hint: arch_get_mmap_end(). Where it is missing, a search ends at `mapWindow`, or at
   * `taskSize` for a hint above the window.
   */
  readonly searchEnd?: Vpn;
  /** End of the stack without randomisation: STACK_TOP. */
  readonly stackTop: Vpn;
  /**
   * Where exec makes a stack before it knows where it shall lie: STACK_TOP_MAX. Where it is missing that is `stackTop`; above it where
   * a process could have larger addresses than it gets unasked.
   */
  readonly stackTopMax?: Vpn;
  /**
   * Where top-down mappings begin, for a stack limit in bytes (RLIM_INFINITY: none) and a random number of pages (0: the
   * process is not randomised).
   */
  mmapBase(stackLimit: Bytes, randomPages: number): Vpn;
  /**
   * Whether this stack limit alone makes the mm search bottom-up from `unmappedBase` (mmap_is_legacy()): where the stack is
   * unlimited, except on x86. The personality ADDR_COMPAT_LAYOUT does it everywhere, and is the caller's to see.
   */
  isLegacy(stackLimit: Bytes): boolean;
  /** Where bottom-up searches begin: TASK_UNMAPPED_BASE. */
  readonly unmappedBase: Vpn;
  /** The lower and upper bound of MAP_32BIT, or null where the flag means nothing. */
  readonly map32bit: { readonly low: Vpn; readonly high: Vpn } | null;
  /** Highest random page offset of mmap_base (mmap_rnd_bits), as a power of two. */
  readonly mmapRandomBits: number;
  /**
   * Whether addresses are searched by the generic code of Linux (not by x86's own): a hint must also be above mmap_min_addr and
   * the gap of the previous VMA, and what is longer than the window fits nowhere, fixed or not. Searches of other kinds, with an
   * alignment of shared mappings (SHMLBA) for one, are not modelled: choose what is nearer.
   */
  readonly genericSearch: boolean;
  /**
   * What 6.18 maps into every process, top of the mmap area first. Other kernels have other sizes; where a recording shows
   * them, the recording is right. There is no other place for them: those that Linux puts above the stack (LoongArch, MIPS) come here,
   * and the support matrix says so.
   */
  readonly specialMappings: readonly SpecialMapping[];
  /** The gate area that is no VMA (`[vsyscall]`), as a maps row to print last. */
  readonly gate: { readonly start: bigint; readonly end: bigint; readonly perms: string; readonly name: string } | null;
}

/** One of the kernel's own mappings in every process (`[vdso]`). */
export interface SpecialMapping {
  readonly name: string;
  readonly pages: number;
  readonly flags: VmFlags;
}

/** What an entry is. */
export type EntryKind =
  /** Nothing: pte_none(). */
  | 'none'
  /** Points to a table of the next level. */
  | 'table'
  /**
   * Maps memory, as software sees it. The MMU takes it as valid unless it is `protnone`: {@link isValidLeaf} tells.
   */
  | 'leaf'
  /** Not present, with a meaning for software: swapped, migrating, a marker. */
  | 'swap'
  /** What no kernel writes: present with bits that the architecture reserves, or a meaningless word that is not present. */
  | 'reserved';

/** A run of bits of an entry. */
export interface FieldSpec {
  /** The manual's or the kernel's name: `P`, `RW`, `AF`, `PFN`, ... */
  readonly name: string;
  /** Lowest bit. */
  readonly lo: number;
  /** Highest bit, inclusive. */
  readonly hi: number;
  /** One sentence for the viewer, true of any value where `values` says what each means. */
  readonly meaning: string;
  /** Who reads it: the MMU, only software, or nobody (ignored or reserved as zero). */
  readonly owner: 'mmu' | 'software' | 'ignored' | 'reserved';
  /** What values mean, where that is not plain. */
  readonly values?: Readonly<Record<string, string>>;
}

/** An entry as it was read. */
export interface DecodedEntry {
  readonly kind: EntryKind;
  /** Frame of the table or of the first page of the leaf; null for `none`, `swap` and `reserved`. */
  readonly pfn: Pfn | null;
  /**
   * What an access by user code would be allowed to do, looking at this entry alone: as Linux sees it, once the entry is marked young
   * and dirty. No write without read, also where an MMU knows such pages: Linux makes none.
   */
  readonly user: boolean;
  readonly read: boolean;
  readonly write: boolean;
  readonly exec: boolean;
  readonly dirty: boolean;
  readonly young: boolean;
  /** No struct page behind it as far as the mm is concerned: pte_special() (the zero page, vdso). */
  readonly special: boolean;
  /** Present for software but not for the MMU: pte_protnone(). Such a leaf grants nothing: `user` to `exec` are false. */
  readonly protnone: boolean;
  readonly swap: SwapEntry | null;
}

/**
 * What a word of zero is, on every architecture: nothing. Where Linux writes the address of an empty table instead (LoongArch above
 * the lowest level), the model has zero, too.
 */
export const NO_ENTRY: DecodedEntry = Object.freeze({
  kind: 'none',
  pfn: null,
  user: false,
  read: false,
  write: false,
  exec: false,
  dirty: false,
  young: false,
  special: false,
  protnone: false,
  swap: null,
});

/** What a word is that no kernel writes. */
export const RESERVED_ENTRY: DecodedEntry = Object.freeze({ ...NO_ENTRY, kind: 'reserved' });

/** The state of a leaf that software changes. */
export interface LeafState {
  readonly write: boolean;
  readonly dirty: boolean;
  readonly young: boolean;
  readonly special: boolean;
}

/** A non-present entry. `type` and `offset` as the kernel's swp_entry. */
export interface SwapEntry {
  readonly kind: 'swap' | 'migration' | 'marker';
  readonly type: number;
  readonly offset: bigint;
  /** The page was its owner's alone when it was swapped out (pte_swp_exclusive()). Absent means false. */
  readonly exclusive?: true;
}

/**
 * Types of swp_entry_t that are no swap file, as a kernel has them that can migrate pages and handle memory failures but has
 * no device-private memory (with it, swap files end lower and migration moves down; the marker stays the last type).
 *
 * @kernel 6.18 include/linux/swap.h
 */
export const SWAP_TYPE = {
  hwpoison: 27,
  migrationRead: 28,
  migrationReadExclusive: 29,
  migrationWrite: 30,
  marker: 31,
} as const;

/** What a type of swp_entry_t means. A poisoned page counts as swap: no access reaches it, and nobody waits for it. */
export function swapKind(type: number): SwapEntry['kind'] {
  if (type === SWAP_TYPE.marker) return 'marker';
  return type >= SWAP_TYPE.migrationRead && type <= SWAP_TYPE.migrationWrite ? 'migration' : 'swap';
}

/**
 * Whether the MMU takes the entry as a mapping of memory: a leaf, and no PROT_NONE one. These are an image's `leaves`. An old leaf counts,
 * whether or not its first access traps.
 */
export const isValidLeaf = (entry: DecodedEntry): boolean => entry.kind === 'leaf' && !entry.protnone;

/** What an access does. */
export type AccessKind = 'load' | 'store' | 'fetch';
