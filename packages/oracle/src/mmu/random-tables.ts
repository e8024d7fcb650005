/**
 * Random page tables, made by an architecture's own functions alone: tables and leaves at every level that has them, with any
 * protection and state, and then, in some entries, a field or two with another value, as its field tables name them. The same seed
 * makes the same tables.
 */

import { pfn, vmFlags, writeField, type Architecture, type Pfn } from '@mm-playground/api';
import type { Random } from '../native/random.ts';
import { HARNESS, MEMORY_BITS } from './guest.ts';
import { Words, type AddressSpace, type Tables } from './tables.ts';

/** How many address spaces there are, and how many addresses of each are asked for. */
export interface RandomTablesPlan {
  readonly spaces: number;
  readonly addresses: number;
  /** Whether reserved fields get other values, too. */
  readonly triesReserved: boolean;
  /** Addresses that may be used. */
  readonly isFree: (va: bigint) => boolean;
}

const CHANCE = {
  /** An address close to one before, so that tables are shared. */
  near: 0.4,
  /** An address that is not translated: in the hole between the halves, or above the one half that there is. */
  beyond: 0.02,
  /** A leaf where there could be a table. */
  earlyLeaf: 0.2,
  /** A run of leaves where there could be one. */
  run: 0.2,
  /** An entry that is changed, and one that is changed once more. */
  changed: 0.35,
  changedTwice: 0.3,
  /** A change of a reserved field, or of a frame, where one was chosen. */
  reserved: 0.2,
  frame: 0.2,
} as const;

const ENTRY_BYTES = 8n;
const WORD_BITS = 64;

/** Makes tables of random address spaces. */
export function randomTables(arch: Architecture, random: Random, plan: RandomTablesPlan): Tables {
  const maker = new TableMaker(arch, random);
  const spaces = Array.from({ length: plan.spaces }, () => maker.space(plan));
  return { words: maker.words, frames: maker.frames, spaces };
}

/** A random number of so many bits. */
function bits(random: Random, count: number): bigint {
  const word = (BigInt(random.next()) << 32n) | BigInt(random.next());
  return BigInt.asUintN(count, word);
}

class TableMaker {
  readonly words = new Words();
  readonly frames = new Set<number>();
  readonly #arch: Architecture;
  readonly #random: Random;
  /** What was written as a leaf or a table, and at which level. */
  readonly #made: { readonly pa: bigint; readonly level: number; readonly kind: 'table' | 'leaf' }[] = [];

  constructor(arch: Architecture, random: Random) {
    this.#arch = arch;
    this.#random = random;
  }

