/**
 * The model as the session sees it: a machine with tasks that make calls. The session knows nothing of VMAs; it hands calls
 * in, gets results and steps out, moves the machine back and forth in time, and asks for views.
 *
 * Recipe for another model: `createMachine`, `call`, `mark`/`seek`, `view`. Follow mode and checkpoints need `adopt`,
 * `alternatives` and `assume`; a model that never replays recordings may throw {@link NotModelled} there.
 */

import type { Architecture } from './architecture.ts';
import type { ElfImage } from './elf.ts';
import { findErrno, type Errno } from './errno.ts';
import { KernelBug } from './errors.ts';
import type { Kernel, KernelDifference } from './kernel.ts';
import type { InitialState, Limits, QueriedMapping, RecordedResult, SystemFacts, TaskName } from './program.ts';
import type { Change, Tracer } from './steps.ts';
import type { SupportMatrix } from './support.ts';
import type { ArgValue } from './value.ts';
import type { VmaIndexPlugin } from './vma-index.ts';
import type { MmView } from './view.ts';
import type { VmFlags } from './vm-flags.ts';

/** What a plugin contributes. */
export interface Model {
  readonly id: string;
  readonly title: string;
  /** The kernels that this model can be. */
  readonly kernels: readonly Kernel[];
  /**
   * Whether a lock section reads what others may change only while a lock keeps them from it, or when they have let go of it. Then
   * nothing that others do can matter between two steps of a section that change nothing, and races are explored much faster.
   */
  readonly locksWhatItReads?: boolean;
  /** What is modelled of this kernel. */
  support(kernel: Kernel): SupportMatrix;
  /** What two kernels do otherwise, as far as one of them says why. A model without this explains nothing. */
  differences?(a: Kernel, b: Kernel): readonly KernelDifference[];
  /** @throws TypeError where the kernel is not one of this model's. */
  createMachine(config: MachineConfig): Machine;
}

/** What a machine is made of. */
export interface MachineConfig {
  readonly kernel: Kernel;
  readonly arch: Architecture;
  readonly index: VmaIndexPlugin;
  /** Facts of the machine; what is undefined has the kernel's default. */
  readonly system: SystemFacts;
  readonly limits: Limits;
  /** Ranges of which every access is known, bytes, half-open. */
  readonly completeAccesses: readonly { readonly start: bigint; readonly end: bigint }[];
  /** Seed of address-space randomisation; undefined turns it off. */
  readonly aslrSeed?: number;
  /** Programs by path, which execve can replace an address space with. */
  readonly programs?: ReadonlyMap<string, ElfImage>;
  /** Outside complete ranges, does a private writable mapping count as written by the next call on it? */
  readonly assume: 'written' | 'untouched';
}

/** A call to make. Arguments may still hold names; `names` says what they mean. */
export interface ModelCall {
  readonly name: string;
  readonly args: readonly ArgValue[];
  /** The result that was recorded, where there is one: the pid of a child, for example, is the log's to choose. */
  readonly recorded: RecordedResult | undefined;
}

/** What a call gave. */
export type CallResult =
  /** `mapping` is what `query()` found, `listing` what `walk()` and `maps()` listed, a line each. */
  | {
      readonly kind: 'value';
      readonly value: bigint;
      readonly mapping?: QueriedMapping;
      readonly listing?: readonly string[];
    }
  | { readonly kind: 'errno'; readonly errno: Errno }
  | {
      readonly kind: 'signal';
      readonly signal: 'SIGSEGV' | 'SIGBUS';
      readonly code: 'SEGV_MAPERR' | 'SEGV_ACCERR' | 'SEGV_PKUERR' | 'SI_KERNEL' | 'BUS_ADRERR';
      readonly addr: bigint;
    }
  /** Does not return: exit, exit_group, a successful execve's old image. */
  | { readonly kind: 'none' };

/**
 * A call under way: a list of lock sections. It yields before it takes a lock and after it let one go; inside a section
 * everything is synchronous, so that others run there only where a {@link Tracer} or a {@link StepControl} lets them. A reader
 * without locks yields before each look at what others may change; where no {@link StepControl} is there to let others run, it may
 * leave that out. With one task alone {@link drain} runs a call to its end.
 */
export type RunningCall = Generator<CallPoint, CallResult, void>;

/** A place in a call at which another task may run: what the call is about to do. */
export interface CallPoint {
  /** The kernel's name: `mmap_write_lock`, `mmap_unlock`, `lock_vma_under_rcu`, `mas_next`, ... */
  readonly step: string;
  /** The address space that it concerns. */
  readonly mm: number;
  /** Whether the call can go on; a lock that others hold says false. Absent where it always can. */
  readonly ready?: () => boolean;
  /**
   * What a reader has seen so far. Two readers of the same call, at the same step, that have seen the same go on alike in the
   * same machine; absent where the state of the machine tells all.
   */
  readonly seen?: string;
}

