/**
 * /proc/PID/smaps_rollup and statm, which captures do not have: what they moved by in the course of a script, on the kernel that runs here and on
 * the model. Of the runner's own pages the model only knows what smaps shows of each mapping.
 */

import { release } from 'node:os';
import { chooseKernel, formatSmapsRollup, formatStatm, type MmView } from '@mm-playground/api';
import { createPlayground } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { generate } from './generate.ts';
import { nativeTarget } from './native-target.ts';
import { planOf } from './plan.ts';
import { runScript } from './run-script.ts';
import { runnerObstacle } from './runner.ts';
import type { NativeScript } from './script.ts';

const playground = createPlayground({ record: 'off', assume: 'untouched' });
const modelled =
  runnerObstacle('/var/tmp') === null && chooseKernel(playground.registry.kernels, release())?.exact === true;

const FILES = ['/proc/self/smaps_rollup', '/proc/self/statm'] as const;

/** Shares of pages of the program's own file are not known, and what was used lately is not predicted. */
const UNKNOWN = /^(?:Pss|Pss_File|Referenced|LazyFree)$/;

/** Numbers by name. */
function numbersIn(texts: readonly string[]): Map<string, number> {
  const [rollup = '', statm = ''] = texts;
  const sizes = [...rollup.matchAll(/^(\w+): +(\d+) kB$/gm)].map(([, name = '', value]): [string, number] => [
    name,
    Number(value),
  ]);
  const pages = statm
    .trim()
    .split(' ')
    .map((value, at): [string, number] => [`statm ${at}`, Number(value)]);
  return new Map([...sizes, ...pages]);
}

const moved = (from: Map<string, number>, to: Map<string, number>): Record<string, number> =>
  Object.fromEntries(
    [...to].filter(([name]) => !UNKNOWN.test(name)).map(([name, value]) => [name, value - (from.get(name) ?? 0)]),
  );

async function onKernel(script: NativeScript): Promise<Record<string, number>> {
  const target = nativeTarget();
  const files = FILES.map((path) => `0 file ${path}`);
  const commands = planOf(script, { checkpoints: 'none' }, target.newPath()).map(({ command }) => command);
  const replies = await target.perform([...files, ...commands, ...files]);
  const texts = replies.map((reply) => (reply.kind === 'body' ? reply.text : ''));
  return moved(numbersIn(texts.slice(0, FILES.length)), numbersIn(texts.slice(-FILES.length)));
}

const ofModel = (view: MmView): Map<string, number> => {
  const rollup = view.smapsRollup();
  return numbersIn([
    rollup === null ? '' : formatSmapsRollup(rollup).join('\n'),
    formatStatm(view.status(), view.arch.geometry.pageShift),
  ]);
};

async function onModel(script: NativeScript): Promise<Record<string, number>> {
  const { capture } = await runScript(script, nativeTarget(), { checkpoints: 'none' });
  const { session } = await playground.load(capture);
  if (session === undefined) throw new Error('the capture cannot be read');
  const before = ofModel(session.view());
  session.run();
  return moved(before, ofModel(session.view()));
}

describe.skipIf(!modelled)('smaps_rollup and statm', () => {
  it.each(['fault', 'shm', 'copy', 'thp'] as const)(
    'of profile %s move as on the running kernel',
    { timeout: 60_000 },
    async (profile) => {
      const script = generate(7, profile, 60);
      expect(await onModel(script)).toEqual(await onKernel(script));
    },
  );
});
