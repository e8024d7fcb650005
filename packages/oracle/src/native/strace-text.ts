/** A call of a script and what the runner replied, as strace would print them. */
import { constants } from 'node:os';
import {
  FALLOC,
  FCNTL,
  findErrno,
  formatFlags,
  IPC,
  MADV,
  MAP,
  MCL,
  MFD,
  MLOCK,
  MPOL,
  MREMAP,
  MS,
  OPEN,
  PRCTL,
  PROT,
  RETURNS_ADDRESS,
  RLIMIT,
  SEAL,
  SHM,
  UFFD,
} from '@mm-playground/api';
import type { CallName } from './script.ts';

/** What the runner replied to a command. */
export type Reply =
  /** A result: below zero it is minus the errno. */
  | { readonly kind: 'result'; readonly value: bigint }
  /** An access that the kernel answered with a signal. */
  | { readonly kind: 'signal'; readonly signal: number; readonly code: number; readonly address: bigint }
  /** The contents of a file, or the letters of a pagemap. */
  | { readonly kind: 'body'; readonly text: string }
  /** The digest of what /proc shows, in hex. */
  | { readonly kind: 'digest'; readonly digest: string };

/** An argument that is known when the call has run. */
export type Value = bigint | string;

/** `NAME(ARG, ...) = RESULT`, without a newline. */
export function drawCall(name: CallName, args: readonly Value[], reply: Reply): string {
  if (name === 'io_setup') return drawIoSetup(args, reply);
  return `${name}(${drawArguments(name, args)}) = ${drawReply(name, reply)}`;
}

/** The runner replies with the context's id, which the kernel stores where the second argument points. */
function drawIoSetup([events = 0n]: readonly Value[], reply: Reply): string {
  const id = reply.kind === 'result' && reply.value > 0n ? reply.value : 0n;
  const result: Reply = id === 0n ? reply : { kind: 'result', value: 0n };
  return `io_setup(${size(events)}, [${address(id)}]) = ${drawReply('io_setup', result)}`;
}

type Draw = (value: Value) => string;

const address: Draw = (value) => (value === 0n ? 'NULL' : hex(value));
const hex: Draw = (value) => (typeof value === 'string' ? value : `0x${BigInt.asUintN(64, value).toString(16)}`);
const size: Draw = (value) => (typeof value === 'string' ? value : BigInt.asUintN(64, value).toString());
const signed: Draw = (value) => (typeof value === 'string' ? value : BigInt.asIntN(32, value).toString());
const long: Draw = (value) => (typeof value === 'string' ? value : BigInt.asIntN(64, value).toString());
const offset: Draw = (value) => (value === 0n ? '0' : hex(value));
const text: Draw = (value) => JSON.stringify(value);

function flags(family: Parameters<typeof formatFlags>[1]): Draw {
  return (value) => (typeof value === 'string' ? value : value === 0n ? '0' : formatFlags(value, family));
}

const protection: Draw = (value) => (value === 0n ? 'PROT_NONE' : flags(PROT)(value));
/** O_RDONLY is no bit: strace prints it where no other access mode is. */
const openFlags: Draw = (value) => (value === 0n ? 'O_RDONLY' : flags(OPEN)(value));

/** The type of a mapping is a number, the rest are bits. */
const mapFlags: Draw = (value) => {
  if (typeof value === 'string') return value;
  const type = value & MAP.values.MAP_TYPE;
  const rest = value & ~MAP.values.MAP_TYPE;
  const name =
    { 1: 'MAP_SHARED', 2: 'MAP_PRIVATE', 3: 'MAP_SHARED_VALIDATE' }[Number(type)] ?? hex(type).replace('0x0', '0');
  return rest === 0n ? name : `${name}|${formatFlags(rest, MAP)}`;
};

/** Advice is a number, not bits. */
const advice: Draw = (value) => Object.entries(MADV.values).find(([, known]) => known === value)?.[0] ?? hex(value);

const resource: Draw = (value) => Object.entries(RLIMIT.values).find(([, known]) => known === value)?.[0] ?? hex(value);

/** A limit, as a product where it is one. */
const limit: Draw = (value) => {
  if (typeof value === 'string' || value === 2n ** 64n - 1n) return 'RLIM64_INFINITY';
  return value > 1024n && value % 1024n === 0n ? `${value / 1024n}*1024` : value.toString();
};

/** Flags of remap_file_pages, among which there is no type of a mapping. */
const remapFlags: Draw = (value) =>
  typeof value === 'string' || value === 0n ? 'MAP_FILE' : `MAP_FILE|${formatFlags(value, MAP)}`;

