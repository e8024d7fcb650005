/** The running kernel: compiles the programs of native/, and has one make the calls of a plan in fresh processes. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planBytes, type Plan } from './plan.ts';

const SOURCES = fileURLToPath(new URL('../native', import.meta.url));
const BINARIES = fileURLToPath(new URL('../dist', import.meta.url));
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
  if (process.platform !== 'linux' || arch() !== 'x64') return 'the calls are those of Linux on x86-64';
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'there is no gcc to compile the runner';
  }
}

/** Makes the calls of a plan `count` times, each time in a fresh process. */
export function runOnKernel(plan: Plan, count: number): KernelRuns {
  const binary = compiled('replay');
  const folder = mkdtempSync(join(tmpdir(), 'mm-bench-'));
  try {
    const file = join(folder, 'plan');
    writeFileSync(file, planBytes(plan));
    return runsOf(execFileSync(binary, [file, String(count)], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A program of native/, compiled where its source is newer than what was compiled. */
export function compiled(name: 'calls' | 'faults' | 'replay'): string {
  const [source, binary] = [join(SOURCES, `${name}.c`), join(BINARIES, name)];
  if (existsSync(binary) && statSync(binary).mtimeMs > statSync(source).mtimeMs) return binary;
  mkdirSync(BINARIES, { recursive: true });
  execFileSync('gcc', [...FLAGS, '-o', binary, source], { stdio: 'inherit' });
  return binary;
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
