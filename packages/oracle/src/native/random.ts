/**
 * A seeded source of choices. Its sequence is part of the meaning of a seed: the same seed gives the same script on every
 * machine, so nothing here may change without a new seed space.
 */

/** A pseudo-random generator with 32 bits of state (mulberry32). */
export class Random {
  #state: number;

  /** @param seed its lowest 32 bits count. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** The next 32 bits, as a number from 0 to 2^32 - 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b_79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from 0 to `bound` - 1. */
  below(bound: number): number {
    return Math.floor((this.next() / 2 ** 32) * bound);
  }

  /** Whether an event of this probability (0 to 1) happens. */
  chance(probability: number): boolean {
    return this.next() < probability * 2 ** 32;
  }

  /** One of `values`, each as likely. */
  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError('values: expected at least one');
    return value;
  }

  /** One of the keys of `weights`, as likely as its weight says. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let rest = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    const found = entries.find(([, weight]) => (rest -= weight) < 0);
    if (found === undefined) throw new RangeError('weights: expected a positive sum');
    return found[0];
  }
}
