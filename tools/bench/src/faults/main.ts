/**
 * `pnpm bench:faults`: faults and forks on the model beside the running kernel, walks over many page-table entries, and what a
 * mapped page costs. README.md says what a run said. It reports and judges nothing.
 */

import { execFileSync } from 'node:child_process';
import { release } from 'node:os';
import { compiled, whyNoKernel } from '../kernel.ts';
import { faultTime, forkTime, machineWith, populate, walkTimes } from './model.ts';

const FAULTS = 20_000;
const PRESENT = 100_000;
const WALKED = 2 ** 20;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function kernelTimes(): ReadonlyMap<string, number> {
  const output = execFileSync(compiled('faults'), [String(FAULTS), String(PRESENT)], { encoding: 'utf8' });
  return new Map([...output.matchAll(/^(\w+) ([\d.]+)$/gm)].map(([, name = '', time = '']) => [name, Number(time)]));
}

function row(what: string, kernel: number | undefined, model: number, unit: number): void {
  const cell = (time: number | undefined): string => (time === undefined ? '' : (time / unit).toFixed(2));
  print(`| ${what} | ${cell(kernel)} | ${cell(model)} | ${kernel === undefined ? '' : (kernel / model).toFixed(2)} |`);
}

/** Bytes of the heap and outside of it. */
function bytesInUse(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const obstacle = whyNoKernel();
const kernel = obstacle === null ? kernelTimes() : new Map<string, number>();
print(obstacle === null ? `kernel ${release()}, node ${process.version}\n` : `kernel: not asked: ${obstacle}\n`);
print('| CPU | kernel | model | kernel : model |');
print('| --- | ---: | ---: | ---: |');
row('a write fault of 4 KiB, us', kernel.get('faults'), faultTime(FAULTS, false), 1000);
row('the same, history kept, us', kernel.get('faults'), faultTime(FAULTS, true), 1000);
row(
  `fork and exit beside ${PRESENT.toLocaleString('en')} present pages, ms`,
  kernel.get('fork'),
  forkTime(PRESENT),
  1e6,
);

const machine = machineWith(WALKED);
const before = bytesInUse();
populate(machine, WALKED);
const bytes = (bytesInUse() - before) / WALKED;
for (const [name, time] of walkTimes(machine, WALKED))
  row(`${WALKED.toLocaleString('en')} entries walked for ${name}, ms`, undefined, time, 1e6);
print(
  `\n${bytes.toFixed(0)} bytes of the model a mapped page${globalThis.gc === undefined ? ' (garbage included)' : ''}`,
);
