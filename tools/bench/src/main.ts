/**
 * `pnpm bench`: a recording replayed again and again in one process, beside the same calls on the running kernel, as a
 * ratio of one run on one machine. See README.md for what is compared with what.
 */

import { release } from 'node:os';
import { readCapture } from '@mm-playground/captures';
import { runOnKernel, whyNoKernel, type KernelRuns } from './kernel.ts';
import { playOften, type Replays } from './model.ts';
import { isRepeated, planOf } from './plan.ts';
import { reportLines } from './report.ts';

const CAPTURE = 'node-threads';
const REPLAYS = 100;

function askKernel({ session }: Replays): KernelRuns | string {
  const items = session.calls.map(({ item }) => item);
  return whyNoKernel() ?? runOnKernel(planOf(session.program, items), REPLAYS);
}

const replays = playOften(readCapture(CAPTURE), `${CAPTURE}.strace`, REPLAYS);
const repeated = replays.session.calls.filter(({ item }) => isRepeated(item)).length;
const kernel = askKernel(replays);
for (const line of reportLines({ name: CAPTURE, replays, repeated, kernel, release: release() }))
  process.stdout.write(`${line}\n`);
