/**
 * Random scripts on this machine's kernel or on a booted one, and on the model, compared by the frames that they map after
 * every call. Here it needs root.
 * `node --conditions=@mm-playground/source packages/oracle/src/frames/main.ts --profile fault --seed 1 --count 10000`
 * `node ... main.ts --boot 6.12 --count 2000`
 */
import { parseArgs } from 'node:util';
import { createPlayground } from 'mm-playground';
import { bootKernel, type BootedKernel } from '../boot/boot.ts';
import { findKernel } from '../boot/kernel-cache.ts';
import { trialsOf } from '../judge/campaign.ts';
import { nativeTarget } from '../native/native-target.ts';
import { PROFILES, type Profile } from '../native/profiles.ts';
import { framesObstacle } from './frames-obstacle.ts';
import { FramesJudge } from './frames-judge.ts';

/** Profiles whose scripts touch memory. */
const TOUCHING: readonly Profile[] = ['fault', 'fork', 'thp', 'shm', 'file', 'copy'];

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    profile: { type: 'string', multiple: true },
    count: { type: 'string', default: '1000' },
    boot: { type: 'string' },
  },
});

const obstacle = values.boot === undefined ? framesObstacle() : null;
if (obstacle !== null) {
  console.error(`skipped: ${obstacle}`);
  process.exit(0);
}
const booted: BootedKernel | null = values.boot === undefined ? null : await bootKernel(findKernel(values.boot));
const target = booted ?? nativeTarget();
const arch = booted?.archSpec;
const playground = createPlayground({ record: 'off', assume: 'untouched', ...(arch !== undefined && { arch }) });
const judge = new FramesJudge(target, playground);
const profiles = (values.profile ?? TOUCHING).map(profileNamed);
const totals = { scripts: 0, calls: 0, pages: 0, differences: 0 };
const seen = new Set<string>();
for (const { name, script } of trialsOf({
  count: Number(values.count),
  seed: Number(values.seed),
  profiles,
  machine: target,
})) {
  const verdict = await judge.judge(script);
  totals.scripts++;
  totals.calls += verdict.compared;
  totals.pages += verdict.pages;
  if (verdict.stopped !== null) console.log(`# ${name}: stopped: ${verdict.stopped}`);
  const [first] = verdict.differences;
  if (first === undefined) continue;
  totals.differences++;
  const kind = `${first.what} ${first.kernel.replace(/\d[0-9a-f]*/g, 'N')} ${first.model.replace(/\d[0-9a-f]*/g, 'N')}`;
  if (seen.has(kind)) console.log(`# ${name}: differs as one before: ${kind}`);
  else {
    const shortest = await judge.shrink(verdict);
    for (const { page, what, kernel, model } of shortest.differences)
      console.log(`# ${name}: ${what} of page ${page.toString(16)}: kernel ${kernel}, model ${model}`);
    console.log(shortest.capture.trimEnd());
  }
  seen.add(kind);
}
const { scripts, calls, pages, differences } = totals;
console.log(`${scripts} scripts, ${calls} calls, ${pages} pages, ${differences} differences`);
process.exitCode = differences > 0 ? 1 : 0;
await booted?.close();

function profileNamed(name: string): Profile {
  const profile = PROFILES.find((each) => each === name);
  if (profile === undefined) throw new RangeError(`--profile: expected one of ${PROFILES.join(' ')}`);
  return profile;
}
