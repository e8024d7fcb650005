/** This machine's own kernel as a target. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { localMachine, pageSizeOf } from '../machine.ts';
import { ensureRunner, perform } from './runner.ts';
import { parseReplies } from './replies.ts';
import { type Target, taskSizeIn } from './target.ts';

/** How scripts are run here. */
export interface NativeTargetOptions {
  /**
   * Where the script's file and the compiled runner are; its filesystem is that of the mappings. `/var/tmp` if missing.
   * The path may hold no blanks.
   */
  readonly directory?: string;
  /** After how many milliseconds the runner is killed; 60000 if missing. */
  readonly timeoutMs?: number;
  /** Is told the runner's process id before its first command; what it throws ends the run. */
  readonly started?: (pid: number) => void;
}

const DEFAULTS = { directory: '/var/tmp', timeoutMs: 60_000 } as const;

/** Distinguishes the files of scripts that run at the same time. */
let runs = 0;

/**
 * The kernel that runs here, with its runner compiled.
 *
 * @throws RunnerError when there is no compiler, RangeError when `directory` holds a blank.
 */
export function nativeTarget(options: NativeTargetOptions = {}): Target {
  const { directory, timeoutMs } = { ...DEFAULTS, ...options };
  if (/\s/.test(directory)) throw new RangeError(`directory: expected a path without blanks, got ${directory}`);
  const runner = ensureRunner(directory);
  const machine = localMachine(process.pid);
  return {
    runner,
    machine,
    pageSize: pageSizeOf(machine),
    taskSize: taskSizeIn(mapsOf(runner)),
    newPath: () => join(directory, `runner.${process.pid}.${++runs}`),
    perform: (commands) => perform(runner, commands, timeoutMs, options.started),
  };
}

function mapsOf(runner: string): string {
  const { stdout } = spawnSync(runner, { input: '0 file /proc/self/maps\n', env: {} });
  const [reply] = parseReplies(stdout);
  return reply?.kind === 'body' ? reply.text : '';
}
