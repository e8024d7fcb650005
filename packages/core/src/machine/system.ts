/**
 * System: what all address spaces of one machine share. Procedures reach it through `mm.sys`: the journal, whoever listens,
 * the kernel generation, the architecture, physical memory, and the task that is running (the kernel's `current`).
 */

import {
  KernelBug,
  type Architecture,
  type ElfImage,
  type Inference,
  type StepControl,
  type StepValue,
  type ViolatedProperty,
  type Violation,
  type VmaIndexPlugin,
} from '@mm-playground/api';
import type { Facts } from './facts.ts';
import type { FailurePoint } from './failure-points.ts';
import { FileSystem } from '../files/file.ts';
import type { KernelGeneration } from '../kernels/generation.ts';
import { Journal, type Journaled } from '../journal/journal.ts';
import { PhysicalMemory } from '../memory/physical-memory.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { CommitLog } from '../readers/commit-log.ts';
import { ShmSegments } from '../syscalls/shm/shm-segments.ts';
import { OWN_PID, TaskTable, type Task } from './task.ts';
import type { Trace, TraceDetail } from './trace.ts';

/** Numbers that identify things, handed out in order; part of the state, so that going back and on gives the same ones. */
export class Identities implements Journaled {
  epoch = 0;
  readonly mm: number = 0;
  readonly vma: number = 0;
  readonly anonVma: number = 0;
  readonly file: number = 0;
  readonly inode: number = 0;
  /** The next process id where no log names one. */
  readonly pid: number = OWN_PID;
  /** Pages charged machine-wide: vm_committed_as, counted from the start of the replay. */
  readonly committed: number = 0;

  describe(): string {
    return 'machine';
  }

  shown(): Record<string, StepValue> {
    return { vm_committed_as: this.committed };
  }
}

/** What a system is made of. */
export interface SystemConfig {
  readonly generation: KernelGeneration;
  readonly arch: Architecture;
  readonly index: VmaIndexPlugin;
  readonly facts: Facts;
  /** Ranges of which every access is in the log, bytes. */
  readonly completeAccesses: readonly { readonly start: bigint; readonly end: bigint }[];
  readonly assume: 'written' | 'untouched';
  readonly programs?: ReadonlyMap<string, ElfImage>;
  /** Seed of address-space randomisation; none turns it off. */
  readonly aslrSeed?: number;
}

/** What all address spaces of a machine share. */
export class System {
  readonly journal = new Journal();
  readonly ids = new Identities();
  readonly fileSystem = new FileSystem();
  readonly generation: KernelGeneration;
  readonly arch: Architecture;
  readonly index: VmaIndexPlugin;
  readonly shm = new ShmSegments();
  /** Whoever is alive. */
  readonly tasks = new TaskTable();
  /** Replaced as a whole where a snapshot tells more. */
  facts: Facts;
  readonly memory: PhysicalMemory;
  readonly completeAccesses: SystemConfig['completeAccesses'];
  readonly assume: SystemConfig['assume'];
  /** Programs by path, which execve can replace an address space with. */
  readonly programs: ReadonlyMap<string, ElfImage>;
  /** Seed of address-space randomisation, or null where it is off. */
  readonly aslrSeed: number | null;
  /** The address that the kernel chose, where a log without a start says it (follow mode): the next search gives it. */
  adoptedAddress: number | null = null;
  /** Who listens, or null. */
  trace: Trace | null = null;
  /** Who acts on calls while they work, or null. */
  control: StepControl | null = null;
  /** What readers may be held to. */
  readonly commits = new CommitLog();
  /** How many calls have begun: what is of one call can be told from what is of another. */
  calls = 0;
  /** Inferences made since they were last asked for. */
  inferences: Inference[] = [];
  /** Properties found broken since they were last asked for. */
  violations: Violation[] = [];
  #current: Task | null = null;

  constructor(config: SystemConfig) {
    const { generation, arch, index, facts, completeAccesses, assume, programs = new Map(), aslrSeed = null } = config;
    this.generation = generation;
    this.arch = arch;
    this.index = index;
    this.facts = facts;
    this.completeAccesses = completeAccesses;
    this.assume = assume;
    this.programs = programs;
    this.aslrSeed = aslrSeed;
    this.memory = new PhysicalMemory(this);
  }

  /** The running task. @throws TypeError outside a call: a mistake of ours. */
  get current(): Task {
    if (this.#current === null) throw new TypeError('no task is running');
    return this.#current;
  }

  set current(task: Task) {
    this.#current = task;
  }

  /** Lets a task run, and tells who ran before, to be let run again; the task itself where nobody did. */
  switchTo(task: Task): Task {
    const before = this.#current ?? task;
    this.#current = task;
    return before;
  }

  /** Lets `task` run in `body`; whoever ran before goes on afterwards. */
  runAs<R>(task: Task, body: () => R): R {
    const before = this.switchTo(task);
    try {
      return body();
    } finally {
      this.switchTo(before);
    }
  }

  /** The next number of a kind. */
  nextId(kind: 'mm' | 'vma' | 'anonVma' | 'file' | 'inode' | 'pid'): number {
    return ++this.journal.touch(this.ids, kind)[kind];
  }

  /** The address spaces of all tasks, each once. */
  addressSpaces(): MmStruct[] {
    return [...new Set([...this.tasks.tasks.values()].map(({ mm }) => mm))];
  }

  /** Whether a step that can fail fails now. */
  fails(step: FailurePoint): boolean {
    return this.control?.fails(step) === true;
  }

  /** The same for a step that is no traced procedure: shows it, too. */
  failsAt(step: FailurePoint, detail?: TraceDetail): boolean {
    this.trace?.step(step, detail);
    return this.fails(step);
  }

  /** Lets others run until `ready`. @throws KernelBug where there are none: a deadlock */
  waitUntil(step: string, ready: () => boolean): void {
    if (this.control === null) throw new KernelBug(`${step} waits for ever`);
    this.control.waitUntil(step, ready);
  }

  /** Others may run in the middle of a section: somebody is there who lets them. */
  get isConcurrent(): boolean {
    return this.control !== null;
  }

  violate(property: ViolatedProperty, what: string): void {
    this.violations.push({ property, what });
  }

  infer(kind: Inference['kind'], what: string): void {
    this.inferences.push({ kind, what });
  }
}

/** Something that belongs to a system: an mm, mostly. */
export interface OfSystem {
  readonly sys: System;
}

/**
 * Makes a kernel procedure visible: entered and left under the kernel's name. The first argument leads to the system.
 * With nobody listening it costs one check.
 */
export function traced<S extends OfSystem, A extends readonly unknown[], R>(
  name: string,
  body: (mm: S, ...args: A) => R,
  detail?: (mm: S, ...args: A) => TraceDetail,
): (mm: S, ...args: A) => R {
  return (mm, ...args) => {
    const { trace } = mm.sys;
    if (trace === null) return body(mm, ...args);
    trace.enter(name, detail?.(mm, ...args));
    let result: R | undefined;
    try {
      return (result = body(mm, ...args));
    } finally {
      trace.exit(name, result);
    }
  };
}
