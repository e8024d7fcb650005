/**
 * Follows strace's log while it is being written and tells where a task is held: strace prints the head of a call, delays
 * the call, and prints the rest when it is done, so that the head of a delayed call is the last that is known of its task.
 */
import { callKind } from '@mm-playground/api';
import { concernsMemory, type LogLine, isAuxiliary, parseLine, resultOf } from './strace-log.ts';

/**
 * Calls that strace is told to delay. None of them has changed the address space when it is entered, the first `brk` of a
 * program but asks for the break, and all of them come early in some runtime: `brk` in the C libraries, the others before
 * the first `mmap` of those that have no use for `brk`.
 */
export const START_CALLS = ['brk', 'arch_prctl', 'set_tid_address', 'sched_getaffinity'] as const;

/** The call that ends a process; delayed so that the last state can be read. */
export const END_CALL = 'exit_group';

/** A task that stands still, and what the standstill is good for. */
export interface Hold {
  readonly task: number;
  /**
   * - `start`: nothing that changes memory was called since the program was loaded.
   * - `end`: in exit_group.
   */
  readonly kind: 'start' | 'end';
  /** The call that is held: one of the start calls, `execve` on its way out, or `exit_group`. */
  readonly call: string;
  /** Where in the log (bytes, the start of a line) the snapshot belongs. */
  readonly offset: number;
  /** Whether no call since the program was loaded may have changed memory: a snapshot is its initial state. */
  readonly untouched: boolean;
  /** Differs between two holds of one task. */
  readonly id: string;
}

/** What the log has told of one task so far. */
interface TaskState {
  /** Calls begun. */
  calls: number;
  /** Calls begun since the last execve that may have changed memory, a start call that is still held not counted. */
  memoryCalls: number;
  /** The call that the task is in. */
  open: string | null;
  /** That call as far as the log shows it, or empty. */
  openText: string;
  /** Whether the last that was seen of the task is a successful execve. */
  loaded: boolean;
  /** Where the log continued after the task's program was loaded; `null` before. */
  loadedAt: number | null;
  /** Where the line begins that says so. */
  loadingLine: number | null;
  ended: boolean;
}

/** The state of all tasks of a growing log. */
export class LogFollower {
  readonly #tasks = new Map<number, TaskState>();
  /** The bytes after the last newline. */
  #rest: Buffer = Buffer.alloc(0);
  /** The byte offset of `#rest`. */
  #offset = 0;
  /** Where the line begins that is read. */
  #lineStart = 0;
  /** What the partial line at the end says, not yet counted. */
  #partial: LogLine | null = null;

