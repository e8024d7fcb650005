/**
 * `vm_flags` of a VMA as data: one table gives bit, kernel name, the two letters of `VmFlags:` in /proc/PID/smaps and
 * what the flag means; everything else (parsing, printing, tests) is derived from it.
 *
 * There are more flags than bits in a 32-bit word, and 64-bit words as `bigint` are slow, so a set of flags is an
 * interned pair of words: the same flags are always the same object, and `===` compares two sets.
 */

/** One row of {@link VM_FLAG_TABLE}. */
export interface VmFlagSpec {
  /** Kernel name without `VM_`. */
  readonly name: string;
  /** Bit number in 6.18. Only a viewer shows it; no rule depends on it. */
  readonly bit: number;
  /** Letters in `VmFlags:`, or null where smaps does not print the flag. */
  readonly smaps: string | null;
  readonly meaning: string;
}

const row = (name: string, bit: number, smaps: string | null, meaning: string): VmFlagSpec => ({
  name,
  bit,
  smaps,
  meaning,
});

const ARCH_1_BIT = 24;

/** Every flag that the model knows, in bit order. @kernel 6.18 include/linux/mm.h, fs/proc/task_mmu.c */
export const VM_FLAG_TABLE: readonly VmFlagSpec[] = [
  row('READ', 0, 'rd', 'may be read'),
  row('WRITE', 1, 'wr', 'may be written'),
  row('EXEC', 2, 'ex', 'may be executed'),
  row('SHARED', 3, 'sh', 'writes reach the file or other processes'),
  row('MAYREAD', 4, 'mr', 'mprotect may add READ'),
  row('MAYWRITE', 5, 'mw', 'mprotect may add WRITE'),
  row('MAYEXEC', 6, 'me', 'mprotect may add EXEC'),
  row('MAYSHARE', 7, 'ms', 'mapped MAP_SHARED, even where the file is not writable'),
  row('GROWSDOWN', 8, 'gd', 'grows towards lower addresses when touched below (stack)'),
  row('UFFD_MISSING', 9, 'um', 'missing pages go to userfaultfd'),
  row('PFNMAP', 10, 'pf', 'raw page frames without struct page'),
  row('MAYBE_GUARD', 11, 'gu', 'may hold guard markers'),
  row('UFFD_WP', 12, 'uw', 'write faults go to userfaultfd'),
  row('LOCKED', 13, 'lo', 'kept in memory (mlock)'),
  row('IO', 14, 'io', 'memory-mapped I/O'),
  row('SEQ_READ', 15, 'sr', 'will be read in sequence'),
  row('RAND_READ', 16, 'rr', 'will be read at random: no read-around'),
  row('DONTCOPY', 17, 'dc', 'not copied by fork'),
  row('DONTEXPAND', 18, 'de', 'mremap may not grow it'),
  row('LOCKONFAULT', 19, 'lf', 'locked as its pages come in'),
  row('ACCOUNT', 20, 'ac', 'counted in Committed_AS'),
  row('NORESERVE', 21, 'nr', 'not counted in Committed_AS'),
  row('HUGETLB', 22, 'ht', 'hugetlbfs pages'),
  row('SYNC', 23, 'sf', 'page faults are synchronous (DAX)'),
  row('ARCH_1', ARCH_1_BIT, 'ar', "the architecture's own flag (arm64: BTI)"),
  row('WIPEONFORK', 25, 'wf', 'the child sees zeroes'),
  row('DONTDUMP', 26, 'dd', 'left out of a core dump'),
  row('SOFTDIRTY', 27, 'sd', 'the whole VMA counts as soft-dirty'),
  row('MIXEDMAP', 28, 'mm', 'both pages and raw page frames'),
  row('HUGEPAGE', 29, 'hg', 'transparent huge pages wanted'),
  row('NOHUGEPAGE', 30, 'nh', 'transparent huge pages not wanted'),
  row('MERGEABLE', 31, 'mg', 'KSM may merge its pages'),
  row('PKEY_BIT0', 32, null, 'protection key, bit 0'),
  row('PKEY_BIT1', 33, null, 'protection key, bit 1'),
  row('PKEY_BIT2', 34, null, 'protection key, bit 2'),
  row('PKEY_BIT3', 35, null, 'protection key, bit 3'),
  row('MTE', 36, 'mt', 'arm64 memory tagging is on'),
  row('SHADOW_STACK', 37, 'ss', 'a shadow stack'),
  row('UFFD_MINOR', 38, 'ui', 'minor faults go to userfaultfd'),
  row('MTE_ALLOWED', 39, null, 'arm64 memory tagging may be turned on'),
  row('DROPPABLE', 40, 'dp', 'the kernel may drop its pages at any time'),
  row('SEALED', 42, 'sl', 'mseal: layout and protection cannot change'),
];

