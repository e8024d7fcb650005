/**
 * Settling a cluster of overlapping calls: in which order they took effect. An order in which the model predicts every
 * recorded result is looked for first; then one that explains them under assumptions; and where there is none, the longest
 * explained beginning is kept, the call after it diverges, and the rest is settled from there.
 *
 * Where calls worked on the same addresses, several orders may explain the same results and leave different address spaces.
 * What was recorded afterwards then decides: the order is taken that explains the following items longest.
 *
 * Settling only decides. It leaves the machine where it was; the calls are then made in that order, for everybody to see.
 */

import type { CallItem, CheckpointItem, Environment, Inference, Machine, PlayMode } from '@mm-playground/api';
import { expectationOf, type Attempts } from './attempts.ts';
import type { Checkpoints } from './checkpoints.ts';
import { mapsRowText } from './compare-maps.ts';
import { conflictingPairs } from './footprints.ts';
import { shownVmasOf } from './moments.ts';
import { OpenElements, searchOrder, type OrderProblem, type OrderResult, type OrderRules } from './orders.ts';
import { isModelCall, type Overlapping, type Unit } from './overlaps.ts';

/** Orders that are tried for one cluster before the search gives up. */
const MOST_ORDERS = 100_000;

/**
 * Orders that are tried without assumptions in follow mode, where the start is unknown and most clusters need some; and for
 * each other outcome that a cluster may have had. Enough for every order of six calls.
 */
const FEW_ORDERS = 720;

/** Different outcomes of one cluster that are held against what follows. */
const MOST_OUTCOMES = 24;

/** Items that an outcome must explain to be believed. */
const ITEMS_AHEAD = 2000;

/** In which order a cluster took effect. */
export interface Settlement {
  readonly order: readonly Overlapping[];
  /** Elements for which the search gave up: if they diverge, another order might have explained them. */
  readonly unresolved: ReadonlySet<Overlapping>;
  /** The order as something that had to be assumed, where results depended on it. */
  readonly inference: Inference | undefined;
}

type Making = 'predict' | 'assume';
type Order = readonly Overlapping[];
/** The first must come before the second. */
type Edge = readonly [Overlapping, Overlapping];

interface Found extends OrderResult<Overlapping> {
  /** How it was found. */
  readonly making: Making;
}

/** What a solver works with. */
export interface SolverParts {
  readonly machine: Machine;
  readonly attempts: Attempts;
  readonly checkpoints: Checkpoints;
  readonly names: Environment;
  readonly mode: PlayMode;
}

/** Settles clusters on one machine. */
export class ClusterSolver {
  readonly #machine: Machine;
  readonly #attempts: Attempts;
  readonly #checkpoints: Checkpoints;
  readonly #names: Environment;
  readonly #mode: PlayMode;

  constructor({ machine, attempts, checkpoints, names, mode }: SolverParts) {
    this.#machine = machine;
    this.#attempts = attempts;
    this.#checkpoints = checkpoints;
    this.#names = names;
    this.#mode = mode;
  }

  /**
   * Decides, and moves the machine back. Yields while it works.
   *
   * @param ahead what follows the cluster, read as far as it matters.
   */
  *settle(elements: Order, ahead: () => Iterable<Unit>): Generator<void, Settlement, void> {
    const start = this.#machine.mark();
    const { order, making, unresolved } = yield* this.#explain(elements);
    let settlement: Settlement = { order, unresolved, inference: undefined };
    if (making !== undefined) {
      const decided = yield* this.#decide(start, elements, order, making, ahead);
      settlement = { ...settlement, order: decided, inference: this.#orderInference(start, elements, decided, making) };
    }
    this.#machine.seek(start);
    this.#machine.takeInferences();
    return settlement;
  }

  /** An order that explains as much as possible, and how; `making` is undefined where something diverges. */
  *#explain(
    elements: Order,
  ): Generator<void, { order: Order; making: Making | undefined; unresolved: Set<Overlapping> }, void> {
    const order: Overlapping[] = [];
    const unresolved = new Set<Overlapping>();
    let budget = MOST_ORDERS;
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
    return { order, making, unresolved };
  }

  /** Looks for an order without assumptions, then for one with. */
  *#search(elements: Order, budget: number): Generator<void, Found, void> {
    const strictly = this.#mode === 'follow' ? Math.min(budget, FEW_ORDERS) : budget;
    const strict = yield* searchOrder(this.#problem(elements, 'predict', strictly));
    if (strict.order !== null) return { ...strict, making: 'predict' };
    const assuming = yield* searchOrder(this.#problem(elements, 'assume', budget - strict.tried));
    const best = assuming.best.length > strict.best.length ? assuming.best : strict.best;
    return { ...assuming, making: 'assume', best, tried: strict.tried + assuming.tried };
  }

  #problem(elements: Order, making: Making, limit: number, edges: readonly Edge[] = []): OrderProblem<Overlapping> {
    return {
      ...this.#rules(elements, edges),
      attempt: (element) => this.#attempt(element, making),
      mark: () => this.#machine.mark(),
      seek: (mark) => this.#machine.seek(mark),
      limit,
    };
  }