  get #pageShift(): number {
    return this.#arch.geometry.pageShift;
  }

  space(plan: RandomTablesPlan): AddressSpace {
    this.#made.length = 0;
    const root = this.#newTable();
    const addresses: bigint[] = [];
    while (addresses.length < plan.addresses) {
      const va = this.#address(addresses);
      if (!plan.isFree(va)) continue;
      addresses.push(va);
      if (this.#arch.mmu?.translates(va) === true) this.#map(root, va);
    }
    for (const { pa, level, kind } of this.#made)
      if (this.#random.chance(CHANCE.changed)) {
        this.#change(pa, level, kind, plan);
        if (this.#random.chance(CHANCE.changedTwice)) this.#change(pa, level, kind, plan);
      }
    return { root, addresses };
  }

  /** An address, a multiple of 8: any, or one with the upper bits of one before. */
  #address(before: readonly bigint[]): bigint {
    const { userBits, levels } = this.#arch.geometry;
    const translated = levels.reduce<number>((sum, { indexBits }) => sum + indexBits, this.#pageShift);
    if (before.length > 0 && this.#random.chance(CHANCE.near)) {
      const kept = this.#random.pick(before);
      const changed = this.#random.below(translated - this.#pageShift) + 3;
      return ((kept >> BigInt(changed)) << BigInt(changed)) | (bits(this.#random, changed) & ~7n);
    }
    const va = bits(this.#random, translated) & ~7n;
    const isBeyond = this.#random.chance(CHANCE.beyond);
    if (userBits === translated) return isBeyond ? va | (1n << BigInt(translated)) : va;
    // Where there are two halves, the upper one is as far up as addresses go.
    return isBeyond ? va : BigInt.asUintN(WORD_BITS, BigInt.asIntN(translated, va));
  }

  /** Random frames in memory, apart from what the guest needs. `step` pages are one, and aligned. */
  #frame(step: number, limitBits: number): Pfn {
    const shift = this.#pageShift + Math.log2(step);
    const room = Math.max(Math.min(limitBits, this.#arch.geometry.physicalBits) - shift, 0);
    for (;;) {
      const start = bits(this.#random, room) << BigInt(shift);
      if (start + (1n << BigInt(shift)) <= HARNESS.start || start >= HARNESS.end || room === 0)
        return pfn(Number(start >> BigInt(this.#pageShift)));
    }
  }

  #newTable(): bigint {
    for (;;) {
      const frame = this.#frame(1, MEMORY_BITS);
      if (frame === 0 || this.frames.has(frame)) continue;
      this.frames.add(frame);
      return BigInt(frame) << BigInt(this.#pageShift);
    }
  }

  #map(root: bigint, va: bigint): void {
    let table = root;
    for (let level = 0; ; level++) {
      const spec = this.#arch.geometry.levels[level];
      if (spec === undefined) return;
      const index = (va >> BigInt(this.#pageShift + spec.spanShift)) & ((1n << BigInt(spec.indexBits)) - 1n);
      const pa = table + index * ENTRY_BYTES;
      const entry = this.#arch.decode(level, this.words.read(pa));
      if (entry.kind === 'table' && entry.pfn !== null) {
        table = BigInt(entry.pfn) << BigInt(this.#pageShift);
        continue;
      }
      if (this.words.read(pa) !== 0n) return;
      if (spec.leaf && (spec.spanShift === 0 || this.#random.chance(CHANCE.earlyLeaf)))
        return this.#writeLeaf(pa, level, spec.spanShift);
      table = this.#newTable();
      this.#write(pa, level, 'table', this.#arch.encodeTable(level, pfn(Number(table >> BigInt(this.#pageShift)))));
    }
  }

  #write(pa: bigint, level: number, kind: 'table' | 'leaf', word: bigint): void {
    this.words.write(pa, word);
    this.#made.push({ pa, level, kind });
  }

  /** A leaf, or a run of them where all its entries are free. */
  #writeLeaf(pa: bigint, level: number, spanShift: number): void {
    // Some lie above all memory that there is: only a translation can be asked for there.
    const limit = this.#random.chance(0.15) ? WORD_BITS : MEMORY_BITS;
    const { runs } = this.#arch;
    const length = runs?.length(level) ?? 1;
    const first = pa - (pa % (BigInt(length) * ENTRY_BYTES));
    const places = Array.from({ length }, (_, at) => first + BigInt(at) * ENTRY_BYTES);
    const isRun = length > 1 && this.#random.chance(CHANCE.run) && places.every((at) => this.words.read(at) === 0n);
    const leaf = this.#leaf(level, this.#frame(2 ** spanShift * (isRun ? length : 1), limit));
    if (!isRun) return this.#write(pa, level, 'leaf', leaf(0));
    const words = places.map((_, at) => leaf(at * 2 ** spanShift));
    (runs?.fold(level, words) ?? words).forEach((word, at) => this.#write(places[at] ?? pa, level, 'leaf', word));
  }

  /** Makes leaves with one random protection and state, so many pages behind a frame. */
  #leaf(level: number, frame: Pfn): (pages: number) => bigint {
    const names = ['READ', 'WRITE', 'EXEC', 'SHARED', 'PKEY_BIT0', 'PKEY_BIT1', 'PKEY_BIT2'];
    const flags = vmFlags(...names.filter(() => this.#random.chance(0.6)));
    const flip = (): boolean => this.#random.chance(0.5);
    const state = { young: flip(), dirty: flip(), ...(flip() && { write: flip() }) };
    return (pages) => this.#arch.withLeafState(level, this.#arch.mkLeaf(level, pfn(frame + pages), flags), state);
  }

  /** Gives a random field of an entry a random value; for some fields only now and then. */
  #change(pa: bigint, level: number, kind: 'table' | 'leaf', { triesReserved }: RandomTablesPlan): void {
    const field = this.#random.pick(this.#arch.fields(level, kind));
    if (field.owner === 'reserved' && !(triesReserved && this.#random.chance(CHANCE.reserved))) return;
    if (field.name.startsWith('PFN') && !this.#random.chance(CHANCE.frame)) return;
    this.words.write(pa, writeField(this.words.read(pa), field, bits(this.#random, field.hi - field.lo + 1)));
  }
}