/** Acts on a call while it works: a person at a step, an explorer of schedules, a failure sweep. */
export interface StepControl {
  /**
   * A step that can fail is reached: an allocation, a hook, a limit. Whether it fails this time.
   * @param step the kernel's name of what fails: `vm_area_alloc`, `mas_preallocate`, `call_mmap`, ...
   */
  fails(step: string): boolean;
  /**
   * The section of a task that is running cannot go on before others let go: runs them until `ready()` says so.
   * @throws KernelBug where nobody is left who could: a deadlock
   */
  waitUntil(step: string, ready: () => boolean): void;
}

/** A property that a reader or a writer found broken at a step. */
export interface Violation {
  readonly property: ViolatedProperty;
  /** One sentence with the addresses that matter. */
  readonly what: string;
}

/** What can be violated; scenarios name it in `#@ expect`. */
export type ViolatedProperty = (typeof PROPERTIES)[number];

/** Properties of concurrent and of failing calls, by the name that `#@ expect` and reports use. */
export const PROPERTIES = Object.freeze([
  /** No reader misses an address that every committed state during its walk maps. */
  'no-gap',
  /** Each next line of /proc/PID/maps ends above the last end that was shown. */
  'maps-order',
  /** No VMA is used by a reader that holds no reference to it, after it was freed. */
  'no-freed-vma',
  /** No page or page table is used after it was freed. */
  'no-freed-page',
  /** No access goes through a translation that the page tables no longer give, after its flush. */
  'no-stale-tlb',
  /** Counters and trees are right at rest: validate_mm() and its like find nothing. */
  'counters',
  /**
   * What a call that failed did not say that it would remove is still there, with its contents. A hole that a failed MAP_FIXED
   * leaves is no violation, here or of `no-gap`: it was said. Its charge may be one, of `no-leak`.
   */
  'no-lost-data',
  /** Every anonymous page is found through the anon_vma that it points to, and that is still there. */
  'anon-rmap',
  /** A call that failed says so. */
  'no-false-success',
  /** Nothing stays allocated, charged or linked that nobody leads to any more. */
  'no-leak',
  /** Nobody waits for what nobody will let go. */
  'no-deadlock',
  /** Nothing happens that BUG_ON() or its like would stop at. */
  'no-bug',
] as const);

/** Something that the file does not say and the replay had to assume. */
export interface Inference {
  readonly kind: 'written' | 'stack grown' | 'adopted address' | 'unknown range' | 'open file' | 'order';
  /** One sentence with the addresses and names that matter. */
  readonly what: string;
  /** `what` of an earlier inference that the file has refuted since. It no longer counts, and neither does this one. */
  readonly takesBack?: string;
}

/** An assumption that can be put to a machine. Made by {@link Machine.alternatives}; opaque to the session. */
export interface Assumption {
  readonly inference: Inference;
}

/** A position in a machine's history. Marks grow with time; a mark is valid until the machine goes on from before it. */
export type Mark = number;

/** A model at work: tasks, their calls, and its history. */
export interface Machine {
  /** Tasks that are alive, by name. */
  readonly tasks: ReadonlyMap<TaskName, { readonly mm: number }>;

  /** Gives a task the address space that a real kernel showed. */
  adopt(task: TaskName, state: InitialState): void;

  /** Gives a task the address space of a small program that was just executed (for scenarios). */
  boot(task: TaskName): void;

  /** Gives a task an address space of which nothing is known (follow mode). */
  bootUnknown(task: TaskName): void;

  /** Makes a thread: a task with the address space, the files and the limits of another. For the names of a race. */
  spawn(thread: TaskName, of: TaskName): void;

  /**
   * Begins a call. What is not modelled throws {@link NotModelled} before anything changed.
   * `names` resolves names in arguments.
   */
  call(task: TaskName, call: ModelCall, names: (name: string) => bigint | undefined): RunningCall;

  /**
   * Assumptions under which this call could have gone as recorded, most likely first. Asked after a prediction differed and
   * the machine was moved back to before the call. They are tried one at a time, never together: what takes two assumptions
   * is an alternative of its own.
   */
  alternatives(task: TaskName, call: ModelCall, names: (name: string) => bigint | undefined): readonly Assumption[];

  /** Takes an assumption as given from here on. */
  assume(task: TaskName, assumption: Assumption): void;

  /** Inferences that the machine made by itself since the last time this was asked. */
  takeInferences(): readonly Inference[];

  /**
   * Listens to steps; null stops. Between two steps of one task the listener may run the calls of other tasks, and throw to
   * abandon the call: then the machine is only good for going back ({@link seek}).
   */
  trace(tracer: Tracer | null): void;

  /** Lets somebody act on calls while they work; null: nothing fails, and waiting is a deadlock. */
  control(control: StepControl | null): void;

