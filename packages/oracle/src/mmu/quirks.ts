/**
 * Where QEMU's emulated processors are known to do otherwise than the manuals say. A probe that would meet such a place is not asked,
 * or has a known answer; both are counted by name, so that a report tells what was left out.
 */

import { readField, type Architecture, type Translation, type WalkedEntry } from '@mm-playground/api';
import type { Probe } from './probe.ts';

/** One known difference. */
export interface MmuQuirk {
  readonly id: string;
  /** What QEMU does, as a sentence. */
  readonly what: string;
  readonly arch: string;
  /** The first major version that is known to be mended, or null. */
  readonly until: number | null;
  /** Whether a probe would meet it, and is not asked. */
  readonly avoids?: (translation: Translation, probe: Probe, arch: Architecture) => boolean;
  /** Words that it may have marked on the way to a fault, besides those that are open anyway, with the bits. */
  readonly opens?: (translation: Translation) => readonly (readonly [pa: bigint, bits: bigint])[];
  /** The code of a fault as QEMU gives it. */
  readonly codeOf?: (translation: Translation & { readonly kind: 'fault' }) => bigint;
}

const last = ({ path }: Translation): WalkedEntry | undefined => path.at(-1);
const field = (word: bigint, hi: number, lo: number): bigint => readField(word, { lo, hi });

/** All of them, for the guests that are here. */
export const MMU_QUIRKS: readonly MmuQuirk[] = [
  {
    id: 'x86-rsvd-without-p',
    what: 'A fault by a reserved bit has no P in its error code (8 where processors give 9).',
    arch: 'x86-64',
    until: null,
    codeOf: ({ reason, code }) => (reason === 'reserved' ? code & ~1n : code),
  },
  {
    id: 'x86-large-leaf-accessed',
    what: 'A large leaf is marked accessed before its reserved bits and its rights are looked at.',
    arch: 'x86-64',
    until: null,
    opens: (translation) => {
      const leaf = last(translation);
      const isLarge = leaf !== undefined && field(leaf.word, 0, 0) === 1n && field(leaf.word, 7, 7) === 1n;
      return translation.kind === 'fault' && isLarge ? [[leaf.pa, 1n << 5n]] : [];
    },
  },
  {
    id: 'arm64-reserved-blocks',
    what: 'A block at a level that has none is taken as valid (and may abort QEMU at level -1).',
    arch: 'arm64',
    until: 10,
    avoids: (translation, _probe, { geometry: { levels } }) => {
      const entry = last(translation);
      if (entry?.entry.kind !== 'reserved' || field(entry.word, 1, 0) !== 1n) return false;
      return entry.level < levels.length - 1;
    },
  },
  {
    id: 'arm64-writable-clean',
    what: 'A clean leaf that hardware may make writable (DBM) is taken for read-only where what can be written is not executed.',
    arch: 'arm64',
    until: null,
    avoids: (translation, { access, controls }) => {
      const word = last(translation)?.word ?? 0n;
      const isClean = field(word, 51, 51) === 1n && field(word, 7, 7) === 1n;
      return isClean && access.kind === 'fetch' && (controls['WXN'] === 1 || access.by === 'kernel');
    },
  },
  {
    id: 'riscv64-reserved-bits',
    what: 'Bits 60:54 are ignored where there is Svpbmt or Svnapot.',
    arch: 'riscv64',
    until: 10,
    avoids: (translation, _probe, { imageConfig: { svnapot, svpbmt } }) => {
      if (last(translation)?.entry.kind !== 'reserved') return false;
      const word = last(translation)?.word ?? 0n;
      return field(word, 60, 54) !== 0n && (svpbmt === true || svnapot === true);
    },
  },
  {
    id: 'riscv64-napot-sizes',
    what: 'A leaf with N and another size than 64 KiB faults, as it must, but is marked before.',
    arch: 'riscv64',
    until: 10,
    avoids: (translation) =>
      last(translation)?.entry.kind === 'reserved' && field(last(translation)?.word ?? 0n, 63, 63) === 1n,
  },
  {
    id: 'riscv64-pbmt-3',
    what: 'The reserved memory type is accepted.',
    arch: 'riscv64',
    until: null,
    avoids: (translation) =>
      last(translation)?.entry.kind === 'reserved' && field(last(translation)?.word ?? 0n, 62, 61) === 3n,
  },
];

/** Those of an architecture. */
export const quirksOf = (arch: string): readonly MmuQuirk[] => MMU_QUIRKS.filter((quirk) => quirk.arch === arch);

/** Whether a version of QEMU has it. */
export const isIn = (version: string, { until }: MmuQuirk): boolean =>
  until === null || Number.parseInt(version) < until;
