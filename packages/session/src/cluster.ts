/**
 * Settling a cluster of overlapping calls: in which order they took effect. An order in which the model predicts every
 * recorded result is looked for first; then one that explains them under assumptions; and where there is none, the longest
 * explained beginning is kept, the call after it diverges, and the rest is settled from there.
 *
 * Settling only decides. It leaves the machine where it was; the calls are then made in that order, for everybody to see.
 */

import type { Inference, Machine, PlayMode } from '@mm-playground/api';
import type { Attempts } from './attempts.ts';
import { expectationOf } from './attempts.ts';
import { mapsRowsOf, type Checkpoints } from './checkpoints.ts';
import { mapsRowText } from './compare-maps.ts';
import { OpenElements, searchOrder, type OrderResult, type OrderRules } from './orders.ts';
import type { Overlapping } from './overlaps.ts';

/** Orders that are tried for one cluster before the search gives up. */
export const MOST_ORDERS = 100_000;

/**
 * Orders that are tried without assumptions in follow mode, where the start is unknown and most clusters need some. Enough
 * for every order of six calls.
 */
const MOST_STRICT_ORDERS_FOLLOWING = 720;

/** In which order a cluster took effect. */
export interface Settlement {
  readonly order: readonly Overlapping[];
  /** Elements for which the search gave up: if they diverge, another order might have explained them. */
  readonly unresolved: ReadonlySet<Overlapping>;
  /** The order as something that had to be assumed, where results depended on it. */
  readonly inference: Inference | undefined;
}

type Making = 'predict' | 'assume';

interface Found extends OrderResult<Overlapping> {
  /** How it was found. */
  readonly making: Making;
}

/** Settles clusters on one machine. */
export class ClusterSolver {
  readonly #machine: Machine;
  readonly #attempts: Attempts;
  readonly #checkpoints: Checkpoints;
  readonly #mode: PlayMode;
  readonly #limit: number;

  constructor(
    machine: Machine,
    attempts: Attempts,
    checkpoints: Checkpoints,
    { mode, limit = MOST_ORDERS }: { readonly mode: PlayMode; readonly limit?: number },
  ) {
    this.#machine = machine;
    this.#attempts = attempts;
    this.#checkpoints = checkpoints;
    this.#mode = mode;
    this.#limit = limit;
  }

  /** Decides, and moves the machine back. Yields while it works. */
  *settle(elements: readonly Overlapping[]): Generator<void, Settlement, void> {
    const start = this.#machine.mark();
    const order: Overlapping[] = [];
    const unresolved = new Set<Overlapping>();
    let budget = this.#limit;
    let making: Making | undefined = 'predict';
    for (let rest = elements; rest.length > 0;) {
      const found = yield* this.#search(rest, budget);
      budget -= found.tried;
      making = found.order === null ? undefined : making && found.making;
      const settled = new Set(found.order ?? this.#pastDivergence(rest, found.best));
      order.push(...settled);
      if (found.gaveUp) for (const element of rest) if (!found.best.includes(element)) unresolved.add(element);
      rest = rest.filter((element) => !settled.has(element));
    }
    const inference = making && this.#orderInference(start, elements, order, making);
    this.#machine.seek(start);
    this.#machine.takeInferences();
    return { order, unresolved, inference };
  }

  /** Looks for an order without assumptions, then for one with. */
  *#search(elements: readonly Overlapping[], budget: number): Generator<void, Found, void> {
    const strictly = Math.min(budget, this.#mode === 'follow' ? MOST_STRICT_ORDERS_FOLLOWING : budget);
    const strict = yield* searchOrder(this.#problem(elements, 'predict', strictly));
    if (strict.order !== null) return { ...strict, making: 'predict' };
    const assuming = yield* searchOrder(this.#problem(elements, 'assume', budget - strict.tried));
    const best = assuming.best.length > strict.best.length ? assuming.best : strict.best;
    return { ...assuming, making: 'assume', best, tried: strict.tried + assuming.tried };
  }

  #problem(
    elements: readonly Overlapping[],
    making: Making,
    limit: number,
  ): Parameters<typeof searchOrder<Overlapping>>[0] {
    return {
      ...this.#rules(elements),
      attempt: (element) => this.#attempt(element, making),
      mark: () => this.#machine.mark(),
      seek: (mark) => this.#machine.seek(mark),
      limit,
    };
  }

  #rules(elements: readonly Overlapping[]): OrderRules<Overlapping> {
    return {
      elements,
      entered: ({ entered }) => entered,
      left: ({ left }) => left,
      after: ({ after }) => after.filter((other) => elements.includes(other)),
      enabled: ({ item }) =>
        this.#machine.tasks.has(item.task) || (item.kind === 'call' && expectationOf(item) === undefined),
    };
  }

  #attempt({ item }: Overlapping, making: Making): boolean {
    const compared = this.#checkpoints.isCompared(item.task, this.#machine.tasks);
    if (item.kind === 'call') return this.#attempts[making](item, compared, false).explained;
    if (!compared || this.#mode === 'scenario') return true;
    const rows = mapsRowsOf(item.what);
    if (rows !== undefined)
      this.#machine.reconcile(
        item.task,
        rows.map(({ row }) => row),
      );
    return this.#checkpoints.mapsDifferences(item, this.#machine.view(item.task)).length === 0;
  }

  /** Makes the explained beginning, and what returned first after it, whatever that gives. */
  #pastDivergence(elements: readonly Overlapping[], best: readonly Overlapping[]): readonly Overlapping[] {
    const open = new OpenElements(this.#rules(elements));
    for (const element of best) {
      this.#attempt(element, 'assume');
      open.close(element);
    }
    const next = open.candidates()[0];
    if (next === undefined) return byReturn(elements, best);
    this.#attempt(next, 'assume');
    return [...best, next];
  }

  /** An order was assumed where it is not that of entry, and that of entry would have given something else. */
  #orderInference(
    start: number,
    entered: readonly Overlapping[],
    order: readonly Overlapping[],
    making: Making,
  ): Inference | undefined {
    const moved = order.some((element, at) => element !== entered[at]);
    if (!moved || (this.#explains(start, entered, making) && this.#leavesTheSame(start, entered, order)))
      return undefined;
    const lines = order.flatMap(({ item }) => (item.kind === 'call' ? [item.span.line] : []));
    return { kind: 'order', what: `overlapping calls took effect in the order of lines ${lines.join(', ')}` };
  }

  #explains(start: number, order: readonly Overlapping[], making: Making): boolean {
    this.#machine.seek(start);
    return order.every((element) => this.#attempt(element, making));
  }

  #leavesTheSame(start: number, ...orders: (readonly Overlapping[])[]): boolean {
    const pictures = orders.map((order) => {
      this.#machine.seek(start);
      for (const element of order) this.#attempt(element, 'assume');
      return this.#picture();
    });
    return new Set(pictures).size === 1;
  }

  /** Every address space as text. */
  #picture(): string {
    return [...this.#machine.tasks.keys()]
      .map((task) => {
        const view = this.#machine.view(task);
        const flags = view.vmas.map((vma) => vma.flags.toString());
        return [task, ...view.maps().map(mapsRowText), ...flags].join('\n');
      })
      .join('\n\n');
  }
}

/** The explained beginning, and the rest in order of return: nobody can say how it went. */
const byReturn = (elements: readonly Overlapping[], best: readonly Overlapping[]): Overlapping[] => [
  ...best,
  ...elements.filter((element) => !best.includes(element)).sort((a, b) => a.left - b.left || a.entered - b.entered),
];
