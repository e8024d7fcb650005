/**
 * The real binary in a process of its own: what it printed where, and how it ended. Files are written to a folder that is
 * removed at the end of the test file, and are named in messages as they were given, relative to it.
 */

import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const ARGS = ['--conditions=@mm-playground/source', MAIN];

/** A process starts in a fraction of a second, but not where everything else is tested at the same time. */
vi.setConfig({ testTimeout: 60_000 });

/** How a run ended. */
export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of standard output, which is what other tools read first. */
  readonly lastLine: string;
}

const folder = mkdtempSync(join(tmpdir(), 'mm-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Puts a file into the folder that the binary runs in; returns its name. */
export function given(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}

/** The path of a file in that folder. */
export const pathOf = (name: string): string => join(folder, name);

/** Runs `mm-playground ARGS`, with this on standard input. */
export async function mm(args: readonly string[], stdin: string | Uint8Array = ''): Promise<Run> {
  const child = spawn(process.execPath, [...ARGS, ...args], { cwd: folder });
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { exitCode, stdout, stderr, lastLine: stdout.trimEnd().split('\n').at(-1) ?? '' };
}

/** Starts the binary and leaves it running. */
export const start = (args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> =>
  spawn(process.execPath, [...ARGS, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
