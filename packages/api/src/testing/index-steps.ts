/**
 * What happens to an index in the kit: steps at random, made on the index and on its judge, and drawn as strips, a letter a page.
 */

import fc from 'fast-check';
import type { IndexEntry, IndexSnapshot, VmaIndex, VmaIndexPlugin } from '../vma-index.ts';
import { NaiveIndex, type Stored } from './naive-index.ts';

/** Few pages, so that stores meet. */
export const PAGES = 48;

/** What may happen to an index. */
export type Step =
  | { readonly kind: 'store' | 'erase'; readonly start: number; readonly end: number }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'clone' }
  | { readonly kind: 'restore'; readonly which: number };

/** Ranges of a few pages. */
export const anyRange = fc
  .tuple(fc.nat({ max: PAGES - 1 }), fc.integer({ min: 1, max: 12 }))
  .map(([start, length]) => ({ start, end: Math.min(start + length, PAGES) }));

/** Sequences of steps. */
export const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: anyRange.map((pages) => ({ kind: 'store' as const, ...pages })) },
    { weight: 4, arbitrary: anyRange.map((pages) => ({ kind: 'erase' as const, ...pages })) },
    { weight: 1, arbitrary: fc.constantFrom({ kind: 'snapshot' as const }, { kind: 'clone' as const }) },
    { weight: 1, arbitrary: fc.nat({ max: 9 }).map((which) => ({ kind: 'restore' as const, which })) },
  ),
  { minLength: 1, maxLength: 40, size: 'max' },
);

/** An index and its judge, after the same steps. */
export interface Pair {
  readonly index: VmaIndex<Stored>;
  readonly naive: NaiveIndex;
}

/** What happens to the judge. */
class Judged {
  naive = new NaiveIndex();
  #saved: NaiveIndex[] = [this.naive.copy()];

  step(step: Step, value: Stored | null): void {
    if ('start' in step) this.naive.store(step.start, step.end, value);
    else if (step.kind === 'snapshot') this.#saved.push(this.naive.copy());
    else if (step.kind === 'clone') this.#saved = [this.naive.copy()];
    else this.naive = this.#saved[step.which % this.#saved.length]?.copy() ?? this.naive;
  }
}

/** What happens to the index. */
class Indexed {
  index: VmaIndex<Stored>;
  #saved: IndexSnapshot[];

  constructor(plugin: VmaIndexPlugin) {
    this.index = plugin.create<Stored>();
    this.#saved = [this.index.snapshot()];
  }

  step(step: Step, value: Stored | null): void {
    if ('start' in step) this.index.store(step.start, step.end, value);
    else if (step.kind === 'snapshot') this.#saved.push(this.index.snapshot());
    else if (step.kind === 'clone') {
      this.index = this.index.clone((each) => each);
      this.#saved = [this.index.snapshot()];
    } else {
      const snapshot = this.#saved[step.which % this.#saved.length];
      if (snapshot !== undefined) this.index.restore(snapshot);
    }
  }
}

const valueOf = (step: Step, at: number): Stored | null => (step.kind === 'store' ? { name: `value ${at}` } : null);

/** Makes the steps on a fresh index and on its judge; `after` sees both after each. */
export function play(plugin: VmaIndexPlugin, steps: readonly Step[], after: (pair: Pair) => void = () => {}): Pair {
  const [indexed, judged] = [new Indexed(plugin), new Judged()];
  for (const [at, step] of steps.entries()) {
    const value = valueOf(step, at);
    indexed.step(step, value);
    judged.step(step, value);
    after({ index: indexed.index, naive: judged.naive });
  }
  return { index: indexed.index, naive: judged.naive };
}

/** The entries of an index, as plain objects. */
export const entriesOf = (index: VmaIndex<Stored>, pages = PAGES): IndexEntry<Stored>[] =>
  Array.from(index.range(0, pages), ({ start, end, value }) => ({ start, end, value }));

/** An entry as a plain object. */
export const plain = (entry: IndexEntry<Stored> | null): IndexEntry<Stored> | null =>
  entry === null ? null : { start: entry.start, end: entry.end, value: entry.value };

/** The steps, a line each, with what must be there afterwards: each store has a letter of its own. */
export function drawSteps(steps: readonly Step[]): string {
  const judged = new Judged();
  const lines = steps.map((step, at) => {
    judged.step(step, step.kind === 'store' ? { name: String.fromCodePoint((at % 26) + 0x61) } : null);
    const letters = Array.from({ length: PAGES }, (_, page) => judged.naive.load(page)?.name ?? '.');
    return `${wordsOf(step).padEnd(12)} ${letters.join('').replace(/\.+$/, '')}`.trimEnd();
  });
  return lines.join('\n');
}

function wordsOf(step: Step): string {
  if (step.kind === 'restore') return `restore ${step.which}`;
  return 'start' in step ? `${step.kind} ${step.start}-${step.end}` : step.kind;
}
