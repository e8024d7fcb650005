/**
 * Counting: how many schedules a graph holds, in how many a property is violated, and what each call gave in how many. Exact,
 * by adding up ways from the ends and from the root; a schedule that runs around a loop is counted without its rounds.
 */

import type { ViolatedProperty } from '@mm-playground/api';
import type { Edge, GraphNode } from './graph.ts';

/** What a call gave, in how many schedules. */
export interface CountedResult {
  readonly thread: number;
  readonly call: number;
  readonly result: string;
  readonly schedules: bigint;
}

/** The ways through a graph. */
export class Ways {
  /** Every state before those that come after it, loops apart. */
  readonly #order: readonly GraphNode[];
  readonly #place: ReadonlyMap<GraphNode, number>;
  readonly #ahead: readonly bigint[];

  constructor(root: GraphNode) {
    this.#order = topological(root);
    this.#place = new Map(this.#order.map((node, at) => [node, at]));
    this.#ahead = this.#count(
      () => false,
      () => false,
    );
  }

  /** Complete schedules. */
  get schedules(): bigint {
    return this.#ahead[0] ?? 0n;
  }

  /** A state from which no schedule comes to an end: a call that looks again and again, and is told the same. */
  get endless(): GraphNode | undefined {
    const ending = new Set<GraphNode>();
    for (let before = -1; before < ending.size;) {
      before = ending.size;
      for (const node of this.#order.toReversed())
        if (node.end !== null || node.edges.some(({ to }) => ending.has(to))) ending.add(node);
    }
    return this.#order.find((node) => !ending.has(node));
  }

  /** Schedules in which a property is violated. */
  violating(property: ViolatedProperty): bigint {
    const violated = (found: readonly { readonly property: ViolatedProperty }[]): boolean =>
      found.some((each) => each.property === property);
    const without = this.#count(
      ({ found }) => violated(found),
      ({ rest }) => violated(rest),
    );
    return this.schedules - (without[0] ?? 0n);
  }

  /** What each call gave, in how many schedules. */
  results(): CountedResult[] {
    const behind = this.#behind();
    const counted = new Map<string, CountedResult>();
    for (const [at, node] of this.#order.entries())
      for (const edge of this.#forward(node, at))
        for (const { call, result } of edge.returned) {
          const key = `${edge.thread} ${call} ${result}`;
          const before = counted.get(key)?.schedules ?? 0n;
          const schedules = before + (behind[at] ?? 0n) * this.#aheadOf(edge.to);
          counted.set(key, { thread: edge.thread, call, result, schedules });
        }
    return [...counted.values()].sort(
      (a, b) => a.thread - b.thread || a.call - b.call || (a.result < b.result ? -1 : Number(a.result > b.result)),
    );
  }

  #aheadOf(node: GraphNode): bigint {
    return this.#ahead[this.#place.get(node) ?? -1] ?? 0n;
  }

  /** Ways from each state to an end. */
  #count(avoidsEdge: (edge: Edge) => boolean, avoidsEnd: (node: GraphNode) => boolean): bigint[] {
    const ways: bigint[] = Array.from(this.#order, () => 0n);
    for (let at = this.#order.length - 1; at >= 0; at--) {
      const node = this.#order[at];
      if (node === undefined) continue;
      if (node.end !== null) ways[at] = node.end === 'out of reach' || avoidsEnd(node) ? 0n : 1n;
      let sum = ways[at] ?? 0n;
      for (const edge of this.#forward(node, at))
        if (!avoidsEdge(edge)) sum += ways[this.#place.get(edge.to) ?? -1] ?? 0n;
      ways[at] = sum;
    }
    return ways;
  }

  /** Ways from the root to each state. */
  #behind(): bigint[] {
    const ways: bigint[] = Array.from(this.#order, (_, at) => (at === 0 ? 1n : 0n));
    for (const [at, node] of this.#order.entries())
      for (const { to } of this.#forward(node, at)) {
        const place = this.#place.get(to) ?? -1;
        ways[place] = (ways[place] ?? 0n) + (ways[at] ?? 0n);
      }
    return ways;
  }

  /** Edges that do not close a loop. */
  #forward({ edges }: GraphNode, at: number): Edge[] {
    return edges.filter(({ to }) => (this.#place.get(to) ?? -1) > at);
  }
}

/** Depth first, threads in their order, so that it does not depend on the order in which edges were found. */
function topological(root: GraphNode): GraphNode[] {
  const done: GraphNode[] = [];
  const seen = new Set([root]);
  const path = [{ node: root, rest: edgesOf(root) }];
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const next = top.rest.pop()?.to;
    if (next === undefined) {
      done.push(top.node);
      path.pop();
    } else if (!seen.has(next)) {
      seen.add(next);
      path.push({ node: next, rest: edgesOf(next) });
    }
  }
  return done.reverse();
}

/** The edges of a state by thread, the last thread first. */
export const edgesOf = ({ edges }: GraphNode): Edge[] => edges.toSorted((a, b) => b.thread - a.thread);
