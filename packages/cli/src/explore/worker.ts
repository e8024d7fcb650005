/** A worker of an exploration: opens the race by itself, and makes the runs that it is sent. */

import { parentPort, workerData } from 'node:worker_threads';
import { openRace, Scout, type Errand } from 'mm-playground';
import { loadSession, openPlayground } from '../replay.ts';
import type { ExploreOptions } from '../commands/explore.ts';

/** What a worker is started with. */
export interface WorkerTask {
  readonly file: string;
  readonly source: Uint8Array;
  readonly options: ExploreOptions;
  readonly kernel: string;
  readonly reduction: boolean;
}

const { file, source, options, kernel, reduction } = workerData as WorkerTask;
const playground = await openPlayground({ ...options, kernel }, 'off');
const session = await loadSession(playground, file, { bytes: source, told: new Set() });
const scout = new Scout(openRace(session.program, session.options), { reduction });

parentPort?.on('message', (errand: Errand) => parentPort?.postMessage(scout.run(errand)));
parentPort?.postMessage('ready');
