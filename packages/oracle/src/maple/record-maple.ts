/** A script on the running kernel, with what its maple trees said during each call. */
import { runNative } from '../native/run-native.ts';
import type { NativeScript } from '../native/script.ts';
import { readTrace, type MapleLine } from './maple-events.ts';
import { tracing } from './tracefs.ts';

/** The native runner executes itself anew through /proc/self/exe, and has that name from then on. */
const COMM = 'exe';
/** sys_enter tells one command from the next. */
const EVENTS = ['maple_tree/ma_op', 'maple_tree/ma_write', 'raw_syscalls/sys_enter'];

/**
 * Performs a script and returns its capture, without checkpoints, each call followed by the events of maple trees.
 * @throws RunnerError, or Error where the trace cannot be had.
 */
export async function recordMaple(script: NativeScript): Promise<string> {
  const events = EVENTS.map((event) => ({ event, comm: COMM }));
  const run = (): Promise<string> => runNative(script, { checkpoints: false });
  const { trace, result } = await tracing(`mm-playground-${process.pid}`, events, run);
  return withEvents(result, readTrace(trace));
}

/** Puts the events behind their calls: the last commands of the runner are those that the capture shows. */
function withEvents(capture: string, commands: readonly (readonly MapleLine[])[]): string {
  const lines = capture.split('\n');
  const isCall = (line: string): boolean => line !== '' && !line.startsWith('#');
  let at = commands.length - lines.filter(isCall).length;
  if (at < 0) throw new Error(`the trace has ${commands.length} replies, fewer than the capture has calls`);
  return lines
    .flatMap((line) => (isCall(line) ? [line, ...(commands[at++] ?? []).map((event) => `# ${event}`)] : [line]))
    .join('\n');
}
