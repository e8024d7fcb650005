/**
 * The runner on this machine's kernel, from outside: started, told its commands, heard out. What the commands and replies
 * look like is said at the top of native/runner.c.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { ensureProgram } from './compile.ts';
import { parseReplies } from './replies.ts';
import { RunnerError, runnerDied } from './runner-error.ts';
import type { Reply } from './strace-text.ts';

/**
 * The path of the compiled runner, made if need be.
 *
 * @throws RunnerError `not-linux`, `no-compiler` or `compile-failed`.
 */
export function ensureRunner(directory: string): string {
  if (process.platform !== 'linux') throw new RunnerError('not-linux', `this is ${process.platform}, not Linux`);
  return ensureProgram('runner', directory);
}

/**
 * Runs `commands`, one line each, in one process, and returns its replies in order.
 *
 * @param timeoutMs after how many milliseconds it is killed.
 * @param started is told the process id before the first command is sent; what it throws ends the process.
 * @throws RunnerError `runner-died` when there are fewer replies than commands.
 */
export async function perform(
  runner: string,
  commands: readonly string[],
  timeoutMs: number,
  started: (pid: number) => void = () => undefined,
): Promise<readonly Reply[]> {
  const child = spawn(runner, [], {
    env: {},
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const exit = once(child, 'exit');
  child.stdin.on('error', () => undefined);
  try {
    if (child.pid !== undefined) started(child.pid);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  child.stdin.end(commands.map((command) => `${command}\n`).join(''));
  const [output, errors] = await Promise.all([buffer(child.stdout), buffer(child.stderr)]);
  const [code, signal] = (await exit) as [number | null, NodeJS.Signals | null];
  const replies = parseReplies(output);
  if (replies.length === commands.length) return replies;
  throw runnerDied(errors.toString().trim() || (signal ?? `exit code ${code}`), commands, replies.length);
}

/** Why no script can run here (no compiler, another system), or null. */
export function runnerObstacle(directory: string): string | null {
  try {
    ensureRunner(directory);
    return null;
  } catch (error) {
    return error instanceof RunnerError ? error.message : String(error);
  }
}
