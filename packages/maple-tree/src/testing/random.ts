/** Reproducible chance for tests. */

/** A number from 0 up to, not including, 1. */
export type Random = () => number;

/** mulberry32: public domain, 32 bits of state; good enough to choose test cases by. */
export function random(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}