/** The key of a segment. */
const key: Draw = (value) => (value === 0n ? 'IPC_PRIVATE' : hex(value));

/** Flags of shmget, and the mode in octal behind them. */
const segmentFlags: Draw = (value) => {
  if (typeof value === 'string') return value;
  const mode = `0${(value & 0o777n).toString(8)}`;
  const rest = value & ~0o777n;
  return rest === 0n ? mode : `${formatFlags(rest, IPC)}|${mode}`;
};

const segmentCommand: Draw = (value) => (value === IPC.values.IPC_RMID ? 'IPC_RMID, NULL' : hex(value));

const MODES = Object.entries(MPOL.values).filter(([name]) => !/^MPOL_M?F_/.test(name));
const MODE_FLAGS = ['MPOL_F_STATIC_NODES', 'MPOL_F_RELATIVE_NODES', 'MPOL_F_NUMA_BALANCING'] as const;

/** A mode of a memory policy, and the flags that may be or-ed to one. */
const policyMode: Draw = (value) => {
  if (typeof value === 'string') return value;
  const names = MODE_FLAGS.filter((name) => (value & MPOL.values[name]) !== 0n);
  const mode = names.reduce((rest, name) => rest & ~MPOL.values[name], value);
  return [MODES.find(([, known]) => known === mode)?.[0] ?? hex(mode), ...names].join('|');
};

/** What is written, or where: strace shows an address where it cannot read the contents, or is told to. */
const buffer: Draw = (value) => (typeof value === 'string' ? JSON.stringify(value) : address(value));

const seekFrom: Draw = (value) => ['SEEK_SET', 'SEEK_CUR', 'SEEK_END'][Number(value)] ?? hex(value);

const DRAWS: Readonly<Partial<Record<CallName, readonly Draw[]>>> = {
  mmap: [address, size, protection, mapFlags, signed, offset],
  munmap: [address, size],
  mprotect: [address, size, protection],
  madvise: [address, size, advice],
  brk: [address],
  mlock: [address, size],
  mlock2: [address, size, flags(MLOCK)],
  munlock: [address, size],
  mlockall: [flags(MCL)],
  msync: [address, size, flags(MS)],
  mseal: [address, size, offset],
  personality: [hex],
  pkey_mprotect: [address, size, protection, signed],
  set_mempolicy_home_node: [address, size, size, offset],
  userfaultfd: [flags(OPEN)],
  close: [signed],
  memfd_create: [text, flags(MFD)],
  ftruncate: [signed, size],
  unlink: [text],
  memfd_secret: [flags(OPEN)],
  io_destroy: [address],
  fallocate: [signed, flags(FALLOC), long, long],
  shmget: [key, size, segmentFlags],
  shmat: [signed, address, flags(SHM)],
  shmdt: [address],
  shmctl: [signed, segmentCommand],
  remap_file_pages: [address, size, protection, size, remapFlags],
  read: [signed, buffer, size],
  write: [signed, buffer, size],
  pread64: [signed, buffer, size, long],
  pwrite64: [signed, buffer, size, long],
  lseek: [signed, long, seekFrom],
  load: [hex],
  store: [hex],
  fetch: [hex],
};

function drawArguments(name: CallName, args: readonly Value[]): string {
  const [first = 0n, second = 0n, third = 0n] = args;
  switch (name) {
    case 'mremap':
      return drawMremap(args);
    case 'mincore':
      return `${address(first)}, ${size(second)}, [...]`;
    case 'openat':
      return ['AT_FDCWD', text(first), openFlags(second), ...(args.length > 2 ? [`0${third.toString(8)}`] : [])].join(
        ', ',
      );
    case 'fcntl':
      return drawFcntl(args);
    case 'prctl':
      return drawPrctl(args);
    case 'process_madvise':
      return drawProcessMadvise(args);
    case 'mbind':
      return drawMbind(args);
    case 'ioctl':
      return drawIoctl(args);
    case 'prlimit64':
      return `0, ${resource(first)}, {rlim_cur=${limit(second)}, rlim_max=${limit(third)}}, NULL`;
    default:
      return (DRAWS[name] ?? []).map((draw, index) => draw(args[index] ?? 0n)).join(', ');
  }
}

/** Seals, as they are added and asked for. */
function drawFcntl([fd = 0n, command = 0n, argument = 0n]: readonly Value[]): string {
  if (command === BigInt(FCNTL.F_GET_SEALS)) return `${signed(fd)}, F_GET_SEALS`;
  return `${signed(fd)}, F_ADD_SEALS, ${flags(SEAL)(argument)}`;
}

