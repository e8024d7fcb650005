/**
 * The addresses that an event is about, read from what it shows: details under the names that the kernel uses for addresses, and the
 * first argument of a call. Byte addresses, half-open.
 */

import type { StepDetail } from '@mm-playground/api';

/** Byte addresses `[start, end)`. */
export interface AddressRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** Names under which a length stands beside `addr`. */
const LENGTHS = ['len', 'length', 'oldLen'] as const;
/** Names of single addresses, the one that says most first. */
const SINGLE = ['address', 'page', 'to', 'from', 'brk', 'result'] as const;

const bytes = (start: bigint, length: bigint): AddressRange => ({ start, end: start + (length > 0n ? length : 1n) });

/** The range that a step is about; null where it names no address. */
export function rangeOfDetail(detail: StepDetail): AddressRange | null {
  const word = (name: string): bigint | null => {
    const value = detail[name];
    return typeof value === 'bigint' ? value : null;
  };
  const [start, end, index, last, addr] = ['start', 'end', 'index', 'last', 'addr'].map(word);
  if (isWord(start) && isWord(end)) return bytes(start, end - start);
  // The side tree of a munmap has a negative node, and counts VMAs instead of bytes.
  if (isWord(index) && isWord(last)) return Number(detail['node'] ?? 0) < 0 ? null : bytes(index, last - index + 1n);
  if (isWord(addr)) return bytes(addr, LENGTHS.map(word).find(isWord) ?? 1n);
  const single = SINGLE.map(word).find(isWord);
  return single === undefined ? null : bytes(single, 1n);
}

const isWord = (value: bigint | null | undefined): value is bigint => typeof value === 'bigint';

const FIRST_ARGUMENTS = /^\w+\((NULL|0x[\da-f]+|0(?=[,)]))(?:, (0x[\da-f]+|\d+)(?=[,)]))?/i;
const ADDRESS = /^0x[\da-f]+$/;

/** The range that a call is about, by its text and result; null where its first argument is no address. */
export function rangeOfCall(text: string, result: string): AddressRange | null {
  const [, first, length = '1'] = FIRST_ARGUMENTS.exec(text) ?? [];
  if (first === undefined) return null;
  const start = /^0x/i.test(first) ? first : ADDRESS.test(result) ? result : null;
  return start === null ? null : bytes(BigInt(start), BigInt(length));
}

/** Reads `7ffff7fc0000`, `0x1000-0x3000`: an address, or two; null where it is neither. */
export function rangeOfText(text: string): AddressRange | null {
  const match = /^\s*(?:0x)?([\da-f][\da-f_]*)\s*(?:(?:-|–|\.\.)\s*(?:0x)?([\da-f][\da-f_]*)\s*)?$/i.exec(text);
  if (match === null) return null;
  const [start, end] = [match[1], match[2]].map((digits) =>
    digits === undefined ? null : BigInt(`0x${digits.replaceAll('_', '')}`),
  );
  if (!isWord(start)) return null;
  if (!isWord(end)) return bytes(start, 1n);
  return end > start ? { start, end } : null;
}

/** Whether two ranges have a byte in common. */
export const overlap = (a: AddressRange, b: AddressRange): boolean => a.start < b.end && b.start < a.end;

/** `7ffff7fc0000-7ffff7fc4000`; one address where it is one byte. */
export const rangeWords = ({ start, end }: AddressRange): string =>
  end - start === 1n ? start.toString(16) : `${start.toString(16)}-${end.toString(16)}`;
