/**
 * Directives that describe the machine and the program at the start: system, build, limits, layout, command and accesses.
 */

import {
  NO_SYSTEM_FACTS,
  type ElfImage,
  type Layout,
  type Limits,
  type SystemFacts,
  type TaskName,
} from '@mm-playground/api';
import type { Report } from './report.ts';
import type { DirectiveLine, Word } from './syntax.ts';
import { pairsOf, readBoolean, readBytes, readChoice, readCount, readLimit, readRange, wordsOf } from './words.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What the directives have said so far. */
export interface Facts {
  readonly system: Mutable<SystemFacts>;
  readonly limits: Mutable<Limits>;
  readonly layout: Mutable<Layout>;
  command: string | undefined;
  readonly completeAccesses: { start: bigint; end: bigint }[];
  readonly programs: Map<string, ElfImage>;
  readonly threads: TaskName[];
}

/** Nothing said. */
export const noFacts = (): Facts => ({
  system: { ...NO_SYSTEM_FACTS },
  limits: {},
  layout: {},
  command: undefined,
  completeAccesses: [],
  programs: new Map(),
  threads: [],
});

const THP = ['always', 'madvise', 'never'] as const;
const SHMEM_ENABLED = ['always', 'within_size', 'advise', 'never', 'deny', 'force'] as const;
const OVERCOMMIT = ['0', '1', '2'] as const;
const SMALLEST_PAGE = 4096;
const LARGEST_PAGE = 65_536;
const EVERY_CAPABILITY = (1n << 64n) - 1n;

type Setter = (system: Mutable<SystemFacts>, value: Word, report: Report) => void;

const SYSTEM: Readonly<Record<string, Setter>> = {
  kernel: (system, { text }) => (system.kernel = text),
  arch: (system, { text }) => (system.arch = text),
  page_size: (system, value, report) => (system.pageSize = readPageSize(value, report)),
  thp: (system, value, report) => (system.thp = readChoice(value, THP, report)),
  shmem_enabled: (system, value, report) => (system.shmemEnabled = readChoice(value, SHMEM_ENABLED, report)),
  overcommit_memory: (system, value, report) => (system.overcommitMemory = readOvercommit(value, report)),
  max_map_count: (system, value, report) => (system.maxMapCount = readCount(value, report)),
  mmap_min_addr: (system, value, report) => (system.mmapMinAddr = readCount(value, report)),
  dac_mmap_min_addr: (system, value, report) => (system.dacMmapMinAddr = readCount(value, report)),
  no_new_privs: (system, value, report) => (system.noNewPrivs = readBoolean(value, report)),
  mem_total_kb: (system, value, report) => (system.memTotalKb = readCount(value, report)),
  swap_total_kb: (system, value, report) => (system.swapTotalKb = readCount(value, report)),
  commit_limit_kb: (system, value, report) => (system.commitLimitKb = readCount(value, report)),
  committed_as_kb: (system, value, report) => (system.committedAsKb = readCount(value, report)),
  personality: (system, { text }) => (system.personality = text),
  caps: (system, value, report) => (system.caps = readCapabilities(value, report)),
  fs: (system, { text }) => (system.fs = text),
  noexec: (system, value, report) => (system.noexec = readBoolean(value, report)),
  read_ahead_kb: (system, value, report) => (system.readAheadKb = readCount(value, report)),
  pkeys: (system, value, report) => (system.pkeys = readBoolean(value, report)),
  bti: (system, value, report) => (system.bti = readBoolean(value, report)),
  mte: (system, value, report) => (system.mte = readBoolean(value, report)),
  pt_reclaim: (system, value, report) => (system.ptReclaim = readBoolean(value, report)),
  anon_vma_name: (system, value, report) => (system.anonVmaName = readBoolean(value, report)),
  memory_failure: (system, value, report) => (system.memoryFailure = readBoolean(value, report)),
  proc_mem_force: (system, value, report) => (system.procMemForce = readBoolean(value, report)),
};

export const SYSTEM_KEYS: readonly string[] = Object.keys(SYSTEM);

/** `#@ system key=value ...`. A later line adds to an earlier one. */
export function readSystem(node: DirectiveLine, { system }: Facts, report: Report): void {
  for (const { key, value } of pairsOf(node, SYSTEM_KEYS, report)) SYSTEM[key.text]?.(system, value, report);
}

