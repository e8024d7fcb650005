import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Journal, type JournalRecord, type Journaled } from './journal.ts';

const RUNS = { seed: 1126, numRuns: 300 };

/** Two fields, as the fields of a VMA. */
class Pair implements Journaled {
  epoch = 0;
  readonly born: number;
  a = 0;
  b = 0;

  constructor(born: number) {
    this.born = born;
  }

  describe(): string {
    return 'pair';
  }
}

/** What leads to all pairs there are. */
class Root implements Journaled {
  epoch = 0;
  readonly pairs: readonly Pair[];

  constructor(pairs: readonly Pair[]) {
    this.pairs = pairs;
  }

  describe(): string {
    return 'root';
  }
}

/** A stack that is no field: each push is a record, and only the last one can be taken off. */
class Pushed implements JournalRecord {
  readonly #stack: number[];
  readonly #value: number;
  #isIn = true;

  constructor(stack: number[], value: number) {
    this.#stack = stack;
    this.#value = value;
  }

  swap(): void {
    const top = this.#isIn ? this.#stack.pop() : this.#stack.push(this.#value);
    if (this.#isIn && top !== this.#value) throw new Error(`${top} is on top, not ${this.#value}`);
    this.#isIn = !this.#isIn;
  }

  print(): void {}
}

/** What a test does with a journal: changes something, or goes to one of the marks so far. */
type Act =
  | { readonly kind: 'a' | 'b' | 'whole'; readonly pair: number; readonly value: number }
  | { readonly kind: 'push'; readonly value: number }
  /** Another pair is made, or the last one is led to no more. */
  | { readonly kind: 'make' | 'drop' }
  /** The history is forgotten. */
  | { readonly kind: 'clear' }
  | { readonly kind: 'seek'; readonly to: number };

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('a', 'b', 'whole'), pair: fc.nat(3), value: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('push'), value: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('make', 'make', 'drop') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear') }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('seek'), to: fc.nat(99) }) },
);

class World {
  readonly journal: Journal;
  readonly #root = new Root([new Pair(-1), new Pair(-1)]);
  readonly #stack: number[] = [];

  constructor(stretch: number) {
    this.journal = new Journal(stretch);
    this.journal.recording = true;
  }

  get state(): string {
    return JSON.stringify([this.#root.pairs.map(({ a, b }) => [a, b]), this.#stack]);
  }

  change(act: Exclude<Act, { kind: 'seek' | 'clear' }>): void {
    switch (act.kind) {
      case 'push':
        this.#stack.push(act.value);
        this.journal.push(new Pushed(this.#stack, act.value));
        return;
      case 'make':
        return this.#lead([...this.#root.pairs, new Pair(this.journal.birth)]);
      case 'drop':
        return this.#lead(this.#root.pairs.slice(0, Math.max(1, this.#root.pairs.length - 1)));
      default:
        this.#changePair(act);
    }
  }

  #lead(pairs: readonly Pair[]): void {
    this.journal.touch(this.#root, 'pairs').pairs = pairs;
  }

  #changePair({ kind, pair: wanted, value }: Extract<Act, { pair: number }>): void {
    const pair = this.#root.pairs[wanted % this.#root.pairs.length];
    if (pair === undefined) return;
    if (kind === 'whole') Object.assign(this.journal.touch(pair), { a: value, b: -value });
    else this.journal.touch(pair, kind)[kind] = value;
  }
}

describe('leaps', () => {
  it.each([1, 2, 3, 5, 16])('lead where single records lead, in stretches of %i', (stretch) => {
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 120 }), (acts) => {
        const world = new World(stretch);
        let moments = [{ mark: world.journal.mark(), state: world.state }];
        for (const act of acts) {
          if (act.kind === 'seek') {
            const { mark, state } = moments[act.to % moments.length] ?? { mark: 0, state: '' };
            world.journal.seek(mark);
            expect(world.state).toBe(state);
          } else if (act.kind === 'clear') {
            world.journal.clear();
            moments = [{ mark: world.journal.mark(), state: world.state }];
          } else {
            // Going on from here forgets what came after.
            const here = world.journal.mark();
            moments = moments.filter(({ mark }) => mark <= here);
            world.change(act);
            moments.push({ mark: world.journal.mark(), state: world.state });
          }
        }
        for (const { mark, state } of [...moments.toReversed(), ...moments]) {
          world.journal.seek(mark);
          expect(world.state).toBe(state);
        }
      }),
      RUNS,
    );
  });
});
