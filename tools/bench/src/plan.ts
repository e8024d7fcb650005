/**
 * The part of a recording that the running kernel can repeat by itself: the calls on the address space, with numbers for
 * arguments, and what was mapped at the start. As data, and as the bytes that native/replay.c reads.
 */

import { evaluate, type ArgValue, type CallItem, type MapsRow, type Program } from '@mm-playground/api';

/** System-call numbers on x86-64 of the calls that are repeated. */
const NUMBERS: Readonly<Record<string, bigint>> = { mmap: 9n, mprotect: 10n, munmap: 11n, brk: 12n, madvise: 28n };

/** Index of mmap's descriptor among its arguments. */
const FD_ARGUMENT = 4;
const ARGUMENTS = 6;
const PAGE = 4096n;
const NO_FD = 0xffff_ffff_ffff_ffffn;
/** Enough for whatever a mapping may show of a file. */
const FILE_SLACK = 1n << 21n;

/** Whether the running kernel repeats calls of this name. */
export const isRepeatedName = (name: string): boolean => NUMBERS[name] !== undefined;

/** Whether the running kernel repeats this call: one of those that return. */
export const isRepeated = ({ name, result }: CallItem): boolean =>
  isRepeatedName(name) && (result?.kind === 'value' || result?.kind === 'errno');

/** One call. `file` is 0 for none, else a file's index plus 1. `expected` is the kernel's return value as a word. */
export interface Operation {
  readonly number: bigint;
  readonly arguments: readonly bigint[];
  readonly file: number;
  readonly expected: bigint;
}

/** One mapping at the start. */
export interface Area {
  readonly start: bigint;
  readonly end: bigint;
  readonly prot: bigint;
  readonly file: number;
  readonly offset: bigint;
}

/** Everything that the runner needs. */
export interface Plan {
  readonly heapStart: bigint;
  readonly heapEnd: bigint;
  /** Sizes in bytes. */
  readonly files: readonly bigint[];
  readonly areas: readonly Area[];
  readonly operations: readonly Operation[];
}

/** Errnos that a recorded call may have, as the kernel's return value. */
const ERRNOS: Readonly<Record<string, bigint>> = {
  EPERM: 1n,
  EBADF: 9n,
  ENOMEM: 12n,
  EACCES: 13n,
  EEXIST: 17n,
  EINVAL: 22n,
};

/** The plan of these calls (in the order in which they took effect) from the initial state of their program. */
export function planOf(program: Program, calls: readonly CallItem[]): Plan {
  const files = new FileTable();
  const areas = (program.initial?.maps ?? []).flatMap(({ row }) => areaOf(row, files));
  const operations = calls.filter(isRepeated).map((call) => operationOf(call, files));
  const breaks = operations.filter(({ number }) => number === NUMBERS['brk']).map(({ expected }) => expected);
  const heapStart = program.initial?.layout.startBrk ?? breaks[0] ?? 0n;
  const heapEnd = breaks.reduce((high, end) => (end > high ? end : high), heapStart);
  return { heapStart, heapEnd, files: files.sizes, areas, operations };
}

/** Files by name; each as large as the largest part of it that is mapped. */
class FileTable {
  readonly sizes: bigint[] = [];
  readonly #indexes = new Map<string, number>();

  /** The file's index plus 1, after it was made to hold this many bytes. */
  take(name: string, size: bigint): number {
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = this.sizes.push(0n) - 1;
      this.#indexes.set(name, index);
    }
    if (size + FILE_SLACK > (this.sizes[index] ?? 0n)) this.sizes[index] = size + FILE_SLACK;
    return index + 1;
  }
}

/** A mapping to lay out; the stack and what is no mapping are there already. */
function areaOf({ start, end, perms, offset, name }: MapsRow, files: FileTable): Area[] {
  if (name === '[stack]' || name === '[vsyscall]') return [];
  const prot = ['r', 'w', 'x'].reduce(
    (bits, letter, bit) => bits | (perms.includes(letter) ? 1n << BigInt(bit) : 0n),
    0n,
  );
  const file = name.startsWith('/') ? files.take(name, offset + end - start) : 0;
  return [{ start, end, prot, file, offset: file === 0 ? 0n : offset }];
}

function operationOf({ name, args, result }: CallItem, files: FileTable): Operation {
  const words = Array.from({ length: ARGUMENTS }, (_, at) => wordOf(args[at]));
  const fd = name === 'mmap' ? args[FD_ARGUMENT] : undefined;
  const [, length = 0n, , , , offset = 0n] = words;
  const file = fd?.kind === 'fd' ? files.take(fd.path, offset + ((length + PAGE - 1n) & -PAGE)) : 0;
  if (file === 0 && name === 'mmap') words[FD_ARGUMENT] = NO_FD;
  return { number: NUMBERS[name] ?? 0n, arguments: words, file, expected: expectedOf(result) };
}

const wordOf = (argument: ArgValue | undefined): bigint =>
  argument === undefined ? 0n : (evaluate(argument, () => undefined) ?? 0n);

function expectedOf(result: CallItem['result']): bigint {
  if (result?.kind === 'value') return BigInt.asUintN(64, result.value);
  if (result?.kind !== 'errno') return 0n;
  return BigInt.asUintN(64, -(ERRNOS[result.name] ?? 0n));
}

/** The plan as native/replay.c reads it: words of 64 bits, little-endian. */
export function planBytes({ heapStart, heapEnd, files, areas, operations }: Plan): Uint8Array {
  const counts = [areas.length, files.length, operations.length].map(BigInt);
  const words = [
    ...counts,
    heapStart,
    heapEnd,
    ...files,
    ...areas.flatMap(({ start, end, prot, file, offset }) => [start, end, prot, BigInt(file), offset]),
    ...operations.flatMap((op) => [op.number, ...op.arguments, BigInt(op.file), op.expected]),
  ];
  return new Uint8Array(new BigUint64Array(words).buffer);
}