function readPageSize(value: Word, report: Report): number | undefined {
  const size = readCount(value, report);
  if (size === undefined) return undefined;
  if (size >= SMALLEST_PAGE && size <= LARGEST_PAGE && Number.isInteger(Math.log2(size))) return size;
  report.error(value, `no page size: expected a power of two from ${SMALLEST_PAGE} to ${LARGEST_PAGE}`);
  return undefined;
}

function readOvercommit(value: Word, report: Report): 0 | 1 | 2 | undefined {
  const choice = readChoice(value, OVERCOMMIT, report);
  return choice === undefined ? undefined : (Number(choice) as 0 | 1 | 2);
}

/** `all`, or the CapEff word in hexadecimal, as /proc/PID/status prints it. */
function readCapabilities(value: Word, report: Report): bigint | undefined {
  if (value.text === 'all') return EVERY_CAPABILITY;
  const digits = /^(?:0x)?([0-9a-f]{1,16})$/i.exec(value.text)?.[1];
  if (digits !== undefined) return BigInt(`0x${digits}`);
  report.error(value, `expected \`all\` or the CapEff word, found \`${value.text}\``);
  return undefined;
}

export const LIMIT_KEYS = ['as', 'data', 'stack', 'memlock'] as const satisfies readonly (keyof Limits)[];

/** `#@ limits as= data= stack= memlock=`. */
export function readLimits(node: DirectiveLine, { limits }: Facts, report: Report): void {
  for (const { key, value } of pairsOf(node, LIMIT_KEYS, report)) {
    const limit = readLimit(value, report);
    if (limit !== undefined) limits[key.text as keyof Limits] = limit;
  }
}

const LAYOUT: Readonly<Record<string, keyof Layout>> = {
  start_code: 'startCode',
  end_code: 'endCode',
  start_data: 'startData',
  end_data: 'endData',
  start_brk: 'startBrk',
  brk: 'brk',
  start_stack: 'startStack',
  arg_start: 'argStart',
  arg_end: 'argEnd',
  env_start: 'envStart',
  env_end: 'envEnd',
};

export const LAYOUT_KEYS: readonly string[] = Object.keys(LAYOUT);

/** `#@ layout start_code= ... env_end=`. */
export function readLayout(node: DirectiveLine, { layout }: Facts, report: Report): void {
  for (const { key, value } of pairsOf(node, LAYOUT_KEYS, report)) {
    const field = LAYOUT[key.text];
    const address = readBytes(value, report);
    if (field !== undefined && address !== undefined) layout[field] = address;
  }
}

/** `#@ layout` of a program that began in the middle of the file. */
export function readLaterLayout(node: DirectiveLine, report: Report): Layout {
  const facts = noFacts();
  readLayout(node, facts, report);
  return facts.layout;
}

/** `#@ build ...`: the kernel's own build line. */
export function readBuild({ name, rest }: DirectiveLine, { system }: Facts, report: Report): void {
  if (system.build !== undefined) report.error(name, '`#@ build` stands twice');
  system.build = rest.text;
}

/** `#@ command ...`: what was run. */
export function readCommand({ name, rest }: DirectiveLine, facts: Facts, report: Report): void {
  if (facts.command !== undefined) report.error(name, '`#@ command` stands twice');
  facts.command = rest.text;
}

/** `#@ threads TASK ...`: tasks that share the address space when the file begins. */
export function readThreads(node: DirectiveLine, { threads }: Facts, report: Report): void {
  const words = wordsOf(node);
  if (words.length === 0) report.error(node.name, 'expected `#@ threads TASK ...`');
  threads.push(...words.map(({ text }) => text));
}

/** `#@ accesses complete FROM-TO`. */
export function readAccesses(node: DirectiveLine, { completeAccesses }: Facts, report: Report): void {
  const [what, range, more] = wordsOf(node);
  if (what?.text !== 'complete' || range === undefined) {
    report.error(what ?? node.name, 'expected `#@ accesses complete FROM-TO`');
    return;
  }
  if (more !== undefined) report.error(more, `expected the end of the line, found \`${more.text}\``);
  const read = readRange(range, report);
  if (read !== undefined) completeAccesses.push(read);
}