  /**
   * Puts a driver of this kind behind the file that a task has open: its hooks are those of the kind from now on.
   * @throws RangeError where no such file is open, or the model has no such kind of driver; it says which there are
   */
  drive(task: TaskName, fd: number, kind: string): void;

  /** Properties that were found broken since the last time this was asked. */
  takeViolations(): readonly Violation[];

  /**
   * Begins or ends recording of history. Without it {@link seek} cannot go back, and calls are faster. Beginning and ending
   * forget what was recorded: marks made before mean nothing any more. The present state stays.
   */
  record(on: boolean): void;

  /** The present position. */
  mark(): Mark;

  /** Moves the machine to a position it has been at, backward or forward. @throws RangeError where it has not. */
  seek(mark: Mark): void;

  /** Forgets what lies after the present position: the machine goes on from here. Done by the next call anyway. */
  branch(): void;

  /**
   * Tells the present state from others that are reached from the same earlier position: where the texts are equal, so are
   * the states, in everything that a call could ever notice. The same state may have several texts; each one costs whoever
   * explores a race a second look.
   */
  fingerprint(since: Mark): string;

  /** What changed between two positions, object by object, field by field. */
  changes(from: Mark, to: Mark): readonly Change[];

  /**
   * The address space of a task at the present position. It stays that of this position when the machine is moved, but not
   * when it goes on from before it. @throws RangeError for an unknown task.
   */
  view(task: TaskName): MmView;

  /**
   * Takes from a recorded snapshot of this task what no call could have told: a stack that grew, a file that was deleted, an
   * assumption that the snapshot refutes. Each is an inference.
   */
  reconcile(task: TaskName, shown: readonly ShownVma[]): void;

  /** Every broken invariant of every mm, named as validate_mm() would; empty when all is well. */
  validate(): readonly string[];
}

/** One line of a recorded snapshot; `flags` where it was smaps. */
export interface ShownVma {
  readonly start: bigint;
  readonly end: bigint;
  readonly name: string;
  readonly flags?: VmFlags;
}

/** More turns than any call has: a reader of the largest address space has three for each of its 65,530 VMAs. */
const MOST_TURNS = 10_000_000;

/**
 * Runs a call to its end with nobody else around.
 *
 * @throws KernelBug where it waits for a lock that nobody lets go
 * @throws RangeError where it takes turns without end
 */
export function drain(call: RunningCall): CallResult {
  let turn = call.next();
  for (let turns = 0; turn.done !== true; turns++) {
    if (turns > MOST_TURNS)
      throw new RangeError(`a call that took more than ${MOST_TURNS} turns, at ${turn.value.step}`);
    if (turn.value.ready?.() === false) throw new KernelBug(`${turn.value.step} waits for ever`);
    turn = call.next();
  }
  return turn.value;
}

/** `0x7ffff7fc0000`, `-1 ENOMEM (Cannot allocate memory)`, `? SIGSEGV {...}`: a result as strace prints it. */
export function formatResult(result: CallResult, style: 'address' | 'number' = 'number'): string {
  switch (result.kind) {
    case 'value':
      return valueText(result, style);
    case 'errno':
      return result.errno.toString();
    case 'signal':
      return `? ${result.signal} {si_code=${result.code}, si_addr=0x${result.addr.toString(16)}}`;
    case 'none':
      return '?';
  }
}

function valueText({ value, mapping }: CallResult & { kind: 'value' }, style: 'address' | 'number'): string {
  const number = style === 'address' ? `0x${value.toString(16)}` : BigInt.asIntN(64, value).toString();
  return mapping === undefined ? number : `${number} (${mapping})`;
}

/** Whether a prediction is what was recorded. */
export function sameResult(model: CallResult, recorded: RecordedResult): boolean {
  switch (recorded.kind) {
    case 'value':
      return (
        model.kind === 'value' &&
        model.value === BigInt.asUintN(64, recorded.value) &&
        sameMapping(model.mapping, recorded.mapping)
      );
    case 'errno':
      return model.kind === 'errno' && model.errno.name === findErrno(recorded.name)?.name;
    case 'signal':
      return (
        model.kind === 'signal' &&
        model.signal === recorded.signal &&
        model.code === recorded.code &&
        model.addr === recorded.addr
      );
    case 'none':
      return model.kind === 'none';
  }
}

/** What an expectation leaves open, every mapping fulfils. */
function sameMapping(model: QueriedMapping | undefined, recorded: QueriedMapping | undefined): boolean {
  return recorded === undefined || model === recorded || model?.startsWith(`${recorded} `) === true;
}

/** Calls whose result is an address, which strace prints in hex. */
export const RETURNS_ADDRESS: ReadonlySet<string> = new Set(['mmap', 'mremap', 'brk', 'shmat', 'map_shadow_stack']);
