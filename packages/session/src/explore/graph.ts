/**
 * The graph of a race: its states, and what each thread's next move makes of them. It is put together from what is known of
 * moves; where something is not known, it names the run that would tell. It grows until nothing is missing.
 *
 * Reduction. A move inside a lock section that changed nothing shared could as well have come after whatever a thread that
 * changes nothing does next: after it only threads are offered that may still change something (and the section itself),
 * and where there is none the section goes on without a point. Which calls change something is learnt on the way; a call
 * that turns out to, makes the graph begin anew. Where sections are known to lock what they read, others never matter
 * after such a move.
 *
 * Bound. With a bound, a state is told apart by who ran last and how often somebody who could go on was interrupted.
 */

import type { Knowledge, KnownMove, RaceState } from './knowledge.ts';
import type { Errand, Found, ObservedMove } from './observe.ts';
import type { RaceThread } from './race.ts';

/** What a move did, or several of one thread that nobody could come between. */
export interface Edge {
  readonly thread: number;
  readonly to: GraphNode;
  /** Moves that it is made of. */
  readonly moves: number;
  /** What was found, and after how many of the moves. */
  readonly found: readonly (Found & { readonly after: number })[];
  readonly returned: readonly NonNullable<ObservedMove['returned']>[];
}

/** How a way through the graph ends here. */
export type NodeEnd =
  /** Everybody is done. */
  | 'complete'
  /** Everybody waits. */
  | 'deadlock'
  /** The kernel stopped. */
  | 'bug'
  /** A section waits for one that it is nested in: this order cannot be followed here. */
  | 'out of reach';

/** A state of the race. */
export interface GraphNode extends RaceState {
  readonly edges: Edge[];
  /** Threads that can go on; empty at an end. */
  able: readonly number[];
  end: NodeEnd | null;
  /** What is wrong at rest. */
  rest: readonly Found[];
  /** Who ran last, and how often somebody was interrupted: only where there is a bound. */
  readonly last: number;
  readonly preemptions: number;
  /** How it was reached first. */
  readonly from: { readonly node: GraphNode; readonly thread: number; readonly moves: number } | null;
  /** Who was offered so far. */
  readonly offered: Set<number>;
  /** Whether all who can go on are points here, or only those that may change something. */
  all: boolean;
}

/** How a race is explored. */
export interface GraphOptions {
  readonly reduction: boolean;
  /** Sections read what others may change only under a lock: {@link Model.locksWhatItReads}. */
  readonly locked: boolean;
  /** How often somebody who could go on may be interrupted; Infinity is every interleaving. */
  readonly bound: number;
}

/** A run that is needed, and what will be known when it was made. */
export interface Wanted {
  readonly key: string;
  readonly errand: Errand;
}

/** A call was found to change something that was taken to change nothing: everything must be put together anew. */
class Anew extends Error {}

export class RaceGraph {
  readonly #threads: readonly RaceThread[];
  readonly #knowledge: Knowledge;
  readonly #options: GraphOptions;
  /** Calls that change something, `thread call`. */
  readonly #writers = new Set<string>();
  #nodes = new Map<string, GraphNode>();
  #root: GraphNode | null = null;
  #open: GraphNode[] = [];
  /** Nodes that wait for something to be known. */
  #waiting = new Map<string, GraphNode[]>();
  #wanted: Wanted[] = [];

  constructor(threads: readonly RaceThread[], knowledge: Knowledge, options: GraphOptions) {
    this.#threads = threads;
    this.#knowledge = knowledge;
    this.#options = options;
  }

