/**
 * The calls of the flat model: mmap, munmap, mprotect, loads and stores, and what makes and ends tasks. Each is a pure
 * function from a state to a state and a result; everything else is not modelled and says so.
 */

import {
  EINVAL,
  ENOMEM,
  evaluate,
  MAP,
  NotModelled,
  PROT,
  type CallResult,
  type Environment,
  type ModelCall,
  type TaskName,
} from '@mm-playground/api';
import { find, flatMm, highestHole, isMapped, PAGE, withPerms, without, withRange, type FlatMm } from './flat-mm.ts';

/** Everything a flat machine knows. Immutable. */
export interface FlatState {
  readonly tasks: ReadonlyMap<TaskName, { readonly mm: number }>;
  readonly mms: ReadonlyMap<number, FlatMm>;
  readonly nextMm: number;
  /** Where the next mapping goes, where that was assumed. */
  readonly adopted: bigint | undefined;
}

/** A call at work. */
export interface FlatCall {
  readonly state: FlatState;
  readonly task: TaskName;
  readonly call: ModelCall;
  readonly names: Environment;
}

interface Done {
  readonly state: FlatState;
  readonly result: CallResult;
}

const value = (x: bigint): CallResult => ({ kind: 'value', value: x });
const NO_RETURN: CallResult = { kind: 'none' };

/** An argument as a number. @throws NotModelled where it is none. */
export function argument({ call, names }: FlatCall, at: number): bigint {
  const arg = call.args[at];
  const number = arg === undefined ? 0n : evaluate(arg, names);
  if (number === undefined) throw new NotModelled(`${call.name} with this argument`);
  return number;
}

/** The address space of the caller. */
export function mmOf({ state, task }: FlatCall): FlatMm {
  const mm = state.mms.get(state.tasks.get(task)?.mm ?? -1);
  if (mm === undefined) throw new RangeError(`there is no task "${task}"`);
  return mm;
}

/** The state with another address space for the caller. */
export function withMm({ state, task }: FlatCall, mm: FlatMm): FlatState {
  const id = state.tasks.get(task)?.mm ?? -1;
  return { ...state, mms: new Map(state.mms).set(id, mm), adopted: undefined };
}

const align = (x: bigint): bigint => ((x + PAGE - 1n) / PAGE) * PAGE;

/** `rw-p`. */
export const permsOf = (prot: bigint, shared: boolean): string =>
  [
    prot & PROT.values.PROT_READ ? 'r' : '-',
    prot & PROT.values.PROT_WRITE ? 'w' : '-',
    prot & PROT.values.PROT_EXEC ? 'x' : '-',
    shared ? 's' : 'p',
  ].join('');

function mmap(call: FlatCall): Done {
  const [hint, length, prot, flags] = [0, 1, 2, 3].map((at) => argument(call, at)) as [bigint, bigint, bigint, bigint];
  const mm = mmOf(call);
  if (length === 0n) return { state: call.state, result: { kind: 'errno', errno: EINVAL } };
  const size = align(length);
  const fixed = (flags & MAP.values.MAP_FIXED) !== 0n;
  const start = fixed ? hint : (call.state.adopted ?? highestHole(mm, size));
  if (start === undefined) return { state: call.state, result: { kind: 'errno', errno: ENOMEM } };
  const perms = permsOf(prot, (flags & MAP.values.MAP_SHARED) !== 0n);
  return {
    state: withMm(call, withRange(mm, { start, end: start + size, perms, name: '' })),
    result: value(start),
  };
}

function munmap(call: FlatCall): Done {
  const [start, length] = [argument(call, 0), argument(call, 1)];
  if (length === 0n) return { state: call.state, result: { kind: 'errno', errno: EINVAL } };
  return { state: withMm(call, without(mmOf(call), start, start + align(length))), result: value(0n) };
}

function mprotect(call: FlatCall): Done {
  const [start, length, prot] = [0, 1, 2].map((at) => argument(call, at)) as [bigint, bigint, bigint];
  const [mm, end] = [mmOf(call), start + align(length)];
  if (!isMapped(mm, start, end)) return { state: call.state, result: { kind: 'errno', errno: ENOMEM } };
  return { state: withMm(call, withPerms(mm, start, end, permsOf(prot, false))), result: value(0n) };
}

function access(call: FlatCall): Done {
  const [mm, addr] = [mmOf(call), argument(call, 0)];
  const [range, writes] = [find(mm, addr), call.call.name === 'store'];
  const signal = (code: 'SEGV_MAPERR' | 'SEGV_ACCERR'): Done => ({
    state: call.state,
    result: { kind: 'signal', signal: 'SIGSEGV', code, addr },
  });
  if (range === undefined) return signal('SEGV_MAPERR');
  if (!range.perms.includes(writes ? 'w' : 'r')) return signal('SEGV_ACCERR');
  const page = (addr / PAGE) * PAGE;
  const written = writes ? new Set(mm.written).add(page) : mm.written;
  return { state: withMm(call, { ...mm, written }), result: value(0n) };
}

/** Makes a task with the address space of the caller, or with a copy. */
function clone(call: FlatCall): Done {
  const { state, task } = call;
  const recorded = call.call.recorded;
  const pid = recorded?.kind === 'value' ? recorded.value : BigInt(state.tasks.size + 1);
  const shares = call.call.name === 'clone' && (argument(call, 0) & 0x100n) !== 0n;
  const mm = shares ? (state.tasks.get(task)?.mm ?? -1) : state.nextMm;
  const child = pid === 0n ? task : pid.toString();
  const tasks = new Map(state.tasks).set(child, { mm });
  const mms = shares ? state.mms : new Map(state.mms).set(mm, mmOf(call));
  return { state: { ...state, tasks, mms, nextMm: state.nextMm + 1 }, result: value(pid) };
}

/** The caller is alone in a new address space. */
function execve({ state, task }: FlatCall): Done {
  const tasks = new Map(state.tasks).set(task, { mm: state.nextMm });
  const mms = new Map(state.mms).set(state.nextMm, flatMm([]));
  return { state: { ...state, tasks, mms, nextMm: state.nextMm + 1 }, result: value(0n) };
}

/** exit ends the caller, exit_group all who share its address space. */
function exit({ state, task, call }: FlatCall): Done {
  const mm = state.tasks.get(task)?.mm;
  const tasks = new Map(state.tasks);
  for (const [name, other] of state.tasks)
    if (name === task || (call.name === 'exit_group' && other.mm === mm)) tasks.delete(name);
  return { state: { ...state, tasks }, result: NO_RETURN };
}

/** What the flat model has. */
export const FLAT_CALLS: Readonly<Record<string, (call: FlatCall) => Done>> = {
  mmap,
  munmap,
  mprotect,
  load: access,
  store: access,
  clone,
  fork: clone,
  vfork: clone,
  execve,
  exit,
  exit_group: exit,
};
