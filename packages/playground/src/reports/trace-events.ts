/**
 * What was played as a trace: the JSON object form of Chrome's Trace Event Format, which Perfetto and Chrome open. An address space is a
 * process, a task a thread; calls and the functions in them are slices, steps and tracepoints are instants, and the
 * counters of an address space follow each of its calls.
 *
 * The model has no clock: a microsecond is a step, and what runs beside each other in a race stands in the order in which it ran.
 */

import { formatStepValue } from './step-text.ts';
import { playedLine } from './run.ts';
import type { PlayedRun, PlayedRunCall, Step } from '@mm-playground/api';

/** A value that viewers show beside a slice. */
export type TraceArgs = Readonly<Record<string, string | number>>;

interface EventBase {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
}

/** One event, by its phase: metadata, the begin and the end of a slice, an instant of a thread, counters of a process. */
export type TraceEvent =
  | (EventBase & { readonly ph: 'M'; readonly args: { readonly name: string } })
  | (EventBase & { readonly ph: 'B'; readonly cat: TraceCategory; readonly ts: number; readonly args: TraceArgs })
  | (EventBase & { readonly ph: 'E'; readonly cat: TraceCategory; readonly ts: number; readonly args: TraceArgs })
  | (EventBase & {
      readonly ph: 'i';
      readonly cat: TraceCategory;
      readonly ts: number;
      readonly s: 't';
      readonly args: TraceArgs;
    })
  | (EventBase & { readonly ph: 'C'; readonly ts: number; readonly args: Readonly<Record<string, number>> });

/** What an event is: a system call, a function of the kernel, a step in one, a tracepoint. */
export type TraceCategory = 'call' | 'function' | 'step' | 'tracepoint';

/** A whole trace. */
export interface TraceFile {
  readonly displayTimeUnit: 'ns';
  readonly otherData: Readonly<Record<string, string>>;
  readonly traceEvents: readonly TraceEvent[];
}

/** A trace as JSON, an event a line: it is large, and two of them are compared line by line. */
export function* traceLines(run: PlayedRun): Generator<string, void, void> {
  const { traceEvents, ...head } = traceFile(run);
  yield `${JSON.stringify(head).slice(0, -1)},"traceEvents":[`;
  for (const [at, event] of traceEvents.entries())
    yield `${JSON.stringify(event)}${at === traceEvents.length - 1 ? '' : ','}`;
  yield ']}';
}

/** The calls that were played, with their steps, which must have been recorded. */
function traceFile(run: PlayedRun): TraceFile {
  const { kernel, arch } = run.options;
  return {
    displayTimeUnit: 'ns',
    otherData: {
      file: run.program.file,
      kernel: kernel.id,
      arch: arch.spec,
      clock: 'a microsecond is a step of the model, which has no time',
    },
    traceEvents: new TraceWriter(run).events(),
  };
}

/** A task in a trace. */
interface Lane {
  readonly pid: number;
  readonly tid: number;
}

/** A call that has begun and not ended. */
interface OpenCall {
  readonly lane: Lane;
  /** Functions that it is in. */
  readonly open: string[];
  /** Steps of it that are told. */
  told: number;
}

class TraceWriter {
  readonly #run: PlayedRun;
  readonly #events: TraceEvent[] = [];
  readonly #lanes = new Map<string, Lane>();
  readonly #processes = new Set<number>();
  readonly #open = new Map<number, OpenCall>();
  readonly #counted = new Map<string, number>();
  #now = 0;

  constructor(run: PlayedRun) {
    this.#run = run;
  }

  events(): TraceEvent[] {
    const { calls, interleaving } = this.#run;
    const raced = new Set(interleaving.map(({ call }) => call));
    for (const [at, call] of calls.entries()) {
      if (!raced.has(at)) this.#whole(at, call);
      // The calls of a race stand beside each other: all of them are told where the first one stands.
      else if (!raced.has(at - 1)) for (const { call: other, step } of interleaving) this.#step(other, step);
    }
    return this.#events;
  }

  #whole(at: number, { steps }: PlayedRunCall): void {
    this.#begin(at);
    for (const step of steps.keys()) this.#step(at, step);
    this.#end(at);
  }

  #begin(at: number): OpenCall {
    const known = this.#open.get(at);
    if (known !== undefined) return known;
    const call = this.#run.calls[at];
    const begun: OpenCall = { lane: this.#laneOf(at), open: [], told: 0 };
    this.#open.set(at, begun);
    if (call === undefined) return begun;
    const { name, span } = call.item;
    const args = { line: span.line, call: playedLine(call) };
    this.#events.push({ name, ph: 'B', cat: 'call', ts: this.#now++, ...begun.lane, args });
    return begun;
  }

  #step(at: number, index: number): void {
    const steps = this.#run.calls[at]?.steps ?? [];
    const step = steps[index];
    const call = this.#begin(at);
    if (step === undefined || call.told > index) return;
    call.told = index + 1;
    this.#tell(call, step);
    if (index === steps.length - 1) this.#end(at);
  }

  #tell({ lane, open }: OpenCall, { kind, name, detail }: Step): void {
    const args = argsOf(detail);
    const ts = this.#now++;
    if (kind === 'enter') {
      open.push(name);
      this.#events.push({ name, ph: 'B', cat: 'function', ts, ...lane, args });
    } else if (kind === 'exit') {
      const left = open.pop();
      if (left !== undefined) this.#events.push({ name: left, ph: 'E', cat: 'function', ts, ...lane, args });
    } else this.#events.push({ name, ph: 'i', cat: kind, ts, s: 't', ...lane, args });
  }

  /** A call that did not return leaves functions that it is in. */
  #end(at: number): void {
    const call = this.#open.get(at);
    const item = this.#run.calls[at]?.item;
    if (call === undefined || item === undefined) return;
    this.#open.delete(at);
    for (let name = call.open.pop(); name !== undefined; name = call.open.pop())
      this.#events.push({ name, ph: 'E', cat: 'function', ts: this.#now++, ...call.lane, args: {} });
    this.#events.push({ name: item.name, ph: 'E', cat: 'call', ts: this.#now++, ...call.lane, args: {} });
    this.#counters(at, call.lane);
  }

  /** The counters of the address space that are not what they were. */
  #counters(at: number, { pid, tid }: Lane): void {
    const task = this.#run.calls[at]?.item.task ?? '';
    this.#run.seek({ call: at });
    if (!this.#run.tasks.has(task)) return;
    for (const [name, value] of Object.entries<number>({ ...this.#run.view(task).counters })) {
      const key = `${pid} ${name}`;
      if (this.#counted.get(key) === value) continue;
      this.#counted.set(key, value);
      this.#events.push({ name, ph: 'C', ts: this.#now, pid, tid, args: { [name]: value } });
    }
  }

  #laneOf(at: number): Lane {
    const task = this.#run.calls[at]?.item.task ?? '';
    const known = this.#lanes.get(task);
    if (known !== undefined) return known;
    this.#run.seek({ call: at, step: -1 });
    const pid = this.#run.tasks.get(task)?.mm ?? 0;
    const lane = { pid, tid: this.#lanes.size + 1 };
    this.#lanes.set(task, lane);
    if (!this.#processes.has(pid))
      this.#events.push({ name: 'process_name', ph: 'M', pid, tid: 0, args: { name: `mm#${pid}` } });
    this.#processes.add(pid);
    const name = task === '' ? 'program' : task;
    this.#events.push({ name: 'thread_name', ph: 'M', ...lane, args: { name } });
    return lane;
  }
}

const argsOf = (detail: Step['detail']): TraceArgs =>
  Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, formatStepValue(value)]));
