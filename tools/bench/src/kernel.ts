/**
 * The running kernel: compiles native/replay.c where it is newer than what was compiled, and has it make the calls of a
 * plan in fresh processes.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { arch, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planBytes, type Plan } from './plan.ts';

const SOURCE = fileURLToPath(new URL('../native/replay.c', import.meta.url));
const BINARY = fileURLToPath(new URL('../dist/replay', import.meta.url));
/** Far from where programs, their heaps and their libraries lie. */
const FLAGS = ['-O2', '-Wall', '-static', '-no-pie', '-fno-pie', '-Wl,-Ttext-segment=0x70000000'];

/** How the kernel did. */
export interface KernelRuns {
  /** Nanoseconds of each run, for all calls together. */
  readonly nanoseconds: readonly number[];
  /** Calls whose result was not the recorded one, in the worst run. */
  readonly mismatches: number;
  /** The first of them, from 1. */
  readonly firstMismatch: number;
}

/** Why the kernel cannot be asked here, or null. */
export function whyNoKernel(): string | null {
  if (process.platform !== 'linux' || arch() !== 'x64') return 'the recording is one of Linux on x86-64';
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'there is no gcc to compile the runner';
  }
}

/** Makes the calls of a plan `count` times, each time in a fresh process. */
export function runOnKernel(plan: Plan, count: number): KernelRuns {
  compile();
  const folder = mkdtempSync(join(tmpdir(), 'mm-bench-'));
  try {
    const file = join(folder, 'plan');
    writeFileSync(file, planBytes(plan));
    return runsOf(execFileSync(BINARY, [file, String(count)], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compile(): void {
  if (existsSync(BINARY) && statSync(BINARY).mtimeMs > statSync(SOURCE).mtimeMs) return;
  mkdirSync(dirname(BINARY), { recursive: true });
  execFileSync('gcc', [...FLAGS, '-o', BINARY, SOURCE], { stdio: 'inherit' });
}

function runsOf(output: string): KernelRuns {
  const rows = output
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
  const worst = rows.toSorted(([, a = 0], [, b = 0]) => b - a)[0] ?? [];
  return {
    nanoseconds: rows.map(([time = 0]) => time),
    mismatches: worst[1] ?? 0,
    firstMismatch: worst[2] ?? 0,
  };
}
