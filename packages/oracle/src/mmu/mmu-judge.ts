/**
 * Compares two MMUs on the same tables: {@link walk} over what the architecture says of them, and the emulated processor. Per probe
 * the answer, and in the end every word of every page that was written, with what hardware marked in it.
 *
 * A target word tells in which frame it lies, loaded or executed. Where words are to be written is only known by walking: a first
 * round finds them, a second one, on all that is in memory then, says what must happen, in the order in which it happens.
 */

import {
  defaultControls,
  hex,
  walk,
  type AccessKind,
  type Architecture,
  type MmuAccess,
  type MmuControls,
  type Translation,
} from '@mm-playground/api';
import type { Random } from '../native/random.ts';
import { emulatorVersion, Guest, HARNESS, MEMORY_BITS } from './guest.ts';
import type { Patch } from './machine-code.ts';
import { MmuError } from './mmu-error.ts';
import { guestOf } from './guests.ts';
import { probeText, signedFrame, type MmuGuest, type Probe } from './probe.ts';
import { isIn, type MmuQuirk } from './quirks.ts';
import { CHUNK_BYTES, type Tables, type Words } from './tables.ts';

/** What a comparison came to. */
export interface MmuVerdict {
  /** Probes that were compared. */
  readonly probes: number;
  /** Those of them that faulted. */
  readonly faults: number;
  /** Words of memory that were compared, and those that hardware marked. */
  readonly words: number;
  readonly marked: number;
  /** Probes that were not asked, or have another answer, by the quirk that is why. */
  readonly quirks: Readonly<Record<string, number>>;
  /** What differs, as lines of text. */
  readonly mismatches: readonly string[];
}

/** A probe that is asked, and what must be answered. */
interface Asked {
  readonly probe: Probe;
  readonly expected: string;
  readonly value: bigint;
}

const KINDS: readonly AccessKind[] = ['load', 'store', 'fetch'];
const ACCESSES: readonly MmuAccess[] = KINDS.flatMap((kind) => [
  { kind, by: 'user' },
  { kind, by: 'kernel' },
]);
const WORD_BYTES = 8;
const CHANCE = { default: 0.5, translates: 0.3 } as const;

/** An architecture beside a running guest. */
export class MmuJudge {
  readonly arch: Architecture;
  /** The version of QEMU. */
  readonly version: string;
  readonly #guestKind: MmuGuest;
  readonly #turn: number;
  readonly #guest: Guest;
  readonly #quirks: readonly MmuQuirk[];
  readonly #defaults: MmuControls;

  /**
   * Starts a guest.
   *
   * @param turn varies where the guest's own mappings lie
   * @param guest what walks the tables; one of ours if missing
   * @throws MmuError where there is no guest for the architecture, or no QEMU
   */
  constructor(arch: Architecture, turn = 0, guest: MmuGuest = guestOf(arch)) {
    this.arch = arch;
    this.#guestKind = guest;
    if (arch.mmu === undefined) throw new MmuError('no-guest', `${arch.spec} does not say what its MMU does`);
    const kind = this.#guestKind.kind(arch, turn);
    this.version = emulatorVersion(kind);
    this.#quirks = guest.quirks.filter((quirk) => isIn(this.version, quirk));
    this.#defaults = defaultControls(arch.mmu);
    this.#turn = turn;
    this.#guest = new Guest(kind);
  }

  close(): Promise<void> {
    return this.#guest.close();
  }

  /** Whether the guest's own mappings leave an address alone. */
  isFree(va: bigint): boolean {
    return this.#guestKind.isFree(this.arch, va, this.#turn);
  }

  /** Whether reserved bits can be tried. */
  get triesReserved(): boolean {
    return this.#guestKind.triesReserved;
  }

  /** Probes of all addresses: each access by user and kernel, with random controls. */
  probes({ spaces }: Tables, random: Random): Probe[] {
    return spaces.flatMap(({ root, addresses }) =>
      addresses.flatMap((va) => ACCESSES.map((access) => this.#probe(root, va, access, random))),
    );
  }

  #probe(root: bigint, va: bigint, access: MmuAccess, random: Random): Probe {
    const controls = this.#controls(random);
    const { translatesWith } = this.#guestKind;
    const onlyTranslates = translatesWith !== null && access.kind !== 'fetch' && random.chance(CHANCE.translates);
    return {
      root,
      va,
      access,
      controls: onlyTranslates ? { ...controls, ...translatesWith } : controls,
      onlyTranslates,
    };
  }

  #controls(random: Random): MmuControls {
    const controls = this.arch.mmu?.controls ?? [];
    return Object.fromEntries(
      controls.map(({ name, bits, default: usual }) => {
        const keeps = this.#guestKind.fixed.includes(name) || random.chance(CHANCE.default);
        return [name, keeps ? usual : random.next() >>> (32 - bits)];
      }),
    );
  }

