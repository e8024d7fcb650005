/**
 * What a session plays: a script or capture after parsing, as plain data. The script package makes it from text; the
 * session package runs it; neither knows the other.
 *
 * A program is a list of items in file order. Calls carry their recorded result, which is an expectation. Snapshots before
 * the first call (or directly after a leading execve) are the initial state, later ones are checkpoints.
 */

import type { ElfImage } from './elf.ts';
import type { SmapsRow, MapsRow, Status } from './proc.ts';
import type { ArgValue } from './value.ts';
import type { Bytes } from './units.ts';

/** A place in a source file. Lines and columns count from 1; `length` is in UTF-16 units and may be 0. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** What is wrong (or notable) at a place. All diagnostics of a file are reported, not only the first. */
export interface Diagnostic {
  readonly file: string;
  readonly span: Span;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** `FILE:LINE:COLUMN: message`. */
export const formatDiagnostic = (d: Diagnostic): string => `${d.file}:${d.span.line}:${d.span.column}: ${d.message}`;

/** A process or thread as the log names it: `1234`, or a scenario's name, or `''` where the log has one task only. */
export type TaskName = string;

/**
 * What `query(ADDR)` found there: `START-END PERMS [OFFSET]`, in the words of /proc/PID/maps. An expectation may leave the
 * offset open; anonymous memory has none.
 */
export type QueriedMapping = string;

/** What the recorded kernel answered. */
export type RecordedResult =
  /** `mapping` is what stands in parentheses behind the result of `query()`. */
  | { readonly kind: 'value'; readonly value: bigint; readonly mapping?: QueriedMapping }
  /** `name` is any errno name that strace printed, also one that the model never returns. */
  | { readonly kind: 'errno'; readonly name: string }
  /** `= ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x...}` of a pseudo-call. */
  | { readonly kind: 'signal'; readonly signal: string; readonly code: string; readonly addr: bigint }
  /** `= ?`: did not return. */
  | { readonly kind: 'none' };

/** One call of a program, with what was recorded of it. */
export interface CallItem {
  readonly kind: 'call';
  readonly span: Span;
  /** Index of the call in the program, from 0: the order in which calls were entered; -1 for a leading execve. */
  readonly index: number;
  readonly task: TaskName;
  /** `NAME = call(...)`: the name that the result gets. */
  readonly binds: string | undefined;
  readonly name: string;
  /** In order; arguments that strace prints as `name=value` (those of clone) are collected into one struct. */
  readonly args: readonly ArgValue[];
  readonly result: RecordedResult | undefined;
  /**
   * The line on which the call returned: `span.line`, or that of `<... resumed>`. A call overlaps every call that was
   * entered before it returned. `Infinity` where no line says that it ended; a line that ends it with `= ?` does.
   */
  readonly returnLine: number;
  /** The call as one line of source, without its result: what viewers and reports show. */
  readonly text: string;
}

/** A line that is carried along: a signal, an exit, a comment is not one. */
export interface NoteItem {
  readonly kind: 'note';
  readonly span: Span;
  readonly task: TaskName;
  readonly text: string;
}

/** A later snapshot: what the real kernel showed after the calls before it. */
export interface CheckpointItem {
  readonly kind: 'checkpoint';
  readonly span: Span;
  readonly task: TaskName;
  readonly what: Snapshot;
  /**
   * `#@ layout` of the same moment, where one was recorded: directly after an execve the snapshots are where the new program
   * begins, and not compared.
   */
  readonly layout?: Layout;
}

/** What a checkpoint shows. */
export type Snapshot =
  | { readonly kind: 'maps'; readonly rows: readonly Located<MapsRow>[] }
  | { readonly kind: 'smaps'; readonly rows: readonly Located<SmapsRow>[] }
  | { readonly kind: 'status'; readonly status: Status; readonly lines: Readonly<Record<string, number>> }
  | { readonly kind: 'pagemap'; readonly start: Bytes; readonly pages: string };

/** A row together with the line of the file that it was read from. */
export interface Located<T> {
  readonly line: number;
  readonly row: T;
  /** The line of each field, by name, where a row has lines of its own for them (smaps). */
  readonly lines?: Readonly<Record<string, number>>;
}

/** After `#@ race`: what follows runs concurrently. */
export interface RaceItem {
  readonly kind: 'race';
  readonly span: Span;
}

/** One line, or one snapshot, of a program. */
export type ProgramItem = CallItem | NoteItem | CheckpointItem | RaceItem;

/** Which shared memory gets huge pages: /sys/kernel/mm/transparent_hugepage/shmem_enabled. */
export type ShmemEnabled = 'always' | 'within_size' | 'advise' | 'never' | 'deny' | 'force';

/** `#@ system key=value ...`, typed; what is missing has the kernel's default for a root shell on ext4. */
export interface SystemFacts {
  readonly kernel: string | undefined;
  readonly arch: string | undefined;
  readonly pageSize: number | undefined;
  readonly thp: 'always' | 'madvise' | 'never' | undefined;
  readonly shmemEnabled: ShmemEnabled | undefined;
  readonly overcommitMemory: 0 | 1 | 2 | undefined;
  readonly maxMapCount: number | undefined;
  readonly mmapMinAddr: number | undefined;
  /** Below this an address takes CAP_SYS_RAWIO, where that is another one than hints are raised to (CONFIG_LSM_MMAP_MIN_ADDR). */
  readonly dacMmapMinAddr: number | undefined;
  /** Whether no program that is executed gives a task more than it has (PR_SET_NO_NEW_PRIVS). */
  readonly noNewPrivs: boolean | undefined;
  readonly memTotalKb: number | undefined;
  readonly swapTotalKb: number | undefined;
  /** CommitLimit of /proc/meminfo: what overcommit_memory=2 allows all processes together. */
  readonly commitLimitKb: number | undefined;
  /** Committed_AS of /proc/meminfo at the start. */
  readonly committedAsKb: number | undefined;
  /** Names joined by `|`, as written. */
  readonly personality: string | undefined;
  /** The CapEff word; `all` is every bit. */
  readonly caps: bigint | undefined;
  readonly fs: string | undefined;
  /** Whether that file system is mounted `noexec`. */
  readonly noexec: boolean | undefined;
  /** What the disk of those files reads ahead, kB: read_ahead_kb of its queue. */
  readonly readAheadKb: number | undefined;
  readonly pkeys: boolean | undefined;
  /** Whether the processor has guarded pages (arm64: BTI), and tagged memory (MTE). */
  readonly bti: boolean | undefined;
  readonly mte: boolean | undefined;
  readonly ptReclaim: boolean | undefined;
  /** Whether anonymous memory can have names (CONFIG_ANON_VMA_NAME). */
  readonly anonVmaName: boolean | undefined;
  /** Whether MADV_HWPOISON exists (CONFIG_MEMORY_FAILURE). */
  readonly memoryFailure: boolean | undefined;
  /** /proc/PID/mem overrules protections for whoever opens it (`proc_mem_force`): so it does where nothing is said. */
  readonly procMemForce: boolean | undefined;
  readonly build: string | undefined;
}

/** Nothing said: every fact has its default. */
export const NO_SYSTEM_FACTS: SystemFacts = Object.freeze({
  kernel: undefined,
  arch: undefined,
  pageSize: undefined,
  thp: undefined,
  shmemEnabled: undefined,
  overcommitMemory: undefined,
  maxMapCount: undefined,
  mmapMinAddr: undefined,
  dacMmapMinAddr: undefined,
  noNewPrivs: undefined,
  memTotalKb: undefined,
  swapTotalKb: undefined,
  commitLimitKb: undefined,
  committedAsKb: undefined,
  personality: undefined,
  caps: undefined,
  fs: undefined,
  noexec: undefined,
  readAheadKb: undefined,
  pkeys: undefined,
  bti: undefined,
  mte: undefined,
  ptReclaim: undefined,
  anonVmaName: undefined,
  memoryFailure: undefined,
  procMemForce: undefined,
  build: undefined,
});

/** Soft limits in bytes; `RLIM_INFINITY` is unlimited. */
export interface Limits {
  readonly as?: bigint;
  readonly data?: bigint;
  readonly stack?: bigint;
  readonly memlock?: bigint;
}

/** The layout fields of the mm, byte addresses, from /proc/PID/stat. */
export interface Layout {
  readonly startCode?: bigint;
  readonly endCode?: bigint;
  readonly startData?: bigint;
  readonly endData?: bigint;
  readonly startBrk?: bigint;
  readonly brk?: bigint;
  readonly startStack?: bigint;
  readonly argStart?: bigint;
  readonly argEnd?: bigint;
  readonly envStart?: bigint;
  readonly envEnd?: bigint;
}

/** The address space at the start, as the real kernel showed it. */
export interface InitialState {
  readonly span: Span;
  readonly layout: Layout;
  readonly maps: readonly Located<MapsRow>[] | undefined;
  readonly smaps: readonly Located<SmapsRow>[] | undefined;
  readonly status: Status | undefined;
  /** Each `#@ pagemap` before the first call: one letter a page from `start` on. Missing where there is none. */
  readonly pagemaps?: readonly { readonly start: Bytes; readonly pages: string }[];
}

/** `#@ title`, `#@ question`, `#@ explain`, `#@ expect` of a scenario: a story and its verdicts. */
export interface Story {
  readonly title: string | undefined;
  readonly question: string | undefined;
  /** Markdown. Never turned into HTML without a sanitising renderer. */
  readonly explain: readonly { readonly line: number; readonly text: string }[];
  readonly expect: readonly {
    readonly span: Span;
    readonly kernel: string;
    readonly property: string;
    readonly verdict: 'holds' | 'violated';
  }[];
}

/** Directives that steer a scenario: `#@ driver`, `#@ fail`, `#@ schedule`. Words as written, checked by who uses them. */
export interface Steering {
  readonly span: Span;
  readonly directive: 'driver' | 'fail' | 'schedule';
  readonly words: readonly string[];
}

/** A script or capture, ready to be played. */
export interface Program {
  /** The name under which messages speak of the file. */
  readonly file: string;
  readonly system: SystemFacts;
  readonly limits: Limits;
  /** `#@ command`. */
  readonly command: string | undefined;
  /** Ranges of which every access is in the file, byte addresses, half-open. */
  readonly completeAccesses: readonly { readonly start: bigint; readonly end: bigint }[];
  /** `#@ program`: what its execve can execute, by path. Missing where there are none. */
  readonly programs?: ReadonlyMap<string, ElfImage>;
  readonly initial: InitialState | undefined;
  /** The task of the initial state: the one that it names, that of the leading execve, or of the first call. */
  readonly initialTask: TaskName;
  /** Other tasks that share its address space from the start; missing where there are none. */
  readonly threads?: readonly TaskName[];
  /** A leading execve that the initial state replaces; shown, not replayed. */
  readonly leadingExec: CallItem | undefined;
  readonly items: readonly ProgramItem[];
  readonly story: Story;
  readonly steering: readonly Steering[];
}

/**
 * How a program is played: `predict` starts from a recorded address space and predicts everything; `follow` has recorded
 * results but no start, so a recorded address is adopted where the kernel chose it; `scenario` has no results at all.
 */
export type PlayMode = 'predict' | 'follow' | 'scenario';

/** @returns the mode that the content of a program asks for. */
export function playModeOf(program: Program): PlayMode {
  if (program.initial?.maps !== undefined) return 'predict';
  const recorded = program.items.some((item) => item.kind === 'call' && item.result !== undefined);
  return recorded ? 'follow' : 'scenario';
}