  get root(): GraphNode {
    if (this.#root === null) throw new RangeError('this graph has no root yet');
    return this.#root;
  }
  get nodes(): Iterable<GraphNode> {
    return this.#nodes.values();
  }
  get states(): number {
    return this.#nodes.size;
  }
  /** States of which something is still to be found out. */
  get openStates(): number {
    return this.#waiting.size;
  }

  /** The state that every schedule begins in. */
  begin(state: RaceState): void {
    this.#root = this.#nodeFor(state, null, -1, 0);
  }

  /** Grows as far as what is known allows. Returns the runs that are wanted now and were not before. */
  grow(): readonly Wanted[] {
    for (let node = this.#open.pop(); node !== undefined; node = this.#open.pop()) {
      try {
        this.#expand(node);
      } catch (error) {
        if (!(error instanceof Anew)) throw error;
        this.#beginAnew();
      }
    }
    const wanted = this.#wanted;
    this.#wanted = [];
    return wanted;
  }

  /** Something is known now. */
  learnt(keys: readonly string[]): void {
    for (const key of keys) {
      const nodes = this.#waiting.get(key);
      if (nodes === undefined) continue;
      this.#waiting.delete(key);
      this.#open.push(...nodes);
    }
  }

  #beginAnew(): void {
    const { root } = this;
    this.#nodes = new Map();
    this.#open = [];
    this.#waiting = new Map();
    this.#wanted = [];
    this.begin(root);
  }

  #expand(node: GraphNode): void {
    if (node.end !== null) return;
    const able = this.#able(node);
    if (able === null) return;
    node.able = able;
    if (able.length === 0) return this.#close(node);
    const offered = node.all
      ? able
      : able.filter((thread) => node.stack.at(-1) === thread || this.#mayWrite(node, thread));
    const preemptible = able.includes(node.last);
    for (const thread of offered) {
      if (node.offered.has(thread)) continue;
      const preempts = preemptible && thread !== node.last;
      if (preempts && node.preemptions >= this.#options.bound) continue;
      this.#follow(node, thread);
    }
  }

  /** Threads that can go on; null where that is not known. */
  #able(node: GraphNode): readonly number[] | null {
    const able: number[] = [];
    for (const thread of this.#threads.keys()) {
      if (node.stack.includes(thread) && node.stack.at(-1) !== thread) continue;
      const ready = this.#knowledge.isReady(node, thread);
      if (ready === undefined) {
        this.#miss(node, `ready ${this.#knowledge.key(node, thread)}`, null);
        return null;
      }
      if (ready) able.push(thread);
    }
    return able;
  }

  #mayWrite({ locals }: RaceState, thread: number): boolean {
    const { call } = this.#knowledge.place(locals[thread] ?? -1);
    const calls = this.#threads[thread]?.calls.length ?? 0;
    for (let at = call; at < calls; at++) if (this.#writers.has(`${thread} ${at}`)) return true;
    return false;
  }

  /** Adds the edge of a thread's next move, and of those after it between which nobody matters. */
  #follow(node: GraphNode, thread: number): void {
    const found: Edge['found'][number][] = [];
    const returned: Edge['returned'][number][] = [];
    let state: RaceState = node;
    let moves = 0;
    for (;;) {
      const key = this.#knowledge.key(state, thread);
      const move = this.#knowledge.move(key);
      if (move === undefined) return this.#miss(node, `move ${key}`, thread, moves);
      moves++;
      this.#noteWriter(state, thread, move);
      found.push(...move.found.map((each) => ({ ...each, after: moves })));
      if (move.returned !== null) returned.push(move.returned);
      const silent = move.shared === state.shared;
      state = this.#after(state, thread, move);
      if (!move.bug && silent && this.#isUnwatched(state, thread)) continue;
      const to = this.#nodeAfter(node, thread, moves, state, move.bug);
      if (!(silent && this.#options.reduction && this.#isInside(state, thread))) this.#offerAll(to);
      node.edges.push({ thread, to, moves, found, returned });
      node.offered.add(thread);
      return;
    }
  }

  #nodeAfter(node: GraphNode, thread: number, moves: number, state: RaceState, bug: boolean): GraphNode {
    const preempts = thread !== node.last && node.able.includes(node.last);
    const preemptions = node.preemptions + Number(preempts);
    return this.#nodeFor(state, { node, thread, moves }, thread, preemptions, bug ? 'bug' : null);
  }

  #offerAll(node: GraphNode): void {
    if (node.all) return;
    node.all = true;
    this.#open.push(node);
  }