/** A set of VM flags. Get one from {@link vmFlags} or from another set; never compare by bits, use `===`. */
export interface VmFlags {
  /** Bits 0 to 31. */
  readonly lo: number;
  /** Bits 32 to 63. */
  readonly hi: number;
  /** Whether any flag of `mask` is set. */
  has(mask: VmFlags): boolean;
  /** Whether every flag of `mask` is set. */
  hasAll(mask: VmFlags): boolean;
  /** This set and the flags of `mask`. */
  or(mask: VmFlags): VmFlags;
  /** This set without the flags of `mask`. */
  without(mask: VmFlags): VmFlags;
  /** The flags that are in exactly one of the two sets. */
  xor(other: VmFlags): VmFlags;
  /** Whether both sets have the same flags, not looking at those of `ignored`. */
  agrees(other: VmFlags, ignored: VmFlags): boolean;
  /** The flags that are in both. */
  and(mask: VmFlags): VmFlags;
  /** Kernel names without `VM_`, in bit order. */
  names(): string[];
  /** `rd wr mr mw me ac `: the value of `VmFlags:` in smaps, with its trailing blank. Flags of `unnamed` are `??`. */
  toSmaps(unnamed?: VmFlags): string;
  toString(): string;
}

/** What smaps prints for a flag that the kernel has no code for. */
export const UNNAMED_FLAG = '??';

class FlagSet implements VmFlags {
  readonly lo: number;
  readonly hi: number;
  #smaps: string | undefined;
  #text: string | undefined;

