/**
 * Digests: short names for long texts. States of a race are compared by digest; with 106 bits, two of a million states share
 * one by chance in less than one of 10^19 explorations. Not meant to withstand anybody who tries.
 */

/** A short text that stands for a long one. */
export const digest = (text: string): string =>
  half(text, 0x9e37_79b9).toString(36) + half(text, 0x85eb_ca6b).toString(36);

const LOW_BITS = 0x1f_ffff;

/** 53 bits of a text: two 32-bit multiply-and-shift chains, mixed at the end. */
function half(text: string, seed: number): number {
  let a = 0xdead_beef ^ seed;
  let b = 0x41c6_ce57 ^ seed;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x9e37_79b1);
    b = Math.imul(b ^ unit, 0x5f35_6495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85eb_ca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2_ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85eb_ca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2_ae35);
  return 2 ** 32 * (LOW_BITS & b) + (a >>> 0);
}
