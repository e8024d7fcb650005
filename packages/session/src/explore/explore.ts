/**
 * Exploring a race: every interleaving of its threads, or those with at most so many preemptions. The explorer asks for
 * runs, is told what they showed, and in the end says which properties are violated, by which shortest schedules, and
 * what each call can give. Who makes the runs, and on how many machines, is not its business.
 */

import type { Program, TaskName, ViolatedProperty } from '@mm-playground/api';
import type { SessionOptions } from '../types.ts';
import { Ways } from './counts.ts';
import { RaceGraph, type GraphNode, type Wanted } from './graph.ts';
import { Knowledge, type RaceState, type SavedKnowledge } from './knowledge.ts';
import { observe, type Errand, type Observation } from './observe.ts';
import { openRace } from './open-race.ts';
import { raceThreads, type Race, type RaceThread } from './race.ts';
import { scheduleFor, type ScheduleStep } from './schedule.ts';
import { shortestViolations, type ShortestViolation } from './shortest.ts';

/** How a race is explored. */
export interface ExploreOptions {
  /** Leaves out what cannot matter; on unless said. */
  readonly reduction?: boolean;
  /** How often, at most, a thread that could go on is interrupted; {@link defaultBound} unless said. */
  readonly bound?: number;
}

/** A property that is violated. */
export interface RaceViolation extends Omit<ShortestViolation, 'path'> {
  /** The shortest schedule, up to where the violation is found. */
  readonly schedule: readonly ScheduleStep[];
  /** In how many of the schedules. */
  readonly schedules: bigint;
}

/** What a call gave. */
export interface RaceOutcome {
  readonly thread: TaskName;
  readonly line: number;
  /** The call as one line of source. */
  readonly text: string;
  readonly result: string;
  /** In how many of the schedules. */
  readonly schedules: bigint;
}

/** What an exploration came to, or has come to so far. */
export interface Exploration {
  /** Whether everything was looked at; what was not found may still be there otherwise. */
  readonly complete: boolean;
  /** Different interleavings of points. */
  readonly schedules: bigint;
  readonly states: number;
  /** The shortest first. */
  readonly violations: readonly RaceViolation[];
  readonly outcomes: readonly RaceOutcome[];
  /** States from which on an order cannot be followed: a section waits for one that it is nested in. */
  readonly outOfReach: number;
  /** Runs that were made. */
  readonly runs: number;
  /** Moves that were observed in them. */
  readonly moves: number;
  readonly bound: number;
  readonly reduction: boolean;
}

type Found = Pick<Exploration, 'schedules' | 'states' | 'violations' | 'outcomes' | 'outOfReach'>;

/** What of an exploration can be kept in a file. */
export interface SavedExploration {
  readonly version: 1;
  readonly reduction: boolean;
  readonly root: RaceState | null;
  readonly knowledge: SavedKnowledge;
}

/** Threads up to which every interleaving is explored where no bound is said. */
const EXHAUSTIVE_THREADS = 3;
/** Preemptions, at most, where there are more. */
const MANY_THREADS_BOUND = 2;

/** The bound of a race of so many threads: none for three, a writer and two readers. */
export const defaultBound = (threads: number): number =>
  threads <= EXHAUSTIVE_THREADS ? Infinity : MANY_THREADS_BOUND;

/** Key of the first run, which tells where the race begins. */
const ROOT = 'root';

/** See above. */
export class Explorer {
  readonly threads: readonly RaceThread[];
  readonly bound: number;
  readonly reduction: boolean;
  readonly knowledge: Knowledge;
  readonly #graph: RaceGraph;
  /** Runs that are wanted, the last one first. */
  readonly #wanted: Wanted[] = [];
  /** What the runs under way will tell. */
  readonly #underWay = new Set<string>();
  #root: RaceState | null = null;

