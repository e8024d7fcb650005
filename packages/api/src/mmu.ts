/**
 * The MMU: what a processor makes of page tables, byte by byte, for any access in any of its modes. {@link walk} is the walk that
 * all architectures share; what differs stands in their {@link Mmu}. Nothing here is needed to model Linux, which asks entries
 * alone: it is what an MMU that is not ours is compared with, and what a viewer shows of a walk.
 *
 * Invariant: a walk reads memory through {@link PhysicalWords} only, and changes nothing; what the MMU would mark on its way is
 * part of the result.
 */

import type { AccessKind, Architecture, DecodedEntry } from './architecture.ts';

/** An access, and whether user code or the kernel makes it. */
export interface MmuAccess {
  readonly kind: AccessKind;
  readonly by: 'user' | 'kernel';
}

/** A control of the processor that changes what entries mean: a bit of a register (0 or 1), or a register. */
export interface MmuControl {
  /** The manual's name: `WP`, `PKRU`, `PAN`, `SUM`. */
  readonly name: string;
  readonly meaning: string;
  /** Bits that it has. */
  readonly bits: number;
  /** What it is while Linux runs user code. */
  readonly default: number;
}

/** Values of controls by name. What is missing has its default. */
export type MmuControls = Readonly<Record<string, number>>;

/**
 * Why an access faults.
 * - `address`: not an address that the tables translate
 * - `missing`: the walk ended at an entry that the MMU does not take
 * - `reserved`: at one with bits that must be zero
 * - `unmarked`: at one that is not marked young (or dirty), where software does that
 * - `permission`: the entries do not grant it; `privilege`: not to this mode, where the fault says so; `key`: a protection key takes it away
 */
export type MmuFaultReason = 'address' | 'missing' | MmuRefusal | MmuDenial;

/** Where and why a walk ended without a page. */
export interface MmuFault {
  readonly reason: MmuFaultReason;
  /** Level of the entry where it ended; 0 is the root. */
  readonly level: number;
}

/** What the MMU of a configured architecture does beyond what single entries say. All functions are pure. */
export interface Mmu {
  readonly controls: readonly MmuControl[];
  /** Whether the tables translate this address: canonical ones, where half of the addresses are above a hole. */
  translates(va: bigint): boolean;
  /**
   * Whether an address that is not translated is no page fault, but an error of its own: general protection, a SIGSEGV that names no address.
   * Without it, an access there ends as one to an address where nothing is mapped.
   */
  readonly protectsHole?: true;
  /** The address that an access goes to: without a tag, the part that the MMU does not look at. None has tags if missing. */
  untagged?(va: bigint): bigint;
  /**
   * Whether the MMU takes a word for an entry at all: its valid or present bit. Where only leaves have one, whether it is not zero;
   * the leaf is then for {@link refuses}.
   */
  takes(word: bigint): boolean;
  /**
   * What a table or a leaf grants, as a set of bits of the architecture's own: what an access may do is what all entries on its
   * way have in common, joined by `&`.
   */
  rights(level: number, word: bigint, isLeaf: boolean): number;
  /** Why the MMU refuses a table or leaf in this mode before it looks at rights, or null. */
  refuses(level: number, word: bigint, isLeaf: boolean, access: MmuAccess, controls: MmuControls): MmuRefusal | null;
  /** Why these rights do not allow the access, or null. */
  denies(rights: number, access: MmuAccess, controls: MmuControls): MmuDenial | null;
  /** The word of a table or leaf after an access went through it: young, and a leaf dirty by a store, where hardware does so. */
  marks(level: number, word: bigint, isLeaf: boolean, access: MmuAccess, controls: MmuControls): bigint;
  /** Pages that one leaf translates: more than its level says where a run of entries is one. */
  pagesOf(level: number, word: bigint): number;
  /** The code that the processor gives with the fault, as {@link Architecture.faultCode}, but for any access. */
  faultCode(fault: MmuFault, access: MmuAccess, controls: MmuControls): bigint;
}

/** What {@link Mmu.refuses} may say. */
export type MmuRefusal = 'reserved' | 'unmarked';

/** What {@link Mmu.denies} may say. */
export type MmuDenial = 'permission' | 'privilege' | 'key';

/** Memory by words of 64 bits. */
export interface PhysicalWords {
  /** The word at a physical address, a multiple of 8; zero where nothing was written. */
  read(pa: bigint): bigint;
}

/** A word that the MMU marks: its physical address, before and after. */
export interface MmuMark {
  readonly pa: bigint;
  readonly before: bigint;
  readonly after: bigint;
}

/** An entry that a walk read. */
export interface WalkedEntry {
  readonly pa: bigint;
  readonly level: number;
  readonly word: bigint;
  readonly entry: DecodedEntry;
}

