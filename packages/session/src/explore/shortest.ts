/**
 * The shortest schedule that violates a property: the one in which the fewest threads that could go on are interrupted, and
 * among those the one of the fewest moves. Found by Dijkstra's algorithm over states and who ran last; among equals the one
 * whose threads come first in the file.
 */

import type { ViolatedProperty } from '@mm-playground/api';
import { edgesOf } from './counts.ts';
import type { Edge, GraphNode } from './graph.ts';
import { Heap } from './heap.ts';
import type { Path } from './observe.ts';

/** A violation, and the shortest way to it. */
export interface ShortestViolation {
  readonly property: ViolatedProperty;
  readonly what: string;
  readonly path: Path;
  readonly preemptions: number;
  readonly moves: number;
}

/** A state, who ran last, and how that was reached. */
interface Stop {
  readonly node: GraphNode;
  readonly last: number;
  readonly cost: Cost;
  readonly from: { readonly stop: Stop; readonly thread: number; readonly moves: number } | null;
}

interface Cost {
  readonly preemptions: number;
  readonly moves: number;
}

const isLess = (a: Cost, b: Cost): boolean =>
  a.preemptions < b.preemptions || (a.preemptions === b.preemptions && a.moves < b.moves);

interface Candidate extends ShortestViolation, Cost {}

/** The shortest way to each property that is violated, in the order of their names' first discovery by cost. */
export function shortestViolations(root: GraphNode, violated: ReadonlySet<ViolatedProperty>): ShortestViolation[] {
  const best = new Map<ViolatedProperty, Candidate>();
  const settled = new Map<GraphNode, Set<number>>();
  const heap = new Heap<Stop>((a, b) => isLess(a.cost, b.cost));
  heap.push({ node: root, last: -1, cost: { preemptions: 0, moves: 0 }, from: null });
  for (let stop = heap.pop(); stop !== undefined; stop = heap.pop()) {
    const { node, last, cost } = stop;
    if (best.size === violated.size && [...best.values()].every((found) => !isLess(cost, found))) break;
    const lasts = settled.get(node) ?? new Set();
    if (lasts.has(last)) continue;
    settled.set(node, lasts.add(last));
    for (const { property, what } of node.rest) offer(best, { property, what, path: pathOf(stop), ...cost });
    for (const edge of edgesOf(node).toReversed()) heap.push(follow(stop, edge, best));
  }
  return [...best.values()].sort((a, b) => (isLess(a, b) ? -1 : Number(isLess(b, a))));
}

function follow(stop: Stop, edge: Edge, best: Map<ViolatedProperty, Candidate>): Stop {
  const { node, last, cost } = stop;
  const preempts = edge.thread !== last && node.able.includes(last);
  const preemptions = cost.preemptions + Number(preempts);
  for (const { property, what, after } of edge.found) {
    const path = (): Path => joined([...pathOf(stop), [edge.thread, after]]);
    const there = { preemptions, moves: cost.moves + after };
    if (isBetter(best.get(property), there)) best.set(property, { property, what, path: path(), ...there });
  }
  return {
    node: edge.to,
    last: edge.thread,
    cost: { preemptions, moves: cost.moves + edge.moves },
    from: { stop, thread: edge.thread, moves: edge.moves },
  };
}

const isBetter = (known: Cost | undefined, other: Cost): boolean => known === undefined || isLess(other, known);

function offer(best: Map<ViolatedProperty, Candidate>, candidate: Candidate): void {
  if (isBetter(best.get(candidate.property), candidate)) best.set(candidate.property, candidate);
}

function pathOf(stop: Stop): Path {
  const path: (readonly [number, number])[] = [];
  for (let at = stop; at.from !== null; at = at.from.stop) path.push([at.from.thread, at.from.moves]);
  return joined(path.reverse());
}

/** Neighbours of one thread as one. */
function joined(path: Path): Path {
  const out: [number, number][] = [];
  for (const [thread, moves] of path) {
    const last = out.at(-1);
    if (last?.[0] === thread) last[1] += moves;
    else out.push([thread, moves]);
  }
  return out;
}
