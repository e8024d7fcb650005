/**
 * Tasks: threads and processes, as far as an address space sees them. A thread group shares limits; CLONE_VM shares the mm;
 * CLONE_FILES the descriptors.
 */

import { PERSONALITY, RLIM_INFINITY, type Limits, type TaskName } from '@mm-playground/api';
import type { Credentials } from './credentials.ts';
import type { FileTable } from '../files/file.ts';
import type { Journaled } from '../journal/journal.ts';
import type { TlbEntry } from '../memory/tlb.ts';
import type { MmStruct } from '../mm/mm-struct.ts';

/** Soft limits (and the hard ones that prlimit64 checks) of a thread group, in bytes. */
export class ResourceLimits implements Journaled {
  epoch = 0;
  as: bigint;
  data: bigint;
  stack: bigint;
  memlock: bigint;
  asMax = RLIM_INFINITY;
  dataMax = RLIM_INFINITY;
  stackMax = RLIM_INFINITY;
  memlockMax = RLIM_INFINITY;

  constructor(limits: Limits) {
    this.as = limits.as ?? RLIM_INFINITY;
    this.data = limits.data ?? RLIM_INFINITY;
    this.stack = limits.stack ?? DEFAULT_STACK;
    this.memlock = limits.memlock ?? DEFAULT_MEMLOCK;
  }

  describe(): string {
    return 'limits';
  }
}

const DEFAULT_STACK = 8n << 20n;
const DEFAULT_MEMLOCK = 8n << 20n;

/** The number of a program that a file gives none: getpid() says so. */
export const OWN_PID = 1000;

/** PKRU of a program that begins. */
export const INITIAL_PKRU = 0x5555_5554;

/** Limits that the model reads, by the name of their resource. */
export const MODELLED_LIMITS = {
  RLIMIT_AS: 'as',
  RLIMIT_DATA: 'data',
  RLIMIT_STACK: 'stack',
  RLIMIT_MEMLOCK: 'memlock',
} as const;

/** Whose address space it is, or will be: what decides how it is laid out. */
export interface Owner {
  readonly limits: ResourceLimits;
  readonly personality: bigint | null;
}

/** Whether a bit of personality(2) is known to be set. */
export const hasPersonality = ({ personality }: Owner, bit: bigint): boolean => ((personality ?? 0n) & bit) !== 0n;

const NO_TRANSLATIONS: readonly TlbEntry[] = Object.freeze([]);

/** What a thread is made of. */
export type TaskParts = Pick<Task, 'name' | 'group' | 'mm' | 'files' | 'limits' | 'credentials'>;

/** A thread. */
export class Task implements Journaled {
  epoch = 0;
  name: TaskName;
  /** The thread group's first task's name. */
  group: TaskName;
  mm: MmStruct;
  files: FileTable;
  limits: ResourceLimits;
  /** personality(2); null while nothing told it: then as if 0. */
  personality: bigint | null = null;
  /** Who it is, and what it is allowed. */
  credentials: Credentials;
  /** What it may do with each protection key (PKRU): two bits a key. At first only key 0 may be used. */
  pkru = INITIAL_PKRU;
  /** What the TLB of its CPU knows; empty unless others run at the same time. Replaced as a whole, never changed. */
  tlb: readonly TlbEntry[] = NO_TRANSLATIONS;

  constructor({ name, group, mm, files, limits, credentials }: TaskParts) {
    this.name = name;
    this.group = group;
    this.mm = mm;
    this.files = files;
    this.limits = limits;
    this.credentials = credentials;
  }

  /** Whether what it maps readable becomes executable. */
  get readImpliesExec(): boolean {
    return hasPersonality(this, PERSONALITY.values.READ_IMPLIES_EXEC);
  }

  describe(): string {
    return `task ${this.name}`;
  }
}

/** The tasks that are alive, by name. */
export class TaskTable implements Journaled {
  epoch = 0;
  /** Replaced as a whole, never changed. */
  tasks: ReadonlyMap<TaskName, Task> = new Map();

  get(name: TaskName): Task | undefined {
    return this.tasks.get(name);
  }

  /** The caller has touched this object; the same for the others that change it. */
  add(task: Task): void {
    this.tasks = new Map(this.tasks).set(task.name, task);
  }

  remove(task: Task): void {
    const tasks = new Map(this.tasks);
    tasks.delete(task.name);
    this.tasks = tasks;
  }

  inGroup(group: TaskName): Task[] {
    return [...this.tasks.values()].filter((task) => task.group === group);
  }

  uses(mm: MmStruct): boolean {
    return [...this.tasks.values()].some((task) => task.mm === mm);
  }

  describe(): string {
    return 'tasks';
  }
}
