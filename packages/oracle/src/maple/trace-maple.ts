/**
 * A script on the running kernel, with the events of its maple trees as values, call by call. Nothing is filtered: besides the
 * tree of the address space, the side tree of a munmap speaks, and on a tmpfs the tree of a directory's offsets.
 */
import { runNative, type RunNativeOptions } from '../native/run-native.ts';
import type { NativeScript } from '../native/script.ts';
import { isCallLine, readTrace, type MapleEvent, type RecordedCall } from './maple-events.ts';
import { tracing } from './tracefs.ts';

/** `sys_enter` tells one command from the next. */
const EVENTS = ['maple_tree/ma_op', 'maple_tree/ma_read', 'maple_tree/ma_write', 'raw_syscalls/sys_enter'];

/** Besides the calls that a capture shows, the runner replies with a result when it is asked for its break. */
const RESULTS_BEFORE_CALLS = 1;

/** A call of a script, and the events during it. */
export interface TracedCall extends RecordedCall {
  /** The script's id of the call. */
  readonly id: number;
}

/** What came of a script. */
export interface MapleTrace {
  /** As {@link runNative} gives it, without events. */
  readonly capture: string;
  /** In the script's order, the setup's first; `line` and `text` are the capture's. */
  readonly calls: readonly TracedCall[];
}

/**
 * Performs a script with the tracepoints on for the runner alone. Needs tracefs: see {@link inMountNamespace}.
 *
 * @throws RangeError for a script that forks: the child is another task, which is not traced.
 * @throws RunnerError, or Error where the trace cannot be had.
 */
export async function traceMaple(script: NativeScript, options: RunNativeOptions = {}): Promise<MapleTrace> {
  const calls = [...script.setup, ...script.calls];
  if (calls.some(({ name }) => name === 'fork')) throw new RangeError('script: a child of fork cannot be traced');
  const traced = await tracing(EVENTS, (started) => runNative(script, { ...options, started }));
  const capture = traced.result;
  const lines = capture.split('\n').flatMap((text, at) => (isCallLine(text) ? [{ line: at + 1, text }] : []));
  const replies = readTrace(traced.trace, traced.pid).filter(({ isResult }) => isResult);
  const events = replies.slice(RESULTS_BEFORE_CALLS).map((reply) => reply.events);
  if (events.length !== calls.length || lines.length !== calls.length)
    throw new Error(`the trace has ${events.length} results and the capture ${lines.length}, of ${calls.length} calls`);
  return { capture, calls: calls.map(({ id }, at) => ({ id, ...lineAt(lines, at), events: events[at] ?? NONE })) };
}

const NONE: readonly MapleEvent[] = [];

const lineAt = (lines: readonly { line: number; text: string }[], at: number): { line: number; text: string } =>
  lines[at] ?? { line: 0, text: '' };
