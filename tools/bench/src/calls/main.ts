/**
 * `pnpm bench:calls [--vmas N]...`: memory calls on the model beside the same calls on the running kernel, in one run on one
 * machine, among 0, 1,000 and 60,000 other VMAs. README.md says what is compared with what. It reports and judges nothing.
 */

import { release } from 'node:os';
import { parseArgs } from 'node:util';
import { whyNoKernel } from '../kernel.ts';
import { kernelRates } from './kernel-rate.ts';
import { modelRates } from './model-rate.ts';
import { LOOPS, type Loop } from './operations.ts';
import type { Rates } from './rates.ts';

const { values: asked } = parseArgs({ options: { vmas: { type: 'string', multiple: true } } });
const CROWDS = asked.vmas?.map(Number) ?? [0, 1000, 60_000];
const TURNS = 5000;
/** A fork copies every VMA. */
const COPIED = 300_000;

const turnsBeside =
  (vmas: number) =>
  ({ slow = false }: Loop): number =>
    slow ? Math.max(5, Math.min(200, Math.floor(COPIED / Math.max(vmas, 1)))) : TURNS;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const microseconds = (ns: number | undefined): string => (ns === undefined ? '' : (ns / 1000).toFixed(2));
const ratio = (ours: number | undefined, theirs: number | undefined): string =>
  ours === undefined || theirs === undefined ? '' : (theirs / ours).toFixed(2);

function report(vmas: number, kernel: Rates, silent: Rates, history: Rates, steps: Rates): void {
  print(`\n### Beside ${vmas.toLocaleString('en')} other VMAs, microseconds of CPU a turn\n`);
  print('| | kernel | model | kernel : model | with history | with every step | kernel : steps |');
  print('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const { name } of LOOPS) {
    const [k, m, h, s] = [kernel, silent, history, steps].map((rates) => rates.get(name));
    const cells = [microseconds(k), microseconds(m), ratio(m, k), microseconds(h), microseconds(s), ratio(s, k)];
    print(`| ${name} | ${cells.join(' | ')} |`);
  }
}

const obstacle = whyNoKernel();
print(obstacle === null ? `kernel ${release()}, node ${process.version}` : `kernel: not asked: ${obstacle}`);
for (const vmas of CROWDS) {
  const turns = turnsBeside(vmas);
  const kernel: Rates = obstacle === null ? kernelRates(vmas, turns) : new Map();
  report(
    vmas,
    kernel,
    modelRates(vmas, turns, 'nothing'),
    modelRates(vmas, turns, 'history'),
    modelRates(vmas, turns, 'steps'),
  );
}
print('');
for (const { name, what } of LOOPS) print(`${name}: ${what}`);