  #rules(elements: Order, edges: readonly Edge[] = []): OrderRules<Overlapping> {
    return {
      elements,
      entered: ({ entered }) => entered,
      left: ({ left }) => left,
      after: (element) => [
        ...element.after.filter((other) => elements.includes(other)),
        ...edges.flatMap(([first, second]) => (second === element ? [first] : [])),
      ],
      enabled: ({ item }) =>
        this.#machine.tasks.has(item.task) || (item.kind === 'call' && expectationOf(item) === undefined),
    };
  }

  #attempt({ item }: Pick<Overlapping, 'item'>, making: Making): boolean {
    const compared = this.#checkpoints.isCompared(item.task, this.#machine.tasks);
    if (item.kind === 'call') return this.#attempts[making](item, compared, false).explained;
    if (!compared || this.#mode === 'scenario' || !this.#machine.tasks.has(item.task)) return true;
    const given = this.#checkpoints.stateGiven(item);
    if (given !== undefined) this.#machine.adopt(item.task, given);
    return this.#checkpoints.isGiven(item) || this.#showsMaps(item);
  }

  #showsMaps(item: CheckpointItem): boolean {
    const shown = shownVmasOf(item.what);
    if (shown !== undefined) this.#machine.reconcile(item.task, shown);
    return this.#checkpoints.mapsDifferences(item, this.#machine.view(item.task)).length === 0;
  }

  /** Makes the explained beginning, and what returned first after it, whatever that gives. */
  #pastDivergence(elements: Order, best: Order): Order {
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

  /** Of the orders that explain a cluster, the one that explains longest what follows; the first one unless there is better. */
  *#decide(
    start: number,
    elements: Order,
    first: Order,
    making: Making,
    ahead: () => Iterable<Unit>,
  ): Generator<void, Order, void> {
    const outcomes = yield* this.#outcomes(start, elements, first, making);
    let best = { order: first, explained: -1 };
    if (outcomes.length === 1) return first;
    for (const order of outcomes) {
      this.#replay(start, order);
      const explained = yield* this.#explainsAhead(ahead());
      if (explained > best.explained) best = { order, explained };
      if (explained === Infinity) break;
    }
    return best.order;
  }

  /**
   * Orders that explain the cluster and leave different address spaces. They are found from the first by turning around
   * pairs of calls that worked on the same addresses, one after another.
   */
  *#outcomes(start: number, elements: Order, first: Order, making: Making): Generator<void, Order[], void> {
    if (this.#mode === 'scenario') return [first];
    this.#machine.seek(start);
    const pairs = conflictingPairs(elements, this.#names, (a, b) => this.#mayShareMemory(a, b));
    if (pairs.length === 0) return [first];
    this.#replay(start, first);
    const outcomes = new Map([[this.#picture(), first]]);
    const queue: { readonly order: Order; readonly edges: readonly Edge[] }[] = [{ order: first, edges: [] }];
    for (let from = queue.shift(); from !== undefined && outcomes.size < MOST_OUTCOMES; from = queue.shift()) {
      for (const turned of turnedPairs(pairs, from)) {
        const edges = [...from.edges, turned];
        this.#machine.seek(start);
        const { order } = yield* searchOrder(this.#problem(elements, making, FEW_ORDERS, edges));
        if (order === null || outcomes.has(this.#picture())) continue;
        outcomes.set(this.#picture(), order);
        queue.push({ order, edges });
      }
    }
    return [...outcomes.values()];
  }

  /** Tasks of which one is not there yet may turn out to share memory. */
  #mayShareMemory(a: CallItem, b: CallItem): boolean {
    const [one, other] = [this.#machine.tasks.get(a.task)?.mm, this.#machine.tasks.get(b.task)?.mm];
    return one === undefined || other === undefined || one === other;
  }

  /** How many of the following items go as recorded: Infinity where all do that are looked at. */
  *#explainsAhead(ahead: Iterable<Unit>): Generator<void, number, void> {
    let explained = 0;
    for (const unit of ahead) {
      if (explained >= ITEMS_AHEAD) break;
      if (unit.kind === 'cluster') {
        const { order, best } = yield* this.#search(unit.elements, FEW_ORDERS);
        explained += best.length;
        if (order === null) return explained;
        continue;
      }
      const { item } = unit;
      if (item.kind === 'race') break;
      if (item.kind === 'call' && !isModelCall(item)) continue;
      if (!this.#attempt({ item }, 'assume')) return explained;
      explained++;
      yield;
    }
    return Infinity;
  }

  /** An order was assumed where it is not that of entry, and that of entry would have given something else. */
  #orderInference(start: number, entered: Order, order: Order, making: Making): Inference | undefined {
    const moved = order.some((element, at) => element !== entered[at]);
    if (!moved || (this.#explains(start, entered, making) && this.#leavesTheSame(start, entered, order)))
      return undefined;
    const lines = order.flatMap(({ item }) => (item.kind === 'call' ? [item.span.line] : []));
    return { kind: 'order', what: `overlapping calls took effect in the order of lines ${lines.join(', ')}` };
  }

  #explains(start: number, order: Order, making: Making): boolean {
    this.#machine.seek(start);
    return order.every((element) => this.#attempt(element, making));
  }

  #leavesTheSame(start: number, ...orders: Order[]): boolean {
    const pictures = orders.map((order) => {
      this.#replay(start, order);
      return this.#picture();
    });
    return new Set(pictures).size === 1;
  }

  #replay(start: number, order: Order): void {
    this.#machine.seek(start);
    for (const element of order) this.#attempt(element, 'assume');
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

/** Pairs the other way round than an order has them, unless it was made to have them so. */
function turnedPairs(
  pairs: readonly Edge[],
  { order, edges }: { readonly order: Order; readonly edges: readonly Edge[] },
): Edge[] {
  const place = new Map(order.map((element, at) => [element, at]));
  return pairs
    .map(([a, b]): Edge => ((place.get(a) ?? 0) < (place.get(b) ?? 0) ? [b, a] : [a, b]))
    .filter(([first, second]) => !edges.some(([a, b]) => a === second && b === first));
}

/** The explained beginning, and the rest in order of return: nobody can say how it went. */
const byReturn = (elements: Order, best: Order): Overlapping[] => [
  ...best,
  ...elements.filter((element) => !best.includes(element)).sort((a, b) => a.left - b.left || a.entered - b.entered),
];
