/**
 * What the guests are made of: machine code as text (bytes in hex, what they mean behind a semicolon), and memory as patches, a
 * physical address with the bytes that belong there.
 */

/** Bytes for a place in physical memory. */
export interface Patch {
  readonly pa: bigint;
  readonly bytes: Uint8Array;
}

/** Bytes of machine code: pairs of hex digits; what follows a semicolon is a comment. @throws SyntaxError */
export function machineCode(text: string): Uint8Array {
  const pairs = text
    .split('\n')
    .flatMap((line) => (line.split(';', 1)[0] ?? '').split(/\s+/))
    .filter((pair) => pair !== '');
  return Uint8Array.from(pairs, (pair) => {
    if (!/^[\da-f]{2}$/.test(pair)) throw new SyntaxError(`${pair} is no byte of machine code`);
    return Number.parseInt(pair, 16);
  });
}

/** Words as they lie in memory: 8 bytes each, lowest first. */
export function wordBytes(words: readonly bigint[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(words.length * 8));
  words.forEach((word, at) => view.setBigUint64(at * 8, BigInt.asUintN(64, word), true));
  return new Uint8Array(view.buffer);
}

/** A patch of words. */
export const words = (pa: bigint, ...values: readonly bigint[]): Patch => ({ pa, bytes: wordBytes(values) });

/** A patch of code. */
export const code = (pa: bigint, text: string): Patch => ({ pa, bytes: machineCode(text) });
