/**
 * A probe: one access that is asked of both MMUs, and what each of them answers, as a sentence: what is equal says the same words,
 * and what is not can be read as it is.
 */

import { hex, type Architecture, type MmuAccess, type MmuControls, type Translation } from '@mm-playground/api';
import type { GuestKind } from './guest.ts';
import type { Patch } from './machine-code.ts';
import type { MmuQuirk } from './quirks.ts';

/** One access. */
export interface Probe {
  /** Physical address of the root table. */
  readonly root: bigint;
  readonly va: bigint;
  readonly access: MmuAccess;
  /** All controls, by name. */
  readonly controls: MmuControls;
  /** Asks for the translation alone, where the processor has an instruction for that: works for memory that is not there. */
  readonly onlyTranslates: boolean;
}

/** Log2 of the pages that a signature counts, whatever the size of the architecture's own. */
export const SIGNED_SHIFT = 12n;
/** The number of the 4 KiB of memory that an address lies in. */
export const signedFrame = (pa: bigint): number => Number(pa >> SIGNED_SHIFT);

/** What an architecture's guest can do, and how it is told. */
export interface MmuGuest {
  /** The guest for an architecture; `turn` varies where its own mappings lie. */
  kind(arch: Architecture, turn: number): GuestKind;
  /** What the guest needs in a root table besides what is there; these words are not compared. */
  rootPatches(arch: Architecture, root: bigint, turn: number): readonly Patch[];
  /** Whether the guest's own mappings leave this address alone. */
  isFree(arch: Architecture, va: bigint, turn: number): boolean;
  /** Controls of probes that only translate; null where there are none. */
  readonly translatesWith: MmuControls | null;
  /** Whether the manual says what the processor does with reserved bits, so that they can be tried. */
  readonly triesReserved: boolean;
  /** Controls that the guest cannot change: they keep their defaults. */
  readonly fixed: readonly string[];
  /** Where QEMU is known to do otherwise than the manuals say. */
  readonly quirks: readonly MmuQuirk[];
  /** A word that says in which frame it lies, loaded or executed. Tags of {@link tagBits} bits tell stores apart. */
  signature(frame: number, tag: number): bigint;
  readonly tagBits: number;
  /** The record of a probe; a store stores `value`. */
  record(arch: Architecture, probe: Probe, value: bigint, turn: number): readonly bigint[];
  /** What the guest answered. */
  answer(probe: Probe, result: readonly bigint[]): string;
  /** What it must answer where the walk ends so; `word` is what lies there. */
  expected(probe: Probe, translation: Translation, word: bigint): string;
}

export const loads = (word: bigint): string => `loads ${hex(word)}`;
export const executes = (number: number | bigint): string => `executes ${hex(number)}`;
export const STORES = 'stores';
export const translatesTo = (pa: bigint): string => `translates to ${hex(pa)}`;
export const faults = (code: bigint, at: bigint): string => `faults with ${hex(code)} at ${hex(at)}`;

/** The probe as text: `store by user to 0x7000 (root 0x1000, WP=0)`. */
export function probeText({ root, va, access, controls, onlyTranslates }: Probe): string {
  const state = Object.entries(controls).map(([name, value]) => `${name}=${hex(value)}`);
  const what = `${onlyTranslates ? 'translation for a ' : ''}${access.kind}`;
  return `${what} by ${access.by} at ${hex(va)} (${[`root ${hex(root)}`, ...state].join(', ')})`;
}
