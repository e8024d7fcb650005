/**
 * What the groups of the architecture kit share: its options, and arbitraries of frames, protections and states that fit a
 * configured architecture.
 */

import fc from 'fast-check';
import type { Architecture, DecodedEntry, LeafState, LevelSpec } from '../architecture.ts';
import { pfn, type Pfn } from '../units.ts';
import { vmFlags, type VmFlags } from '../vm-flags.ts';
import type { Declare, MarkedOptions } from './kit-property.ts';
import { forAll, type RandomOptions } from './smallest-example.ts';

/** A word of which it is known what it means: from a manual, a kernel's log or a measurement. */
export interface KnownWord {
  /** What it is, as the end of a sentence: `a written anonymous page`. */
  readonly what: string;
  /** The configuration that it belongs to; the plugin's defaults where absent. */
  readonly options?: Readonly<Record<string, string>>;
  readonly level: LevelSpec['name'];
  readonly word: bigint;
  /** What decode must say of it, as far as it is known. */
  readonly is: Partial<DecodedEntry>;
  /** The values of fields, as far as they are known. */
  readonly fields?: Readonly<Record<string, bigint>>;
  /** Makes the word with the architecture's own functions: level, then result. */
  readonly made?: (arch: Architecture, level: number) => bigint;
}

/**
 * Makes a {@link KnownWord.made}: a leaf of this frame with these protections, to which these changes of state happened one after the
 * other.
 */
export const leafOf =
  (frame: Pfn, flags: VmFlags, ...states: readonly Partial<LeafState>[]) =>
  (arch: Architecture, level: number): bigint =>
    states.reduce((word, state) => arch.withLeafState(level, word, state), arch.mkLeaf(level, frame, flags));

/** How to run the kit. */
export interface ArchitectureKitOptions extends MarkedOptions, RandomOptions {
  /** Configurations to run every property with. Only the plugin's defaults where absent. */
  readonly configurations?: readonly Readonly<Record<string, string>>[];
  /** Words whose meaning is known. */
  readonly words?: readonly KnownWord[];
  /** Whether a mapping that may only be executed can be read, too. It can where this is absent. */
  readonly readsExecOnly?: (arch: Architecture) => boolean;
  /** Whether a new protection that grants something makes an old leaf young. It does not where this is absent. */
  readonly protectionMakesYoung?: boolean;
  /** Whether PROT_NONE makes a young leaf old, because what says young is the valid bit. It does not where this is absent. */
  readonly protnoneMakesOld?: boolean;
  /** Whether a fault's code is the same for a missing page and a missing permission. They differ where this is absent. */
  readonly faultCodesSayAccessOnly?: boolean;
}

/** A level with its number. */
export interface NumberedLevel {
  readonly level: number;
  readonly spec: LevelSpec;
}

/** What the groups of properties work with. */
export interface Kit {
  readonly it: Declare;
  readonly arch: Architecture;
  readonly levels: readonly NumberedLevel[];
  readonly leafLevels: readonly NumberedLevel[];
  readonly tableLevels: readonly NumberedLevel[];
  readonly readsExecOnly: boolean;
  readonly protectionMakesYoung: boolean;
  readonly protnoneMakesOld: boolean;
  readonly faultCodesSayAccessOnly: boolean;
  /** Runs a property over random cases. */
  readonly check: <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void) => void;
}

/** Makes the kit of one configured architecture. */
export function kitOf(arch: Architecture, options: ArchitectureKitOptions, it: Declare): Kit {
  const levels = arch.geometry.levels.map((spec, level) => ({ level, spec }));
  const last = levels.length - 1;
  return {
    it,
    arch,
    levels,
    leafLevels: levels.filter(({ spec }) => spec.leaf),
    tableLevels: levels.filter(({ level }) => level < last),
    readsExecOnly: options.readsExecOnly?.(arch) ?? true,
    protectionMakesYoung: options.protectionMakesYoung ?? false,
    protnoneMakesOld: options.protnoneMakesOld ?? false,
    faultCodesSayAccessOnly: options.faultCodesSayAccessOnly ?? false,
    check: (arbitrary, property) => forAll(arbitrary, property, options),
  };
}

/** The frames below a configured number of physical bits. */
export const frameCount = ({ geometry }: Architecture): number => 2 ** (geometry.physicalBits - geometry.pageShift);

/** Frames that are a multiple of `step`. */
export const anyFrame = (arch: Architecture, step = 1): fc.Arbitrary<Pfn> =>
  fc.bigInt({ min: 0n, max: BigInt(frameCount(arch) / step - 1) }).map((n) => pfn(Number(n) * step));

/** Protections that grant something. */
export const anyAccess: fc.Arbitrary<VmFlags> = fc
  .subarray(['READ', 'WRITE', 'EXEC', 'SHARED'])
  .filter((names) => names.some((name) => name !== 'SHARED'))
  .map((names) => vmFlags(...names));

/** Protections that grant nothing. */
export const noAccess: fc.Arbitrary<VmFlags> = fc.subarray(['SHARED']).map((names) => vmFlags(...names));

/** Flags that no page table can show. */
export const invisibleFlags: fc.Arbitrary<VmFlags> = fc
  .subarray(['MAYREAD', 'MAYWRITE', 'MAYEXEC', 'GROWSDOWN', 'LOCKED', 'ACCOUNT', 'DONTCOPY', 'NORESERVE', 'SEALED'])
  .map((names) => vmFlags(...names));

/** Changes of state: any of the four, any way. */
export const anyState: fc.Arbitrary<Partial<LeafState>> = fc.record(
  { write: fc.boolean(), dirty: fc.boolean(), young: fc.boolean(), special: fc.boolean() },
  { requiredKeys: [] },
);

/** A complete state. */
export const wholeState: fc.Arbitrary<LeafState> = fc.record({
  write: fc.boolean(),
  dirty: fc.boolean(),
  young: fc.boolean(),
  special: fc.boolean(),
});

/** A leaf with what it was made of. */
export interface MadeLeaf {
  readonly level: number;
  readonly frame: Pfn;
  readonly flags: VmFlags;
  readonly word: bigint;
}

/** Leaves at any level that holds them, in any state that software can give them. */
export function anyLeaf({ arch, leafLevels }: Kit, access: fc.Arbitrary<VmFlags> = anyAccess): fc.Arbitrary<MadeLeaf> {
  return fc
    .constantFrom(...leafLevels)
    .chain(({ level, spec }) =>
      fc.record({
        level: fc.constant(level),
        frame: anyFrame(arch, 2 ** spec.spanShift),
        flags: access,
        state: anyState,
      }),
    )
    .map(({ level, frame, flags, state }) => {
      const fresh = arch.mkLeaf(level, frame, flags);
      return { level, frame, flags, word: arch.withLeafState(level, fresh, state) };
    });
}

/** The state that decode sees in a word. */
export function stateOf(arch: Architecture, level: number, word: bigint): LeafState {
  const { write, dirty, young, special } = arch.decode(level, word);
  return { write, dirty, young, special };
}

/** What decode says an access may do. */
export function rightsOf(entry: DecodedEntry): Pick<DecodedEntry, 'user' | 'read' | 'write' | 'exec'> {
  const { user, read, write, exec } = entry;
  return { user, read, write, exec };
}
