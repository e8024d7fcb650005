/** The running kernel: compiles native/calls.c and has it make the loops. */

import { execFileSync } from 'node:child_process';
import { compiled } from '../kernel.ts';
import { crowd, LOOPS, type Argument, type BenchCall } from './operations.ts';
import type { Rates, Turns } from './rates.ts';

/** System-call numbers on x86-64. */
const NUMBERS: Readonly<Record<BenchCall['name'], number>> = {
  mmap: 9,
  mprotect: 10,
  munmap: 11,
  brk: 12,
  mremap: 25,
  fork: 57,
};
const ARGUMENTS = 6;

const word = (argument: Argument): string =>
  typeof argument === 'bigint' ? String(argument) : `b${argument.aboveBreak}`;

function callLine({ name, args }: BenchCall): string {
  const words = Array.from({ length: ARGUMENTS }, (_, i) => word(args[i] ?? 0n));
  return [NUMBERS[name], ...words].join(' ');
}

/** Nanoseconds of CPU a turn of each loop, beside so many other VMAs. */
export function kernelRates(vmas: number, turns: Turns): Rates {
  const plan = [
    ...crowd(vmas).map((call) => `call ${callLine(call)}`),
    ...LOOPS.flatMap((loop) => [
      ...loop.setup.map((call) => `call ${callLine(call)}`),
      `loop ${loop.name} ${turns(loop)} ${loop.calls.length}`,
      ...loop.calls.map(callLine),
    ]),
  ].join('\n');
  const output = execFileSync(compiled('calls'), { input: `${plan}\n`, encoding: 'utf8' });
  return new Map(
    output
      .trim()
      .split('\n')
      .map((line): [string, number] => {
        const [name = '', time = ''] = line.split(' ');
        return [name, Number(time)];
      }),
  );
}
