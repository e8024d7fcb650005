/**
 * The native runner from outside: compiled when it is first needed, started, told its commands, heard out. What the
 * commands and replies look like is said at the top of native/runner.c.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Reply } from './strace-text.ts';

/**
 * - `not-linux`: memory calls can only be run on Linux.
 * - `no-compiler`: neither `$CC` nor `gcc` is there.
 * - `compile-failed`: the compiler refused, mostly because there is no static C library; the message has its words.
 * - `runner-died`: the runner ended before the script; the message has its last words and the command at hand.
 */
export type RunnerErrorCode = 'not-linux' | 'no-compiler' | 'compile-failed' | 'runner-died';

/** A script that could not be run natively. */
export class RunnerError extends Error {
  readonly code: RunnerErrorCode;

  constructor(code: RunnerErrorCode, message: string) {
    super(message);
    this.name = 'RunnerError';
    this.code = code;
  }
}

/** The runner's source, which is part of the package. */
const SOURCE = new URL('../../native/runner.c', import.meta.url);

/**
 * The path of the compiled runner, made if need be.
 *
 * @param directory where it is kept. The path shows in every snapshot, so it is a short one of its own, not one inside
 * the repository.
 * @throws RunnerError `not-linux`, `no-compiler` or `compile-failed`.
 */
export function ensureRunner(directory: string): string {
  if (process.platform !== 'linux') throw new RunnerError('not-linux', `this is ${process.platform}, not Linux`);
  const hash = createHash('sha256').update(readFileSync(SOURCE)).update(process.arch).digest('hex').slice(0, 12);
  const home = ownDirectory(join(directory, `mm-playground-${process.getuid?.() ?? 0}`));
  const path = join(home, `runner-${hash}`);
  if (!existsSync(path)) compile(path);
  return path;
}

/** A directory that nobody else can write to: what is in it will be executed. */
function ownDirectory(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (statSync(path).uid !== process.getuid?.())
    throw new RunnerError('compile-failed', `${path} belongs to someone else`);
  chmodSync(path, 0o700);
  return path;
}

function compile(path: string): void {
  const compiler = process.env['CC'] ?? 'gcc';
  const draft = `${path}.${process.pid}`;
  const args = ['-O2', '-Wall', '-static', '-no-pie', '-o', draft, SOURCE.pathname];
  const { status, error, stderr } = spawnSync(compiler, args, { encoding: 'utf8' });
  if (error !== undefined)
    throw new RunnerError('no-compiler', `a C compiler is needed to run scripts: ${error.message}`);
  if (status !== 0) throw new RunnerError('compile-failed', `${compiler}: ${stderr.trim()}`);
  renameSync(draft, path);
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
): Promise<Reply[]> {
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
  const why = errors.toString().trim() || (signal ?? `exit code ${code}`);
  throw new RunnerError('runner-died', `the runner died (${why}) in: ${commands[replies.length] ?? ''}`);
}

/** The replies in what the runner wrote; a last one that is cut off does not count. */
export function parseReplies(output: Buffer): Reply[] {
  const replies: Reply[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf('\n', at);
    if (end < 0) break;
    const [, sign, ...words] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (sign === ':') {
      const length = Number(words[0]);
      if (at + length >= output.length) break;
      replies.push({ kind: 'body', text: output.toString('utf8', at, at + length) });
      at += length + 1;
    } else {
      replies.push(sign === '!' ? parseSignal(words) : { kind: 'result', value: BigInt(words[0] ?? '0') });
    }
  }
  return replies;
}

function parseSignal([signal = '0', code = '0', address = '0']: readonly string[]): Reply {
  return { kind: 'signal', signal: Number(signal), code: Number(code), address: BigInt(address) };
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
