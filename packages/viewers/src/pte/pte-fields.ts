/** One entry as fields: the architecture's own table of bits, with the value that each field has in the word. */

import type { Architecture, DecodedEntry, EntryKind, FieldSpec } from '@mm-playground/api';

/** A field with its value. */
export interface FieldValue {
  readonly spec: FieldSpec;
  readonly value: bigint;
  /** Number of bits. */
  readonly bits: number;
  /** What the value means, where the table says it. */
  readonly words: string;
  /** What these bits were; null where nothing is compared. */
  readonly before: bigint | null;
}

/** A run of bits within one row of the picture. */
export interface Cell {
  readonly field: FieldValue;
  readonly hi: number;
  readonly lo: number;
  /** Whether the field goes on in the row above or below. */
  readonly continues: boolean;
}

const WORD_BITS = 64;

/** The fields of a word, ascending, with what the same bits were in the word before. */
export function fieldsOf(arch: Architecture, level: number, word: bigint, before: bigint | null = null): FieldValue[] {
  const { kind } = arch.decode(level, word);
  return arch.fields(level, kind).map((spec) => {
    const bits = spec.hi - spec.lo + 1;
    const of = (from: bigint): bigint => (from >> BigInt(spec.lo)) & ((1n << BigInt(bits)) - 1n);
    const value = of(word);
    return {
      spec,
      value,
      bits,
      words: spec.values?.[String(value)] ?? '',
      before: before === null ? null : of(before),
    };
  });
}

/** Whether the bits of a field are others than before. */
export const isMoved = ({ value, before }: FieldValue): boolean => before !== null && before !== value;

/** `A 0 → 1, D 0 → 1`, or that there was another kind of entry: what became of the word before. `''` where nothing did. */
export function changeOf(arch: Architecture, level: number, word: bigint, before: bigint | null): string {
  if (before === null || before === word) return '';
  const [now, was] = [arch.decode(level, word).kind, arch.decode(level, before).kind];
  if (now !== was) return `was ${KIND_WORDS[was]} ${wordText(before)}, is ${KIND_WORDS[now]}`;
  const moved = fieldsOf(arch, level, word, before).filter(isMoved);
  return moved
    .map((field) => `${field.spec.name} ${valueText(field, field.before ?? 0n)} → ${valueText(field, field.value)}`)
    .join(', ');
}

const KIND_WORDS: Readonly<Record<EntryKind, string>> = {
  none: 'empty',
  table: 'a table',
  leaf: 'a leaf',
  swap: 'software’s',
  reserved: 'reserved',
};

/** A value of a field as it is printed: a single bit as it is, more in hex. */
export const valueText = ({ bits }: FieldValue, value: bigint): string =>
  bits === 1 ? String(value) : `0x${value.toString(16)}`;

/** Reads `0x8000_0000_054f_5067`; null where it is no word of 64 bits. */
export function wordOf(text: string): bigint | null {
  const digits = text.trim().replaceAll('_', '');
  if (!/^(0x[\da-f]{1,16}|\d{1,20})$/i.test(digits)) return null;
  const word = BigInt(digits);
  return word === BigInt.asUintN(WORD_BITS, word) ? word : null;
}

/** The bits of a range of a word, highest first. */
export const bitsOf = (word: bigint, hi: number, lo: number): string =>
  ((word >> BigInt(lo)) & ((1n << BigInt(hi - lo + 1)) - 1n)).toString(2).padStart(hi - lo + 1, '0');

/** `0x8000_0008_0001_5867`: a word in groups of four digits. */
export const wordText = (word: bigint): string =>
  `0x${BigInt.asUintN(WORD_BITS, word)
    .toString(16)
    .padStart(16, '0')
    .replace(/(?=(?:.{4})+$)(?!^)/g, '_')}`;

/** Cuts the fields into rows of `perRow` bits, highest bits first, as a manual draws them. */
export function cellRows(fields: readonly FieldValue[], perRow: number): Cell[][] {
  const rows: Cell[][] = [];
  for (let top = WORD_BITS - 1; top >= 0; top -= perRow) {
    const bottom = top - perRow + 1;
    const inside = fields.filter((field) => field.spec.hi >= bottom && field.spec.lo <= top);
    rows.push(
      inside.toReversed().map((field) => {
        const [hi, lo] = [Math.min(field.spec.hi, top), Math.max(field.spec.lo, bottom)];
        return { field, hi, lo, continues: hi !== field.spec.hi || lo !== field.spec.lo };
      }),
    );
  }
  return rows;
}

/** One sentence: what an entry is and what it grants. */
export function sentenceOf(entry: DecodedEntry, levelName: string): string {
  switch (entry.kind) {
    case 'none':
      return `Empty ${levelName} entry: nothing is mapped here.`;
    case 'table':
      return `Points to the next table, in frame ${hexFrame(entry.pfn)}.`;
    case 'swap':
      return `Not present; software keeps ${entry.swap?.kind ?? 'something'} here: type ${entry.swap?.type ?? 0}, offset ${entry.swap?.offset ?? 0n}.`;
    case 'reserved':
      return 'Present, but with bits set that the architecture reserves: using it faults.';
    case 'leaf':
      return `Maps frame ${hexFrame(entry.pfn)}: ${grants(entry)}.`;
  }
}

const hexFrame = (frame: number | null): string => `0x${(frame ?? 0).toString(16)}`;

function grants(entry: DecodedEntry): string {
  const rights = [entry.read ? 'read' : '', entry.write ? 'write' : '', entry.exec ? 'execute' : ''].filter(Boolean);
  const state = [entry.dirty ? 'dirty' : 'clean', entry.young ? 'young' : 'old', entry.special ? 'special' : ''];
  return `user code may ${entry.user ? rights.join(', ') || 'do nothing' : 'do nothing'}; ${state.filter(Boolean).join(', ')}`;
}