  constructor(lo: number, hi: number) {
    this.lo = lo;
    this.hi = hi;
  }
  has(mask: VmFlags): boolean {
    return ((this.lo & mask.lo) | (this.hi & mask.hi)) !== 0;
  }
  hasAll(mask: VmFlags): boolean {
    return (mask.lo & ~this.lo) === 0 && (mask.hi & ~this.hi) === 0;
  }
  // Most of what is added is there already, and most of what is taken away is not: 3 ns instead of 15.
  or(mask: VmFlags): VmFlags {
    return this.hasAll(mask) ? this : intern(this.lo | mask.lo, this.hi | mask.hi);
  }
  without(mask: VmFlags): VmFlags {
    return this.has(mask) ? intern(this.lo & ~mask.lo, this.hi & ~mask.hi) : this;
  }
  agrees(other: VmFlags, ignored: VmFlags): boolean {
    return (((this.lo ^ other.lo) & ~ignored.lo) | ((this.hi ^ other.hi) & ~ignored.hi)) === 0;
  }
  xor(other: VmFlags): VmFlags {
    return intern(this.lo ^ other.lo, this.hi ^ other.hi);
  }
  and(mask: VmFlags): VmFlags {
    return intern(this.lo & mask.lo, this.hi & mask.hi);
  }
  names(): string[] {
    return specsOf(this).map((spec) => spec.name);
  }
  toSmaps(unnamed?: VmFlags): string {
    if (unnamed !== undefined && this.has(unnamed)) return this.#codes(unnamed);
    return (this.#smaps ??= this.#codes());
  }
  #codes(unnamed?: VmFlags): string {
    return specsOf(this)
      .filter((spec) => spec.smaps !== null)
      .map(({ bit, smaps }) => `${unnamed?.has(bitOf(bit)) === true ? UNNAMED_FLAG : smaps} `)
      .join('');
  }
  toString(): string {
    return (this.#text ??= this.names().join('|') || '0');
  }
}

const WORD = 32;
const interned = new Map<number, Map<number, VmFlags>>();

function intern(lo: number, hi: number): VmFlags {
  let row = interned.get(hi);
  if (row === undefined) interned.set(hi, (row = new Map()));
  let set = row.get(lo);
  if (set === undefined) row.set(lo, (set = new FlagSet(lo, hi)));
  return set;
}

const bitOf = (bit: number): VmFlags => (bit < WORD ? intern(1 << bit, 0) : intern(0, 1 << (bit - WORD)));

const specsOf = (set: VmFlags): VmFlagSpec[] => VM_FLAG_TABLE.filter((spec) => set.has(bitOf(spec.bit)));

const named = new Map(VM_FLAG_TABLE.map((spec) => [spec.name, bitOf(spec.bit)]));
const coded = new Map(VM_FLAG_TABLE.flatMap((spec) => (spec.smaps === null ? [] : [[spec.smaps, bitOf(spec.bit)]])));
/** As arm64 prints ARCH_1. */
const BTI_CODE = 'bt';
coded.set(BTI_CODE, bitOf(ARCH_1_BIT));

/** The set of these kernel names (without `VM_`). @throws RangeError on a name that no row has. */
export function vmFlags(...names: string[]): VmFlags {
  let set = intern(0, 0);
  for (const name of names) {
    const flag = named.get(name);
    if (flag === undefined) throw new RangeError(`VM_${name} is not a known VM flag`);
    set = set.or(flag);
  }
  return set;
}

/** Reads the value of a `VmFlags:` line. Returns the set and the codes that no row has. */
export function parseSmapsFlags(text: string): { flags: VmFlags; unknown: string[] } {
  let flags = intern(0, 0);
  const unknown: string[] = [];
  for (const code of text.split(' ').filter((word) => word !== '')) {
    const flag = coded.get(code);
    if (flag === undefined) unknown.push(code);
    else flags = flags.or(flag);
  }
  return { flags, unknown };
}

export const VM_NONE: VmFlags = intern(0, 0);
export const VM_READ: VmFlags = vmFlags('READ');
export const VM_WRITE: VmFlags = vmFlags('WRITE');
export const VM_EXEC: VmFlags = vmFlags('EXEC');
export const VM_SHARED: VmFlags = vmFlags('SHARED');
export const VM_MAYREAD: VmFlags = vmFlags('MAYREAD');
export const VM_MAYWRITE: VmFlags = vmFlags('MAYWRITE');
export const VM_MAYEXEC: VmFlags = vmFlags('MAYEXEC');
export const VM_MAYSHARE: VmFlags = vmFlags('MAYSHARE');
export const VM_GROWSDOWN: VmFlags = vmFlags('GROWSDOWN');
export const VM_UFFD_MISSING: VmFlags = vmFlags('UFFD_MISSING');
export const VM_UFFD_WP: VmFlags = vmFlags('UFFD_WP');
export const VM_UFFD_MINOR: VmFlags = vmFlags('UFFD_MINOR');
export const VM_ARCH_1: VmFlags = vmFlags('ARCH_1');
export const VM_PFNMAP: VmFlags = vmFlags('PFNMAP');
export const VM_MAYBE_GUARD: VmFlags = vmFlags('MAYBE_GUARD');
export const VM_LOCKED: VmFlags = vmFlags('LOCKED');
export const VM_IO: VmFlags = vmFlags('IO');
export const VM_SEQ_READ: VmFlags = vmFlags('SEQ_READ');
export const VM_RAND_READ: VmFlags = vmFlags('RAND_READ');
export const VM_DONTCOPY: VmFlags = vmFlags('DONTCOPY');
export const VM_DONTEXPAND: VmFlags = vmFlags('DONTEXPAND');
export const VM_LOCKONFAULT: VmFlags = vmFlags('LOCKONFAULT');
export const VM_ACCOUNT: VmFlags = vmFlags('ACCOUNT');
export const VM_NORESERVE: VmFlags = vmFlags('NORESERVE');
export const VM_HUGETLB: VmFlags = vmFlags('HUGETLB');
export const VM_SYNC: VmFlags = vmFlags('SYNC');
export const VM_WIPEONFORK: VmFlags = vmFlags('WIPEONFORK');
export const VM_DONTDUMP: VmFlags = vmFlags('DONTDUMP');
export const VM_SOFTDIRTY: VmFlags = vmFlags('SOFTDIRTY');
export const VM_MIXEDMAP: VmFlags = vmFlags('MIXEDMAP');
export const VM_HUGEPAGE: VmFlags = vmFlags('HUGEPAGE');
export const VM_NOHUGEPAGE: VmFlags = vmFlags('NOHUGEPAGE');
export const VM_MERGEABLE: VmFlags = vmFlags('MERGEABLE');
export const VM_SHADOW_STACK: VmFlags = vmFlags('SHADOW_STACK');
export const VM_DROPPABLE: VmFlags = vmFlags('DROPPABLE');
export const VM_SEALED: VmFlags = vmFlags('SEALED');

/** READ, WRITE and EXEC: what a page table can grant. */
export const VM_ACCESS_FLAGS: VmFlags = vmFlags('READ', 'WRITE', 'EXEC');
/** Mappings that are never merged nor locked. */
export const VM_SPECIAL: VmFlags = vmFlags('IO', 'DONTEXPAND', 'PFNMAP', 'MIXEDMAP');
/** Both flags of mlock. */
export const VM_LOCKED_MASK: VmFlags = vmFlags('LOCKED', 'LOCKONFAULT');
/** What a range is registered for with a userfaultfd. */
export const VM_UFFD: VmFlags = vmFlags('UFFD_MISSING', 'UFFD_WP', 'UFFD_MINOR');