function drawPrctl([operation = 0n, ...rest]: readonly Value[]): string {
  const name = nameOf(PRCTL.values, operation, /^PR_[SG]ET_/);
  const [what = 0n, start = 0n, length = 0n, text = 0n] = rest;
  if (name !== 'PR_SET_VMA') return [name, ...rest.map(offset)].join(', ');
  const drawn = typeof text === 'string' ? JSON.stringify(text) : address(text);
  const operationName = what === PRCTL.values.PR_SET_VMA_ANON_NAME ? 'PR_SET_VMA_ANON_NAME' : hex(what);
  return [name, operationName, address(start), size(length), drawn].join(', ');
}

const nameOf = (values: Readonly<Record<string, bigint>>, value: Value, pattern: RegExp): string =>
  Object.entries(values).find(([name, known]) => known === value && pattern.test(name))?.[0] ?? hex(value);

function drawProcessMadvise([fd = 0n, what = 0n, how = 0n, ...words]: readonly Value[]): string {
  const ranges: string[] = [];
  for (let i = 0; i < words.length; i += 2)
    ranges.push(`{iov_base=${address(words[i] ?? 0n)}, iov_len=${size(words[i + 1] ?? 0n)}}`);
  return [signed(fd), `[${ranges.join(', ')}]`, ranges.length, advice(what), offset(how)].join(', ');
}

function drawMbind([start = 0n, length = 0n, mode = 0n, mask = 0n, maxnode = 0n, how = 0n]: readonly Value[]): string {
  const nodes = mask === 0n && maxnode === 0n ? 'NULL' : `[${hex(mask)}]`;
  return [address(start), size(length), policyMode(mode), nodes, size(maxnode), offset(how)].join(', ');
}

function drawIoctl([fd = 0n, operation = 0n, ...numbers]: readonly Value[]): string {
  const [first = 0n, second = 0n, mode = 0n] = numbers;
  const name = nameOf(UFFD.values, operation, /^UFFDIO_(?!REGISTER_MODE)/);
  const range = `start=${hex(first)}, len=${hex(second)}`;
  const struct =
    name === 'UFFDIO_API'
      ? `{api=${hex(first)}, features=${hex(second)}}`
      : name === 'UFFDIO_REGISTER'
        ? `{range={${range}}, mode=${hex(mode)}}`
        : `{${range}}`;
  return [signed(fd), name, struct].join(', ');
}

/** The new address is an argument only where a flag asks for it. */
function drawMremap([from = 0n, oldSize = 0n, newSize = 0n, how = 0n, to = 0n]: readonly Value[]): string {
  const asks = MREMAP.values.MREMAP_FIXED | MREMAP.values.MREMAP_DONTUNMAP;
  const drawn = [address(from), size(oldSize), size(newSize), flags(MREMAP)(how)];
  if (typeof how === 'bigint' && (how & asks) !== 0n) drawn.push(address(to));
  return drawn.join(', ');
}

/** What the runner replied to a call, as strace prints a result. */
export function drawReply(name: string, reply: Reply): string {
  switch (reply.kind) {
    case 'result':
      if (reply.value < 0n) return drawError(Number(-reply.value));
      return RETURNS_ADDRESS.has(name) ? hex(reply.value) : reply.value.toString();
    case 'signal':
      return `? ${drawSignal(reply)}`;
    case 'body':
      if (name === 'query') return `0 (${reply.text})`;
      throw new TypeError(`${name} was answered with a ${reply.kind}`);
    case 'digest':
      throw new TypeError(`${name} was answered with a ${reply.kind}`);
  }
}

function drawError(code: number): string {
  const name = Object.entries(constants.errno).find(([, value]) => value === code)?.[0] ?? `E${code}`;
  return findErrno(name)?.toString() ?? `-1 ${name} (Unknown error ${code})`;
}

/** The codes of the signals that an access may get, by signal and number. */
const SIGNAL_CODES: Readonly<Record<string, string>> = {
  '4 2': 'ILL_ILLOPN',
  '7 1': 'BUS_ADRALN',
  '7 2': 'BUS_ADRERR',
  '7 3': 'BUS_OBJERR',
  '7 4': 'BUS_MCEERR_AR',
  '11 1': 'SEGV_MAPERR',
  '11 2': 'SEGV_ACCERR',
  '11 4': 'SEGV_PKUERR',
  '11 128': 'SI_KERNEL',
};

function drawSignal({ signal, code, address: where }: Extract<Reply, { kind: 'signal' }>): string {
  const name = Object.entries(constants.signals).find(([, value]) => value === signal)?.[0] ?? `SIG_${signal}`;
  return `${name} {si_code=${SIGNAL_CODES[`${signal} ${code}`] ?? code}, si_addr=0x${where.toString(16)}}`;
}
