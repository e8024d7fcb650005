/**
 * LinuxMachine: the model behind the contract of api/model.ts. Knows tasks, dispatches calls, keeps time.
 */

import {
  ENOSYS,
  NotModelled,
  architectureLacks,
  callKind,
  type Assumption,
  type Change,
  type Inference,
  type InitialState,
  type Machine,
  type MachineConfig,
  type Mark,
  type MmView,
  type ModelCall,
  type RunningCall,
  type ShownVma,
  type StepControl,
  type TaskName,
  type Tracer,
  type Violation,
  type Architecture,
} from '@mm-playground/api';
import { Args } from './args.ts';
import { touchedVmas } from './call-ranges.ts';
import { credentialsOf } from './credentials.ts';
import { DRIVER_KINDS, isDriverKind } from '../files/driver.ts';
import { factsOf } from './facts.ts';
import { fingerprintOf } from '../journal/fingerprint.ts';
import { FileTable } from '../files/file.ts';
import type { ModelAssumption } from '../recording/follow.ts';
import type { Recording } from '../recording/recording.ts';
import type { SyscallTable } from '../syscalls/table.ts';
import type { MemoryViews } from '../views/memory-views.ts';
import { fetched, type ModelParts } from './parts.ts';
import { emptyMm, smallProgramMm } from '../mm/small-program.ts';
import type { KernelGeneration } from '../kernels/generation.ts';
import { unborn } from '../journal/journal.ts';
import { validateFrames, validateTables } from '../memory/validate-memory.ts';
import { FrozenMmView } from '../views/mm-view.ts';
import { inheritMmFlags, type MmStruct } from '../mm/mm-struct.ts';
import { failure } from '../syscalls/syscall-result.ts';
import { System } from './system.ts';
import { Trace } from './trace.ts';
import { ResourceLimits, Task, type Owner, type TaskTable } from './task.ts';
import { validateMm } from '../mm/validate.ts';
import { assumeWritten } from '../recording/written.ts';

const lacksKeys = (arch: Architecture, { hasArm64Keys }: KernelGeneration): boolean =>
  architectureLacks(arch, 'protection-keys') || (arch.id === 'arm64' && !hasArm64Keys);

/** Calls for protection keys. */
const PKEY_CALLS: ReadonlySet<string> = new Set(['pkey_alloc', 'pkey_free', 'pkey_mprotect']);

type Names = (name: string) => bigint | undefined;

/** See {@link Machine}. */
export class LinuxMachine implements Machine {
  readonly #sys: System;
  readonly #config: MachineConfig;
  readonly #tasks: TaskTable;
  readonly #calls: SyscallTable;
  readonly #recording: Recording | null;
  readonly #memoryViews: MemoryViews | null;
  /** What {@link tasks} gave last, and for which table. */
  #shownTasks: { of: unknown; as: ReadonlyMap<TaskName, { readonly mm: number }> } = { of: null, as: new Map() };