  constructor(program: Program, { model }: Pick<SessionOptions, 'model'>, options: ExploreOptions = {}) {
    this.threads = raceThreads(program);
    this.reduction = options.reduction ?? true;
    this.bound = options.bound ?? defaultBound(this.threads.length);
    this.knowledge = new Knowledge(this.reduction);
    this.#graph = new RaceGraph(this.threads, this.knowledge, {
      reduction: this.reduction,
      locked: model.locksWhatItReads === true,
      bound: this.bound,
    });
    this.#wanted.push({ key: ROOT, errand: { path: [], next: null } });
  }

  /** The next run to make; undefined where nothing is wanted, or nothing before those under way are told. */
  take(): Wanted | undefined {
    for (;;) {
      const wanted = this.#wanted.pop();
      if (wanted === undefined) return undefined;
      if (this.#underWay.has(wanted.key)) continue;
      this.#underWay.add(wanted.key);
      return wanted;
    }
  }

  /** What a run showed. */
  tell({ key }: Wanted, observation: Observation): void {
    this.#underWay.delete(key);
    const news = this.knowledge.learn(observation);
    const first = observation.points[0];
    if (key === ROOT && first !== undefined) this.#begin(this.knowledge.stateOf(first));
    this.#graph.learnt(news);
    this.#grow();
  }

  #begin(root: RaceState): void {
    this.#root = root;
    this.#graph.begin(root);
  }

  #grow(): void {
    this.#wanted.push(...this.#graph.grow());
  }

  /** Whether everything is known. */
  get done(): boolean {
    return this.#wanted.length === 0 && this.#underWay.size === 0;
  }

  /** How far it has come: states that are known, and runs that somebody may make now. */
  get progress(): { readonly states: number; readonly waiting: number } {
    return { states: this.#graph.states, waiting: this.#wanted.length };
  }

  /** What came of it, or has so far. @param race where schedules are looked up: a machine of the same race */
  result(race: Race): Exploration {
    if (this.#root === null)
      return this.#summary({ schedules: 0n, states: 0, violations: [], outcomes: [], outOfReach: 0 });
    const ways = new Ways(this.#graph.root);
    if (this.done && this.#graph.openStates > 0)
      throw new Error(
        'a state was put together that did not come about: this model hides something from its fingerprint',
      );
    if (this.done && ways.endless !== undefined)
      throw new Error(`${this.threads.map(({ name }) => name).join(', ')}: a schedule of these never comes to an end`);
    const nodes = [...this.#graph.nodes];
    const shortest = shortestViolations(this.#graph.root, violatedIn(nodes));
    return this.#summary({
      schedules: ways.schedules,
      states: nodes.length,
      violations: shortest.map(({ path, ...violation }) => ({
        ...violation,
        schedule: scheduleFor(race, path),
        schedules: ways.violating(violation.property),
      })),
      outcomes: ways.results().map((counted) => this.#outcome(counted)),
      outOfReach: nodes.filter(({ end }) => end === 'out of reach').length,
    });
  }

  #summary(found: Found): Exploration {
    const { runs, moves } = this.knowledge;
    const { bound, reduction, done } = this;
    return { complete: done, ...found, runs, moves, bound, reduction };
  }

  #outcome({ thread, call, result, schedules }: ReturnType<Ways['results']>[number]): RaceOutcome {
    const { name, calls } = this.threads[thread] ?? { name: '', calls: [] };
    const item = calls[call];
    return { thread: name, line: item?.span.line ?? 0, text: item?.text ?? '', result, schedules };
  }

  save(): SavedExploration {
    return { version: 1, reduction: this.reduction, root: this.#root, knowledge: this.knowledge.save() };
  }

  /** Goes on from what was saved. @throws RangeError where that is of another kind of exploration */
  resume({ reduction, root, knowledge }: SavedExploration): void {
    if (reduction !== this.reduction) throw new RangeError(`it was saved with reduction ${reduction ? 'on' : 'off'}`);
    this.knowledge.load(knowledge);
    if (root === null) return;
    this.#wanted.length = 0;
    this.#begin(root);
    this.#grow();
  }
}

function violatedIn(nodes: readonly GraphNode[]): Set<ViolatedProperty> {
  const violated = new Set<ViolatedProperty>();
  for (const { rest, edges } of nodes) {
    for (const { property } of rest) violated.add(property);
    for (const { found } of edges) for (const { property } of found) violated.add(property);
  }
  return violated;
}

/**
 * Makes the runs of an explorer on a machine of its own: as far as a run shows what is not known yet. One that works beside
 * others, far from the explorer, knows only what it found itself.
 */
export class Scout {
  readonly race: Race;
  readonly #knowledge: Knowledge;
  readonly #isAlone: boolean;

  /** @param knowledge the explorer's own, or how it concludes: {@link Exploration.reduction} */
  constructor(race: Race, knowledge: Knowledge | { readonly reduction: boolean }) {
    this.race = race;
    this.#isAlone = !(knowledge instanceof Knowledge);
    this.#knowledge = knowledge instanceof Knowledge ? knowledge : new Knowledge(knowledge.reduction);
  }

  run(errand: Errand): Observation {
    /** Moves of this run: one that looks until something changes would never end. */
    const made = new Set<string>();
    const observation = observe(this.race, errand, (point, next) => {
      const key = this.#knowledge.key(this.#knowledge.stateOf(point), next);
      if (made.has(key) || this.#knowledge.move(key) !== undefined) return false;
      made.add(key);
      return true;
    });
    if (this.#isAlone) this.#knowledge.learn(observation);
    return observation;
  }
}

/** Explores a race on one machine. Yields after every run. */
export function* exploring(
  program: Program,
  options: SessionOptions,
  how: ExploreOptions = {},
): Generator<Explorer, Exploration, void> {
  const explorer = new Explorer(program, options, how);
  const scout = new Scout(openRace(program, options), explorer.knowledge);
  for (let wanted = explorer.take(); wanted !== undefined; wanted = explorer.take()) {
    explorer.tell(wanted, scout.run(wanted.errand));
    yield explorer;
  }
  return explorer.result(scout.race);
}

/** Explores a race on one machine to the end. */
export function explore(program: Program, options: SessionOptions, how: ExploreOptions = {}): Exploration {
  const course = exploring(program, options, how);
  for (;;) {
    const turn = course.next();
    if (turn.done === true) return turn.value;
  }
}