  /**
   * Asks both about the probes, in their order, as many as a job holds (some 24,000).
   *
   * @param expectedWords tables that the expectation is made of, where they are not those that the guest gets: for a test that shows
   * that a difference is found
   */
  async compare(tables: Tables, probes: readonly Probe[], expectedWords: Words = tables.words): Promise<MmuVerdict> {
    const trial = new Trial(this.arch, this.#guestKind, this.#quirks, this.#defaults, tables.frames, expectedWords);
    const asked = trial.ask(probes);
    const roots = tables.spaces.flatMap(({ root }) => this.#guestKind.rootPatches(this.arch, root, this.#turn));
    const memory = trial.begins(tables.words);
    this.#guest.write([...patchesOf(memory), ...roots]);
    const results = await this.#guest.perform(
      asked.map(({ probe, value }) => this.#guestKind.record(this.arch, probe, value, this.#turn)),
    );
    const answers = asked.map(({ probe }, at) => this.#guestKind.answer(probe, results[at] ?? []));
    const wrong = asked.flatMap(({ probe, expected }, at) =>
      answers[at] === expected ? [] : [`${probeText(probe)}: QEMU ${answers[at]}, the model ${expected}`],
    );
    const bytes = this.#compareMemory(memory, trial, new Set(roots.map(({ pa }) => pa)));
    this.#guest.write(clearing(memory, roots));
    return {
      probes: asked.length,
      faults: asked.filter(({ expected }) => expected.includes('fault') || expected.includes('not translate')).length,
      words: bytes.words,
      marked: bytes.marked,
      quirks: trial.quirks,
      mismatches: [...wrong, ...bytes.mismatches],
    };
  }

  /** Every word of every piece of memory that was written. */
  #compareMemory(
    before: Words,
    trial: Trial,
    own: ReadonlySet<bigint>,
  ): Pick<MmuVerdict, 'words' | 'marked' | 'mismatches'> {
    const mismatches: string[] = [];
    let [words, marked] = [0, 0];
    for (const [chunk, was] of before.chunks()) {
      const found = this.#guest.readWords(chunk, was.length);
      words += found.length;
      for (let i = 0; i < found.length; i++) {
        const pa = chunk + BigInt(i * WORD_BYTES);
        const [now = 0n, wanted] = [found[i], trial.memory.read(pa)];
        if (now !== was[i]) marked++;
        if (((now ^ wanted) & ~(trial.open.get(pa) ?? 0n)) !== 0n && !own.has(pa))
          mismatches.push(`the word at ${hex(pa)}: QEMU ${hex(now)}, the model ${hex(wanted)}`);
      }
    }
    return { words, marked, mismatches };
  }
}

/** What must happen, and what is in memory then. */
class Trial {
  /** Memory as it must be in the end. */
  readonly memory: Words;
  /** Signatures, by address. */
  readonly signed = new Map<bigint, bigint>();
  /** Bits that the manuals leave open: marks of an access that faulted. */
  readonly open = new Map<bigint, bigint>();
  readonly quirks: Record<string, number> = {};
  readonly #arch: Architecture;
  readonly #guest: MmuGuest;
  readonly #quirks: readonly MmuQuirk[];
  readonly #defaults: MmuControls;
  readonly #frames: ReadonlySet<number>;
  readonly #tags = new Map<bigint, number>();

  constructor(
    arch: Architecture,
    guest: MmuGuest,
    quirks: readonly MmuQuirk[],
    defaults: MmuControls,
    frames: ReadonlySet<number>,
    words: Words,
  ) {
    this.#arch = arch;
    this.#guest = guest;
    this.#quirks = quirks;
    this.#defaults = defaults;
    this.#frames = frames;
    this.memory = words.copy();
  }

  ask(probes: readonly Probe[]): Asked[] {
    for (const probe of probes) this.#sign(this.#walk(probe), probe);
    for (const [pa, word] of this.signed) this.memory.write(pa, word);
    return probes.flatMap((probe) => this.#expect(probe) ?? []);
  }

  /** Memory before the first probe: these tables, and the signatures. */
  begins(words: Words): Words {
    const memory = words.copy();
    for (const [pa, word] of this.signed) memory.write(pa, word);
    return memory;
  }

  #walk({ root, va, access, controls }: Probe): Translation {
    return walk(this.#arch, this.memory, root, va, access, { ...this.#defaults, ...controls });
  }

  #sign(translation: Translation, { onlyTranslates }: Probe): void {
    if (translation.kind !== 'page' || onlyTranslates || !this.#canSign(translation.pa)) return;
    this.signed.set(translation.pa, this.#guest.signature(signedFrame(translation.pa), 0));
  }

  /** Whether a target may be here: where there is memory, and neither a table nor the guest. */
  #canSign(pa: bigint): boolean {
    if (pa >> BigInt(MEMORY_BITS) !== 0n || (pa >= HARNESS.start && pa < HARNESS.end)) return false;
    return !this.#isTable(pa);
  }

  #isTable(pa: bigint): boolean {
    return this.#frames.has(Number(pa >> BigInt(this.#arch.geometry.pageShift)));
  }

  /** What must be answered, or null for a probe that is not asked. */
  #expect(probe: Probe): Asked | null {
    const translation = this.#walk(probe);
    if (translation.path.some(({ pa }) => !this.#isTable(pa))) return null;
    if (translation.kind === 'page' && !probe.onlyTranslates && !this.signed.has(translation.pa)) return null;
    const avoided = this.#quirks.find((quirk) => quirk.avoids?.(translation, probe, this.#arch) === true);
    if (avoided !== undefined) return this.#count(avoided);
    return translation.kind === 'fault' ? this.#expectFault(probe, translation) : this.#expectPage(probe, translation);
  }

  #count({ id }: MmuQuirk): null {
    this.quirks[id] = (this.quirks[id] ?? 0) + 1;
    return null;
  }

  #expectFault(probe: Probe, translation: Translation & { kind: 'fault' }): Asked {
    for (const { pa, before, after } of translation.marks) this.#open(pa, before ^ after);
    for (const quirk of this.#quirks) this.#openBy(quirk, translation);
    const other = this.#quirks.find((quirk) => (quirk.codeOf?.(translation) ?? translation.code) !== translation.code);
    if (other !== undefined) this.#count(other);
    const code = other?.codeOf?.(translation) ?? translation.code;
    return { probe, value: 0n, expected: this.#guest.expected(probe, { ...translation, code }, 0n) };
  }

  #openBy(quirk: MmuQuirk, translation: Translation): void {
    const marks = quirk.opens?.(translation) ?? [];
    if (marks.length > 0) this.#count(quirk);
    for (const [pa, bits] of marks) this.#open(pa, bits);
  }

  #open(pa: bigint, bits: bigint): void {
    this.open.set(pa, (this.open.get(pa) ?? 0n) | bits);
  }

  #expectPage(probe: Probe, translation: Translation & { kind: 'page' }): Asked {
    const { pa } = translation;
    const expected = this.#guest.expected(probe, translation, this.memory.read(pa));
    for (const mark of translation.marks) this.memory.write(mark.pa, mark.after);
    if (probe.access.kind !== 'store' || probe.onlyTranslates) return { probe, expected, value: 0n };
    const tag = ((this.#tags.get(pa) ?? 0) + 1) % 2 ** this.#guest.tagBits;
    this.#tags.set(pa, tag);
    const value = this.#guest.signature(signedFrame(pa), tag);
    this.memory.write(pa, value);
    return { probe, expected, value };
  }
}

const patchesOf = (words: Words): Patch[] =>
  Array.from(words.chunks(), ([pa, chunk]) => ({ pa, bytes: new Uint8Array(chunk.buffer) }));

/** Zeroes for all that was written. */
const clearing = (words: Words, roots: readonly Patch[]): Patch[] => [
  ...Array.from(words.chunks(), ([pa]) => ({ pa, bytes: new Uint8Array(CHUNK_BYTES) })),
  ...roots.map(({ pa, bytes }) => ({ pa, bytes: new Uint8Array(bytes.length) })),
];