  /** @param calls those of `parts`, by name */
  constructor(config: MachineConfig, generation: KernelGeneration, parts: ModelParts, calls: SyscallTable) {
    this.#config = config;
    this.#calls = calls;
    this.#recording = parts.recording;
    this.#memoryViews = parts.memoryViews;
    const { arch, index, system, completeAccesses, assume, programs, aslrSeed } = config;
    const facts = factsOf(system, false);
    this.#sys = new System({
      ...{ generation, arch, index, facts, completeAccesses, assume },
      ...(programs !== undefined && { programs }),
      ...(aslrSeed !== undefined && { aslrSeed }),
    });
    this.#tasks = this.#sys.tasks;
  }

  get tasks(): ReadonlyMap<TaskName, { readonly mm: number }> {
    const { tasks } = this.#tasks;
    if (this.#shownTasks.of !== tasks)
      this.#shownTasks = { of: tasks, as: new Map([...tasks].map(([name, task]) => [name, { mm: task.mm.id }])) };
    return this.#shownTasks.as;
  }

  adopt(name: TaskName, state: InitialState): void {
    this.#place(name, (owner) => this.#recorded().adoptMm(this.#sys, state, owner));
  }

  boot(name: TaskName): void {
    this.#place(name, (owner) => smallProgramMm(this.#sys, owner));
  }

  bootUnknown(name: TaskName): void {
    this.#place(name, (owner) => {
      const mm = emptyMm(this.#sys, owner);
      mm.touch('unknown').unknown = true;
      return mm;
    });
  }

  /** Gives a task an address space: a new task, or one that was just executed. */
  #place(name: TaskName, make: (owner: Owner) => MmStruct): void {
    const { journal, facts } = this.#sys;
    const known = this.#tasks.get(name);
    const { limits, personality } = known ?? {
      limits: new ResourceLimits(this.#config.limits),
      personality: facts.personality,
    };
    const mm = make({ limits, personality });
    mm.vmas.gracePeriod();
    if (this.#tasks.tasks.size === 0) this.#commitOthers();
    if (known !== undefined) {
      inheritMmFlags(mm, known.mm);
      journal.touch(known).mm = mm;
    }
    const task =
      known ??
      new Task({
        name,
        group: name,
        mm,
        files: new FileTable(),
        limits,
        credentials: credentialsOf(facts.caps, facts.noNewPrivs),
      });
    task.personality = personality;
    journal.touch(this.#tasks).add(task);
  }

  spawn(name: TaskName, of: TaskName): void {
    const { group, mm, files, limits, credentials, personality, pkru } = this.#task(of);
    const thread = unborn(new Task({ name, group, mm, files, limits, credentials }));
    thread.personality = personality;
    thread.pkru = pkru;
    this.#sys.journal.touch(this.#tasks).add(thread);
  }

  /** What the rest of the machine had committed when the recording began. */
  #commitOthers(): void {
    const { facts, arch, journal, ids } = this.#sys;
    if (facts.committedAsKb === null) return;
    const pages = Math.floor(facts.committedAsKb / 2 ** (arch.geometry.pageShift - 10));
    journal.touch(ids, 'committed').committed = Math.max(ids.committed, pages);
  }

  call(name: TaskName, call: ModelCall, names: Names): RunningCall {
    const task = this.#task(name);
    const args = new Args(call, names, this.#sys.arch.mmu);
    return this.#begin(task, args, call);
  }

  *#begin(task: Task, args: Args, call: ModelCall): RunningCall {
    this.#sys.calls++;
    if (this.#isAbsent(call.name)) return failure(ENOSYS);
    const plain = this.#calls.plain.get(call.name);
    if (plain !== undefined) return this.#sys.runAs(task, () => plain(task, args, call));
    const syscall = this.#calls.locking.get(call.name);
    if (syscall === undefined) throw new NotModelled(call.name);
    const { trace } = this.#sys;
    if (this.#sys.assume === 'written' && callKind(call.name) !== 'pseudo')
      assumeWritten(touchedVmas(task.mm, args, call.name));
    const name = trace === null ? '' : `sys_${call.name}`;
    trace?.enter(name);
    try {
      const running = syscall(task, args, call);
      // One generator for the whole way down, not two: 0.2 us a call.
      for (;;) {
        // Another task may run at a point, or this one in the middle of another's section: whoever goes on is `current`.
        const before = this.#sys.switchTo(task);
        const turn = running.next();
        this.#sys.switchTo(before);
        if (turn.done === true) return turn.value;
        yield turn.value;
      }
    } finally {
      this.#sys.adoptedAddress = null;
      trace?.exit(name);
    }
  }

  /** Whether the kernel was built without a call, for its age or for its architecture. */
  #isAbsent(name: string): boolean {
    const { generation, arch } = this.#sys;
    return generation.absentCalls.has(name) || (PKEY_CALLS.has(name) && lacksKeys(arch, generation));
  }

  alternatives(name: TaskName, call: ModelCall, names: Names): readonly Assumption[] {
    return this.#recorded().alternativesOf(this.#task(name), new Args(call, names, this.#sys.arch.mmu), call);
  }

  assume(_name: TaskName, assumption: Assumption): void {
    (assumption as ModelAssumption).apply();
  }

  takeInferences(): readonly Inference[] {
    const { inferences } = this.#sys;
    this.#sys.inferences = [];
    return inferences;
  }

  trace(tracer: Tracer | null): void {
    this.#sys.trace = tracer && new Trace(tracer, this.#sys.arch);
  }

  control(control: StepControl | null): void {
    this.#sys.control = control;
  }

  drive(name: TaskName, fd: number, kind: string): void {
    const file = this.#task(name).files.get(fd);
    if (file === undefined) throw new RangeError(`no file is open as descriptor ${fd}`);
    if (!isDriverKind(kind)) throw new RangeError(`there is no driver ${kind}; there are: ${DRIVER_KINDS.join(', ')}`);
    this.#sys.journal.touch(file.inode).driver = kind;
  }

  takeViolations(): readonly Violation[] {
    const { violations } = this.#sys;
    this.#sys.violations = [];
    return violations;
  }

  record(on: boolean): void {
    const { journal } = this.#sys;
    if (journal.recording !== on) journal.clear();
    journal.recording = on;
  }

  mark(): Mark {
    return this.#sys.journal.mark();
  }

  seek(mark: Mark): void {
    this.#sys.journal.seek(mark);
  }

  branch(): void {
    this.#sys.journal.branch();
  }

  fingerprint(since: Mark): string {
    return fingerprintOf(this.#sys, since);
  }

  changes(from: Mark, to: Mark): readonly Change[] {
    return this.#sys.journal.changes(from, to);
  }

  view(name: TaskName): MmView {
    const { mm } = this.#task(name);
    const sharing = [...this.#tasks.tasks.values()].filter((task) => task.mm === mm).map((task) => task.name);
    const position = this.mark();
    const at = <T>(read: () => T): T => {
      if (!this.#sys.journal.recording) return read();
      const here = this.mark();
      this.seek(position);
      try {
        return read();
      } finally {
        this.seek(here);
      }
    };
    return new FrozenMmView(mm, sharing, at, () => fetched(this.#memoryViews, 'views of memory'));
  }

  reconcile(name: TaskName, shown: readonly ShownVma[]): void {
    const task = this.#task(name);
    this.#sys.current = task;
    this.#recorded().reconcile(task.mm, shown);
  }

  validate(): readonly string[] {
    const mms = [...new Set([...this.#tasks.tasks.values()].map((task) => task.mm))];
    return [...mms.flatMap((mm) => [...validateMm(mm), ...validateTables(mm)]), ...validateFrames(this.#sys)];
  }

  #recorded(): Recording {
    return fetched(this.#recording, 'what recordings need');
  }

  #task(name: TaskName): Task {
    const task = this.#tasks.get(name);
    if (task === undefined) throw new RangeError(`no task is named ${JSON.stringify(name)}`);
    return task;
  }
}
