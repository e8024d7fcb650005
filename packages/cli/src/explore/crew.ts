/**
 * Who makes the runs of an exploration: this thread, and, where it takes longer than starting them, workers on the other
 * cores. Each has the race on a machine of its own; what goes back and forth is plain data.
 */

import { Worker } from 'node:worker_threads';
import {
  openRace,
  Scout,
  type Exploration,
  type Explorer,
  type Observation,
  type Session,
  type Wanted,
} from 'mm-playground';
import type { WorkerTask } from './worker.ts';

/** Work that takes less than this is over before workers have started, in milliseconds. */
const PATIENCE_MS = 700;

/** How long this thread works before it looks who else has news, in milliseconds. */
const SLICE_MS = 50;

/** What is explored, and with whom. */
export interface CrewOrder {
  readonly explorer: Explorer;
  /** Of the race, at its initial state. */
  readonly session: Session;
  /** How many threads work, this one included. */
  readonly workers: number;
  /** What a worker needs to open the same race. */
  readonly task: WorkerTask;
  /** Asked every now and then, and told how far it has come. Whether to go on. */
  readonly goesOn: (progress: Explorer['progress']) => boolean;
}

/** Explores to the end, or until it is told not to go on. */
export async function exploreWithCrew({ explorer, session, workers, task, goesOn }: CrewOrder): Promise<Exploration> {
  const scout = new Scout(openRace(session.program, session.options), explorer.knowledge);
  const begun = performance.now();
  const crew = new Crew(explorer, task);
  try {
    while (!explorer.done && goesOn(explorer.progress)) {
      if (performance.now() - begun > PATIENCE_MS) crew.hire(workers - 1);
      crew.send();
      workHere(explorer, scout);
      await crew.news();
    }
  } finally {
    await crew.dismiss();
  }
  return explorer.result(scout.race);
}

/** Makes runs on this thread for a while. */
function workHere(explorer: Explorer, scout: Scout): void {
  const until = performance.now() + SLICE_MS;
  for (let wanted = explorer.take(); wanted !== undefined; wanted = explorer.take()) {
    explorer.tell(wanted, scout.run(wanted.errand));
    if (performance.now() > until) return;
  }
}

/** The workers. */
class Crew {
  readonly #explorer: Explorer;
  readonly #task: WorkerTask;
  readonly #all: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #busy = new Map<Worker, Wanted>();
  #failure: Error | null = null;
  #wake: () => void = () => undefined;

  constructor(explorer: Explorer, task: WorkerTask) {
    this.#explorer = explorer;
    this.#task = task;
  }

  /** Starts workers, unless there are as many. */
  hire(count: number): void {
    while (this.#all.length < count) {
      const worker = new Worker(workerFile(), { workerData: this.#task });
      worker.on('message', (message: Observation | 'ready') => this.#heard(worker, message));
      worker.on('error', (error) => this.#fail(error));
      this.#all.push(worker);
    }
  }

  /** Gives every idle worker a run to make. */
  send(): void {
    for (let worker = this.#idle.pop(); worker !== undefined; worker = this.#idle.pop()) {
      const wanted = this.#explorer.take();
      if (wanted === undefined) {
        this.#idle.push(worker);
        return;
      }
      this.#busy.set(worker, wanted);
      worker.postMessage(wanted.errand);
    }
  }

  /** Lets messages in; waits for one where everything that is left is under way. */
  async news(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#busy.size === 0 || this.#explorer.progress.waiting > 0) setImmediate(resolve);
    });
    if (this.#failure !== null) throw this.#failure;
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#all.map((worker) => worker.terminate()));
  }

  #heard(worker: Worker, message: Observation | 'ready'): void {
    const wanted = this.#busy.get(worker);
    this.#busy.delete(worker);
    this.#idle.push(worker);
    if (message !== 'ready' && wanted !== undefined) this.#explorer.tell(wanted, message);
    this.#wake();
  }

  #fail(error: unknown): void {
    this.#failure = error instanceof Error ? error : new Error(String(error));
    this.#wake();
  }
}

/** Beside this file, and of the same kind: TypeScript in development, JavaScript in the package. */
const workerFile = (): URL => new URL(import.meta.url.replace(/crew(\.[jt]s)$/, 'worker$1'));
