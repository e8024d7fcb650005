/**
 * The maple tree of the running kernel against the model's, call by call. As root:
 *
 *     node --conditions=@mm-playground/source packages/oracle/src/maple/main.ts --pattern scattered --count 400 --seed 1
 *
 * prints the recording, a capture with the events as comments. With `--compare` it says what differs instead; `--pattern all`
 * are all patterns, `--profile NAME` (or `all`) is a random script of the oracle. A printed recording names nodes with `--nodes`,
 * has `ma_read` with `--reads`, and `maps` after each call with `--checkpoints`.
 */
import { parseArgs } from 'node:util';
import { generate } from '../native/generate.ts';
import { PROFILES, traitsOf } from '../native/profiles.ts';
import type { NativeScript } from '../native/script.ts';
import { compareMaple } from './model-events.ts';
import { PATTERNS, patternScript } from './patterns.ts';
import { recordMaple } from './record-maple.ts';
import { inMountNamespace, tracingObstacle } from './tracefs.ts';

const { values } = parseArgs({
  options: {
    pattern: { type: 'string' },
    profile: { type: 'string' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1' },
    count: { type: 'string', default: '400' },
    compare: { type: 'boolean', default: false },
    nodes: { type: 'boolean', default: false },
    reads: { type: 'boolean', default: false },
    checkpoints: { type: 'boolean', default: false },
    inside: { type: 'boolean', default: false },
  },
});

const chosen = <T extends string>(name: string | undefined, all: readonly T[]): readonly T[] => {
  if (name === undefined) return [];
  if (name === 'all') return all;
  const found = all.find((one) => one === name);
  if (found === undefined) throw new RangeError(`expected one of ${all.join(' ')}, or all; got ${name}`);
  return [found];
};

/** Processes fork where the model follows one of them; what its child's tree says is not recorded by call. */
const ONE_PROCESS = PROFILES.filter((profile) => traitsOf(profile).weights.fork === undefined);

function* scripts(): Generator<readonly [string, NativeScript]> {
  const count = Number(values.count);
  for (let seed = Number(values.seed), last = seed + Number(values.runs); seed < last; seed++) {
    for (const pattern of chosen(values.pattern, PATTERNS))
      yield [`${pattern}-${seed}`, patternScript(pattern, count, seed)];
    for (const profile of chosen(values.profile, ONE_PROCESS))
      yield [`${profile}-${seed}`, generate(seed, profile, count)];
  }
}

async function compareAll(): Promise<void> {
  const total = { calls: 0, events: 0, differences: 0 };
  const functions = new Map<string, number>();
  for (const [name, script] of scripts()) {
    const compared = await compareMaple(await recordMaple(script), name);
    total.calls += compared.calls;
    total.events += compared.events;
    total.differences += compared.differences.length + compared.divergences.length;
    for (const [fn, times] of compared.functions) functions.set(fn, (functions.get(fn) ?? 0) + times);
    for (const { line, call, kernel, model } of compared.differences.slice(0, 3))
      console.log(
        `${name}:${line}: ${call}\n  kernel\n    ${kernel.join('\n    ')}\n  model\n    ${model.join('\n    ')}`,
      );
    for (const divergence of compared.divergences.slice(0, 3)) console.log(divergence);
  }
  console.log([...functions].map(([fn, times]) => `${fn} ${times}`).join(', '));
  console.log(`${total.calls} calls, ${total.events} events, ${total.differences} differences`);
  process.exitCode = total.differences === 0 ? 0 : 1;
}

const obstacle = tracingObstacle();
if (obstacle !== null) {
  console.error(`cannot trace here: ${obstacle}`);
  process.exitCode = 1;
} else if (!values.inside) {
  const { output, status } = await inMountNamespace(import.meta.filename, [...process.argv.slice(2), '--inside']);
  process.stdout.write(output);
  process.exitCode = status;
} else if (values.compare) await compareAll();
else for (const [, script] of scripts()) process.stdout.write(await recordMaple(script, values));