/** Where a walk ended. */
export type Translation = {
  /** The entries that were read, root first. */
  readonly path: readonly WalkedEntry[];
  /**
   * What the MMU marks. Of a fault: what it may have marked on the way, which the manuals leave open.
   */
  readonly marks: readonly MmuMark[];
} & ({ readonly kind: 'page'; readonly pa: bigint } | ({ readonly kind: 'fault'; readonly code: bigint } & MmuFault));

const ENTRY_BYTES = 8n;
const DENIALS: ReadonlySet<MmuFaultReason> = new Set<MmuDenial>(['permission', 'privilege', 'key']);

/**
 * Walks the tables at `root` (the physical address of the root table) as the processor does.
 *
 * @param controls what differs from the defaults of {@link Mmu.controls}
 * @throws RangeError where the architecture has no {@link Architecture.mmu}
 */
export function walk(
  arch: Architecture,
  memory: PhysicalWords,
  root: bigint,
  va: bigint,
  access: MmuAccess,
  controls: MmuControls = {},
): Translation {
  const { mmu } = arch;
  if (mmu === undefined) throw new RangeError(`${arch.spec} does not say what its MMU does`);
  return new Walk(arch, mmu, memory, va, access, { ...defaultControls(mmu), ...controls }).from(root);
}

/** All controls as they are while Linux runs user code. */
export const defaultControls = (mmu: Mmu): MmuControls =>
  Object.fromEntries(mmu.controls.map((control) => [control.name, control.default]));

class Walk {
  readonly #arch: Architecture;
  readonly #mmu: Mmu;
  readonly #memory: PhysicalWords;
  readonly #va: bigint;
  readonly #access: MmuAccess;
  readonly #controls: MmuControls;
  readonly #path: WalkedEntry[] = [];

  constructor(
    arch: Architecture,
    mmu: Mmu,
    memory: PhysicalWords,
    va: bigint,
    access: MmuAccess,
    controls: MmuControls,
  ) {
    this.#arch = arch;
    this.#mmu = mmu;
    this.#memory = memory;
    this.#va = va;
    this.#access = access;
    this.#controls = controls;
  }

  from(root: bigint): Translation {
    if (!this.#mmu.translates(this.#va)) return this.#fault('address', 0);
    let table = root;
    let rights = -1;
    for (let level = 0; ; level++) {
      const { word, entry } = this.#read(table, level);
      if (!this.#mmu.takes(word)) return this.#fault('missing', level);
      if (entry.pfn === null) return this.#fault('reserved', level);
      const isLeaf = entry.kind === 'leaf';
      const refused = this.#mmu.refuses(level, word, isLeaf, this.#access, this.#controls);
      if (refused !== null) return this.#fault(refused, level);
      rights &= this.#mmu.rights(level, word, isLeaf);
      table = BigInt(entry.pfn) << BigInt(this.#arch.geometry.pageShift);
      if (!isLeaf) continue;
      const denied = this.#mmu.denies(rights, this.#access, this.#controls);
      if (denied !== null) return this.#fault(denied, level);
      const offset = this.#va & ((BigInt(this.#mmu.pagesOf(level, word)) << this.#pageShift) - 1n);
      return { kind: 'page', pa: table + offset, path: this.#path, marks: this.#marks(this.#path) };
    }
  }

  get #pageShift(): bigint {
    return BigInt(this.#arch.geometry.pageShift);
  }

  #read(table: bigint, level: number): WalkedEntry {
    const spec = this.#arch.geometry.levels[level];
    if (spec === undefined) throw new RangeError(`there is no level ${level}`);
    const index = (this.#va >> (this.#pageShift + BigInt(spec.spanShift))) & ((1n << BigInt(spec.indexBits)) - 1n);
    const pa = table + index * ENTRY_BYTES;
    const word = this.#memory.read(pa);
    const found = { pa, level, word, entry: this.#arch.decode(level, word) };
    this.#path.push(found);
    return found;
  }

  #fault(reason: MmuFaultReason, level: number): Translation {
    const code = this.#mmu.faultCode({ reason, level }, this.#access, this.#controls);
    // The entry at which the walk ended was not used, unless its rights were looked at.
    const passed = DENIALS.has(reason) ? this.#path : this.#path.slice(0, -1);
    const marks = this.#marks(passed.filter(({ entry }) => entry.kind === 'table'));
    return { kind: 'fault', reason, level, code, path: this.#path, marks };
  }

  #marks(path: readonly WalkedEntry[]): MmuMark[] {
    return path.flatMap(({ pa, level, word: before, entry }) => {
      const after = this.#mmu.marks(level, before, entry.kind === 'leaf', this.#access, this.#controls);
      return after === before ? [] : [{ pa, before, after }];
    });
  }
}
