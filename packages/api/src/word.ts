/**
 * 64-bit words cut in halves. Page-table words are `bigint`, and arithmetic on them allocates: reading one bit costs some
 * 30 ns, ten times as much as on a `number`. An architecture therefore works on two 32-bit halves, which these functions
 * cut and join through one typed-array cell. The cell is a scratch register: nothing is kept in it between two calls.
 */

const cell = new BigUint64Array(1);
const halves = new Uint32Array(cell.buffer);
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const LOW = littleEndian ? 0 : 1;
const HIGH = littleEndian ? 1 : 0;

/** 2^32: what a carry from the low half is worth. */
export const HALF_RANGE = 0x1_0000_0000;

/** Bits 31:0 of a word, as an unsigned number. Wraps modulo 2^64. */
export function lowHalf(word: bigint): number {
  cell[0] = word;
  return halves[LOW] as number;
}

/** Bits 63:32 of a word, as an unsigned number. Wraps modulo 2^64. */
export function highHalf(word: bigint): number {
  cell[0] = word;
  return halves[HIGH] as number;
}

/** The word of two halves; each is taken modulo 2^32, so that the signed results of `|` and `&` are welcome. */
export function joinHalves(high: number, low: number): bigint {
  halves[LOW] = low;
  halves[HIGH] = high;
  return cell[0] as bigint;
}
