/**
 * Proves an explorer on a model: interleavings that it put together are made, move by move, and every state on the way must
 * be the one that was expected. Where they disagree, the model has a state that neither its fingerprint nor its steps show.
 */

import type { Program } from '@mm-playground/api';
import { RaceGraph, type GraphNode, type GraphOptions } from '../explore/graph.ts';
import { Knowledge, type RaceState } from '../explore/knowledge.ts';
import { observe } from '../explore/observe.ts';
import { openRace } from '../explore/open-race.ts';
import type { Race } from '../explore/race.ts';
import { Scout } from '../explore/explore.ts';
import type { SessionOptions } from '../types.ts';

/** How much is proven. */
export interface ProofOptions {
  readonly reduction: boolean;
  /** How many interleavings are made. */
  readonly samples: number;
}

/** What happens otherwise than expected, a line each; empty when all is well. */
export function disagreements(
  program: Program,
  options: SessionOptions,
  { reduction, samples }: ProofOptions,
): string[] {
  const race = openRace(program, options);
  const knowledge = new Knowledge(reduction);
  const locked = options.model.locksWhatItReads === true;
  const root = graphOf(race, knowledge, { reduction, locked, bound: Infinity });
  const chance = chanceFrom(1);
  const found: string[] = [];
  for (let sample = 0; sample < samples && found.length < MOST_TOLD; sample++)
    found.push(...follow(race, knowledge, root, chance));
  return found;
}

const MOST_TOLD = 5;

function graphOf(race: Race, knowledge: Knowledge, how: GraphOptions): GraphNode {
  const graph = new RaceGraph(race.threads, knowledge, how);
  const scout = new Scout(race, knowledge);
  const first = scout.run({ path: [], next: null });
  knowledge.learn(first);
  const start = first.points[0];
  if (start === undefined) throw new RangeError('the race did not begin');
  graph.begin(knowledge.stateOf(start));
  const wanted = [...graph.grow()];
  for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
    graph.learnt(knowledge.learn(scout.run(next.errand)));
    wanted.push(...graph.grow());
  }
  return graph.root;
}

/** Follows one interleaving from its start to its end. */
function follow(race: Race, knowledge: Knowledge, root: GraphNode, chance: (n: number) => number): string[] {
  const path: [number, number][] = [];
  for (let node = root; node.edges.length > 0;) {
    const edge = node.edges[chance(node.edges.length)];
    if (edge === undefined || edge.to.end === 'bug') return [];
    path.push([edge.thread, edge.moves]);
    node = edge.to;
    const point = observe(race, { path, next: null }, () => false).points[0];
    const state = point && knowledge.stateOf(point);
    if (state === undefined || !isSame(state, node)) {
      const way = path.map(([thread, moves]) => `${race.threads[thread]?.name ?? ''} ${moves}`).join(', ');
      return [`after ${way}: ${state?.shared === node.shared ? 'a thread' : 'the machine'} is elsewhere`];
    }
  }
  return [];
}

const isSame = (a: RaceState, b: RaceState): boolean =>
  a.shared === b.shared && a.locals.join() === b.locals.join() && a.stack.join() === b.stack.join();

/** Numbers below n, the same ones every time. */
function chanceFrom(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 0x41c6_4e6d) + 12_345) & 0x7fff_ffff;
    return (state >> 8) % n;
  };
}