  #isInside({ locals }: RaceState, thread: number): boolean {
    return this.#knowledge.place(locals[thread] ?? -1).standing === 'inside';
  }

  /** Whether a section goes on from here without a point: it changed nothing, and nobody else may change anything. */
  #isUnwatched(state: RaceState, thread: number): boolean {
    if (!this.#options.reduction || !this.#isInside(state, thread)) return false;
    return this.#options.locked || !this.#threads.some((_, other) => other !== thread && this.#mayWrite(state, other));
  }

  #noteWriter({ shared, locals }: RaceState, thread: number, move: KnownMove): void {
    if (move.shared === shared) return;
    const key = `${thread} ${this.#knowledge.place(locals[thread] ?? -1).call}`;
    if (this.#writers.has(key)) return;
    this.#writers.add(key);
    if (this.#options.reduction && !this.#options.locked) throw new Anew();
  }

  #after({ locals, stack }: RaceState, thread: number, { shared, local }: KnownMove): RaceState {
    const { standing } = this.#knowledge.place(local);
    const below = stack.at(-1) === thread ? stack.slice(0, -1) : stack;
    return {
      shared,
      locals: locals.map((other, at) => (at === thread ? local : other)),
      stack: standing === 'inside' || standing === 'waiting' ? [...below, thread] : below,
    };
  }

  #nodeFor(
    state: RaceState,
    from: GraphNode['from'],
    last: number,
    preemptions: number,
    end: NodeEnd | null = null,
  ): GraphNode {
    const { shared, locals, stack } = state;
    const bounded = this.#options.bound !== Infinity;
    const key = `${shared} ${stack.join('.')} ${locals.join('.')} ${end ?? ''}${bounded ? ` ${last} ${preemptions}` : ''}`;
    let node = this.#nodes.get(key);
    if (node !== undefined) return node;
    node = {
      ...{ shared, locals, stack, from, preemptions },
      last: bounded ? last : -1,
      edges: [],
      able: [],
      end,
      rest: [],
      offered: new Set(),
      all: from === null,
    };
    this.#nodes.set(key, node);
    this.#open.push(node);
    return node;
  }

  /** Nobody can go on. */
  #close(node: GraphNode): void {
    const places = node.locals.map((local) => this.#knowledge.place(local).standing);
    if (places.every((standing) => standing === 'done')) return this.#complete(node);
    const below = node.stack.slice(0, -1);
    node.end = below.some((thread) => places[thread] === 'inside') ? 'out of reach' : 'deadlock';
    if (node.end === 'deadlock') node.rest = [{ property: 'no-deadlock', what: this.#deadlock(node) }];
  }

  #deadlock({ locals }: RaceState): string {
    const waiting = this.#threads.flatMap(({ name }, thread) => {
      const { standing, step } = this.#knowledge.place(locals[thread] ?? -1);
      return standing === 'done' ? [] : [`${name} waits at ${step}`];
    });
    return `everybody waits: ${waiting.join(', ')}`;
  }

  #complete(node: GraphNode): void {
    const rest = this.#knowledge.rest(node.shared);
    if (rest === undefined) return this.#miss(node, `rest ${node.shared}`, null);
    node.end = 'complete';
    node.rest = rest.map((what) => ({ property: 'counters', what }));
  }

  /** Something is not known: the run that would tell is wanted, unless it already is. */
  #miss(node: GraphNode, key: string, next: number | null, moves = 0): void {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) {
      waiting.push(node);
      return;
    }
    this.#waiting.set(key, [node]);
    const path = pathTo(node);
    if (moves > 0 && next !== null) path.push([next, moves]);
    this.#wanted.push({ key, errand: { path, next } });
  }
}

/** The way on which a state was reached first. */
export function pathTo(node: GraphNode): [thread: number, moves: number][] {
  const path: [number, number][] = [];
  for (let at = node; at.from !== null; at = at.from.node) {
    const { thread, moves } = at.from;
    const next = path.at(-1);
    if (next?.[0] === thread) next[1] += moves;
    else path.push([thread, moves]);
  }
  return path.reverse();
}
