/**
 * The search for an order that explains what was recorded: depth first over the orders that a cluster of overlapping calls
 * allows, calls that returned earlier first, cut off at the first result that differs. It knows nothing of calls: it is
 * told whether an element went as recorded, and moves the state back when it turns around.
 */

/** What is to be ordered. */
export interface OrderProblem<E> {
  /** In order of entry. */
  readonly elements: readonly E[];
  readonly entered: (element: E) => number;
  readonly left: (element: E) => number;
  /** Elements that must come before, beyond what the lines say. */
  readonly after: (element: E) => readonly E[];
  /** Whether the element can happen in the present state at all: its task is there. */
  readonly enabled: (element: E) => boolean;
  /** Makes it happen; false where it does not go as recorded (the state is then anything). */
  readonly attempt: (element: E) => boolean;
  readonly mark: () => number;
  readonly seek: (mark: number) => void;
  /** How many orders may be tried: each one that was cut off or completed counts. */
  readonly limit: number;
}

export interface OrderResult<E> {
  /** An order that explains everything, or null. The state is then that after it; else it is that of the beginning. */
  readonly order: readonly E[] | null;
  /** The longest beginning of an order that explains what is in it. */
  readonly best: readonly E[];
  /** How many orders were tried. */
  readonly tried: number;
  /** Whether orders were left when the limit was reached. */
  readonly gaveUp: boolean;
}

interface Frame<E> {
  readonly mark: number;
  readonly candidates: readonly E[];
  /** The candidate to try next. */
  next: number;
}

/** Searches. Yields after every element that was tried, so that a user interface can breathe. */
export function* searchOrder<E>(problem: OrderProblem<E>): Generator<void, OrderResult<E>, void> {
  const { elements, limit } = problem;
  const start = problem.mark();
  const open = new OpenElements(problem);
  const chosen: E[] = [];
  const frames: Frame<E>[] = [{ mark: start, candidates: open.candidates(), next: 0 }];
  let best: readonly E[] = [];
  let tried = 0;
  const cutOff = (): void => {
    tried++;
    if (chosen.length > best.length) best = [...chosen];
  };

  for (let frame = frames.at(-1); frame !== undefined && tried < limit; frame = frames.at(-1)) {
    const element = frame.candidates[frame.next++];
    if (element === undefined) {
      if (frame.candidates.length === 0) cutOff();
      frames.pop();
      open.reopen(chosen.pop());
      continue;
    }
    problem.seek(frame.mark);
    if (!problem.attempt(element)) cutOff();
    else {
      chosen.push(element);
      open.close(element);
      if (chosen.length === elements.length) return { order: chosen, best: chosen, tried: tried + 1, gaveUp: false };
      frames.push({ mark: problem.mark(), candidates: open.candidates(), next: 0 });
    }
    yield;
  }
  problem.seek(start);
  return { order: null, best, tried, gaveUp: frames.length > 0 };
}

/** What decides which orders are allowed. */
export type OrderRules<E> = Pick<OrderProblem<E>, 'elements' | 'entered' | 'left' | 'after' | 'enabled'>;

/** The elements that are not in the order yet, and which of them may come next. */
export class OpenElements<E> {
  readonly #problem: OrderRules<E>;
  readonly #index: ReadonlyMap<E, number>;
  readonly #closed = new Set<E>();
  /** Everything before this one is closed. */
  #first = 0;

  constructor(problem: OrderRules<E>) {
    this.#problem = problem;
    this.#index = new Map(problem.elements.map((element, index) => [element, index]));
  }

  close(element: E): void {
    this.#closed.add(element);
  }

  reopen(element: E | undefined): void {
    if (element === undefined) return;
    this.#closed.delete(element);
    this.#first = Math.min(this.#first, this.#index.get(element) ?? 0);
  }

  /** What may come next: nothing that is open returned before it was entered. Earliest return first. */
  candidates(): E[] {
    const { entered, left, after, enabled } = this.#problem;
    return this.#front()
      .filter((element) => after(element).every((other) => this.#closed.has(other)) && enabled(element))
      .sort((a, b) => left(a) - left(b) || entered(a) - entered(b));
  }

  #front(): E[] {
    const { elements, entered, left } = this.#problem;
    while (this.#first < elements.length && this.#closed.has(elements[this.#first] as E)) this.#first++;
    const front: E[] = [];
    let returned = Infinity;
    for (let at = this.#first; at < elements.length; at++) {
      const element = elements[at] as E;
      if (entered(element) > returned) break;
      if (this.#closed.has(element)) continue;
      front.push(element);
      returned = Math.min(returned, left(element));
    }
    return front;
  }
}
