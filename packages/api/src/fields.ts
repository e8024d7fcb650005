/**
 * Fields of a page-table entry: what a {@link FieldSpec} row means as a mask and as a value. Encoders build their masks from
 * the rows with these functions, and the viewers read a word with them, so that a bit's position stands in one row only.
 */

import type { FieldSpec } from './architecture.ts';
import { highHalf, lowHalf } from './word.ts';

const WORD_BITS = 64;

/** A row of a field table: bits `hi` to `lo`, who reads them, and what they mean. */
export const fieldRow = (
  name: string,
  lo: number,
  hi: number,
  owner: FieldSpec['owner'],
  meaning: string,
  values?: FieldSpec['values'],
): FieldSpec => Object.freeze({ name, lo, hi, owner, meaning, ...(values && { values }) });

/** The bits of a field, in place. */
export const fieldMask = (field: Pick<FieldSpec, 'lo' | 'hi'>): bigint =>
  ((1n << BigInt(field.hi - field.lo + 1)) - 1n) << BigInt(field.lo);

/** The bits of a field that lie in the low half of the word (see word.ts). */
export const lowMask = (field: Pick<FieldSpec, 'lo' | 'hi'>): number => lowHalf(fieldMask(field));

/** The bits of a field that lie in the high half of the word, moved down by 32. */
export const highMask = (field: Pick<FieldSpec, 'lo' | 'hi'>): number => highHalf(fieldMask(field));

/** The value of a field in a word, moved down to bit 0. */
export const readField = (word: bigint, field: Pick<FieldSpec, 'lo' | 'hi'>): bigint =>
  (word & fieldMask(field)) >> BigInt(field.lo);

/** The word with another value in one field. Bits of `value` that the field has no room for are dropped. */
export const writeField = (word: bigint, field: Pick<FieldSpec, 'lo' | 'hi'>, value: bigint): bigint =>
  BigInt.asUintN(WORD_BITS, (word & ~fieldMask(field)) | ((value << BigInt(field.lo)) & fieldMask(field)));

/** The field of this name. @throws RangeError where no row has it. */
export function fieldNamed(fields: readonly FieldSpec[], name: string): FieldSpec {
  const found = fields.find((field) => field.name === name);
  if (found === undefined)
    throw new RangeError(`no field ${name} among ${fields.map((field) => field.name).join(' ')}`);
  return found;
}

/**
 * The same rows in ascending order, with rows of owner `ignored` in between for bits that no row has: 64 bits without a hole.
 * @throws RangeError where two rows share a bit or one lies outside the word.
 */
export function coverWord(fields: readonly FieldSpec[]): readonly FieldSpec[] {
  const rows: FieldSpec[] = [];
  let next = 0;
  for (const field of fields.toSorted((a, b) => a.lo - b.lo)) {
    if (field.lo < next || field.hi < field.lo || field.hi >= WORD_BITS)
      throw new RangeError(`field ${field.name} (bits ${field.hi}:${field.lo}) does not fit behind bit ${next - 1}`);
    if (field.lo > next) rows.push(unused(next, field.lo - 1));
    rows.push(field);
    next = field.hi + 1;
  }
  if (next < WORD_BITS) rows.push(unused(next, WORD_BITS - 1));
  return Object.freeze(rows);
}

const unused = (lo: number, hi: number): FieldSpec => ({
  name: hi === lo ? `ignored ${lo}` : `ignored ${hi}:${lo}`,
  lo,
  hi,
  meaning: 'Nobody reads it.',
  owner: 'ignored',
});