  /** Takes the next bytes of the log. */
  push(bytes: Buffer): void {
    let rest = Buffer.concat([this.#rest, bytes]);
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      this.#lineStart = this.#offset;
      this.#offset += end + 1;
      const line = parseLine(rest.subarray(0, end).toString());
      if (line !== null) this.#count(line);
      rest = rest.subarray(end + 1);
    }
    this.#rest = rest;
    this.#partial = parseLine(rest.toString(), false);
  }

  /** The tasks that are held now, by what the log says. */
  holds(): Hold[] {
    const holds: Hold[] = [];
    for (const [task, state] of this.#tasks) {
      if (state.ended) continue;
      const hold = this.#holdOf(task, this.#withPartial(task, state));
      if (hold !== null) holds.push(hold);
    }
    return holds;
  }

  /** All tasks that the log has named, in that order. */
  get tasks(): number[] {
    return [...this.#tasks.keys()];
  }

  /** The task that the recording began with, or `null` as long as the log is empty. */
  get firstTask(): number | null {
    return this.tasks[0] ?? null;
  }

  /** The tasks that have not ended. */
  livingTasks(): number[] {
    return [...this.#tasks].filter(([, state]) => !state.ended).map(([task]) => task);
  }

  /** Where the part of the log ends that came in whole lines. */
  get wholeLines(): number {
    return this.#offset;
  }

  /** Where the log is final: before the first execve that a start snapshot, or a better one, may still follow. */
  get settled(): number {
    const waiting = [...this.#tasks.values()].filter(({ ended, memoryCalls }) => !ended && memoryCalls === 0);
    return Math.min(this.#offset, ...waiting.map(({ loadingLine }) => loadingLine ?? Infinity));
  }

  /** Where the log goes on after the last successful execve of `task`: where its start snapshot belongs. */
  loadedAt(task: number): number | null {
    return this.#tasks.get(task)?.loadedAt ?? null;
  }

  /** Whether some task waits for a child that runs in its address space. */
  get inVfork(): boolean {
    return [...this.#tasks.values()].some(isVfork);
  }

  /**
   * Whether no traced call of `task` can change memory now: it is in none, or in one that is held, or that says nothing
   * about memory, or at its end, or waits for a vfork child.
   */
  isIdle(task: number): boolean {
    const state = this.#withPartial(task, this.#tasks.get(task) ?? newTask());
    if (state.open === null || state.open === 'exit' || isVfork(state)) return true;
    if (!concernsMemory(state.open, state.openText)) return true;
    return this.holds().some((hold) => hold.task === task);
  }

  #holdOf(task: number, state: TaskState): Hold | null {
    const untouched = state.memoryCalls === 0 && state.loadedAt !== null;
    const hold = (kind: Hold['kind'], call: string): Hold => {
      return { task, kind, call, offset: this.#offset, untouched, id: `${task}:${state.calls}:${call}` };
    };
    if (state.open === END_CALL) return hold('end', END_CALL);
    if (!untouched) return null;
    if (state.open === null) return state.loaded ? hold('start', 'execve') : null;
    return isStartCall(state.open) ? hold('start', state.open) : null;
  }

  /** The task's state if the partial line were whole. */
  #withPartial(task: number, state: TaskState): TaskState {
    const partial = this.#partial;
    if (partial === null || partial.task !== task || partial.kind !== 'begun') return state;
    return enter({ ...state }, partial);
  }

  #count(line: LogLine): void {
    const state = this.#stateOf(line.task);
    if (line.kind === 'note') {
      if (line.text.startsWith('+++')) state.ended = true;
      return;
    }
    state.ended = false;
    if (line.kind !== 'resumed') enter(state, line);
    if (line.kind === 'begun') return;
    state.open = null;
    state.openText = '';
    if (line.name === 'execve' || line.name === 'execveat') this.#countExec(state, line);
    else if (isStartCall(line.name ?? '') && !isAuxiliary(line.name ?? '')) state.memoryCalls++;
  }

  #countExec(state: TaskState, line: LogLine): void {
    if (!/^0\b/.test(resultOf(line.text) ?? '')) return;
    state.loaded = true;
    state.loadedAt = this.#offset;
    state.loadingLine = this.#lineStart;
    state.memoryCalls = 0;
  }

  #stateOf(task: number): TaskState {
    let state = this.#tasks.get(task);
    if (state === undefined) {
      state = newTask();
      this.#tasks.set(task, state);
    }
    return state;
  }
}

function newTask(): TaskState {
  return {
    calls: 0,
    memoryCalls: 0,
    open: null,
    openText: '',
    loaded: false,
    loadedAt: null,
    loadingLine: null,
    ended: false,
  };
}

/** Notes that a task has begun a call. */
function enter(state: TaskState, line: LogLine): TaskState {
  const name = line.name ?? '';
  state.calls++;
  state.loaded = false;
  state.open = name;
  state.openText = line.text;
  if (!isStartCall(name) && !isAuxiliary(name) && callKind(name) !== 'file' && name !== END_CALL) state.memoryCalls++;
  return state;
}

function isVfork({ open, openText }: TaskState): boolean {
  return open === 'vfork' || openText.includes('CLONE_VFORK');
}

function isStartCall(name: string): boolean {
  return (START_CALLS as readonly string[]).includes(name);
}
