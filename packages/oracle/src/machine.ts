/**
 * The machine that a capture was made on, as the directives `#@ system` and `#@ build`: whatever of it decides how the
 * kernel treats a memory call. What cannot be found out is left out, and a reader then takes the kernel's default.
 */
import { readFileSync, realpathSync } from 'node:fs';
import { machine, release, version } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { directive } from './proc-snapshot.ts';

/** `AT_PAGESZ` of getauxval(3). */
const AUXV_PAGE_SIZE = 6n;

/** Bits of personality(2), with the names that strace and linux/personality.h use. */
const PERSONALITY_BITS = [
  [0x004_0000, 'ADDR_NO_RANDOMIZE'],
  [0x008_0000, 'FDPIC_FUNCPTRS'],
  [0x010_0000, 'MMAP_PAGE_ZERO'],
  [0x020_0000, 'ADDR_COMPAT_LAYOUT'],
  [0x040_0000, 'READ_IMPLIES_EXEC'],
  [0x080_0000, 'ADDR_LIMIT_32BIT'],
  [0x800_0000, 'ADDR_LIMIT_3GB'],
] as const;

/** What `#@ system` says of one process beyond the machine itself. */
export interface SystemOptions {
  /** The process whose personality and capabilities count. */
  readonly pid: number;
  /** A file whose filesystem counts: that of the program, or where the script's files are. */
  readonly path: string;
}

/** The lines `#@ system ...` and `#@ build ...`. */
export function machineDirectives(options: SystemOptions): string {
  const facts = systemFacts(options)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${value}`);
  return directive(`system ${facts.join(' ')}`) + directive(`build ${version()}`);
}

function systemFacts({ pid, path }: SystemOptions): (readonly [string, string | null])[] {
  return [
    ['kernel', release()],
    ['arch', machine()],
    ['page_size', pageSize()],
    ['thp', chosen('/sys/kernel/mm/transparent_hugepage/enabled')],
    ['shmem_enabled', chosen('/sys/kernel/mm/transparent_hugepage/shmem_enabled')],
    ['overcommit_memory', firstWord('/proc/sys/vm/overcommit_memory')],
    ['max_map_count', firstWord('/proc/sys/vm/max_map_count')],
    ['mmap_min_addr', firstWord('/proc/sys/vm/mmap_min_addr')],
    ['mem_total_kb', meminfo('MemTotal')],
    ['swap_total_kb', meminfo('SwapTotal')],
    ['personality', personality(pid)],
    ['caps', capabilities(pid)],
    ['fs', filesystemOf(path)],
    ['pkeys', protectionKeys()],
    ['pt_reclaim', pageTableReclaim()],
  ];
}

/** The text of a small file of the kernel's, or `null`. */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function firstWord(path: string): string | null {
  return read(path)?.trim().split(/\s+/)[0] ?? null;
}

/** The choice in brackets: `always [madvise] never`. */
function chosen(path: string): string | null {
  return /\[(\w+)\]/.exec(read(path) ?? '')?.[1] ?? null;
}

function meminfo(name: string): string | null {
  return new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(read('/proc/meminfo') ?? '')?.[1] ?? null;
}

/** The page size from the auxiliary vector: pairs of machine words, type and value. */
function pageSize(): string | null {
  try {
    const bytes = readFileSync('/proc/self/auxv');
    const words = new BigUint64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    const at = words.findIndex((word, index) => index % 2 === 0 && word === AUXV_PAGE_SIZE);
    return words[at + 1]?.toString() ?? null;
  } catch {
    return null;
  }
}

function personality(pid: number): string | null {
  const word = read(`/proc/${pid}/personality`);
  if (word === null) return null;
  const bits = Number.parseInt(word, 16);
  const names = PERSONALITY_BITS.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);
  return names.length === 0 ? '0' : names.join('|');
}

/** `all`, or the CapEff word where a capability is missing. */
function capabilities(pid: number): string | null {
  const word = /^CapEff:\s+([0-9a-f]+)/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
  if (word === undefined) return null;
  const last = firstWord('/proc/sys/kernel/cap_last_cap');
  const full = last === null ? null : (1n << (BigInt(last) + 1n)) - 1n;
  return BigInt(`0x${word}`) === full ? 'all' : word;
}

/** The type of the filesystem that `path` is on: of the mounts above it the deepest, and of those the last. */
export function filesystemOf(path: string): string | null {
  const real = realPath(path);
  let best: { readonly depth: number; readonly type: string } | null = null;
  for (const line of (read('/proc/self/mountinfo') ?? '').split('\n')) {
    const match = /^\S+ \S+ \S+ \S+ (\S+) .*? - (\S+)/.exec(line);
    if (match === null) continue;
    const [, mountPoint = '', type = ''] = match;
    const above = mountPoint === '/' ? '/' : `${unescapeMount(mountPoint)}/`;
    if (`${real}/`.startsWith(above) && above.length >= (best?.depth ?? 0)) best = { depth: above.length, type };
  }
  return best?.type ?? null;
}

/** The kernel writes a blank in a mount point as `\040`. */
function unescapeMount(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Whether the kernel offers memory protection keys: x86 says so in cpuinfo. */
function protectionKeys(): string | null {
  const flags = /^(?:flags|Features)\s*:(.*)$/m.exec(read('/proc/cpuinfo') ?? '')?.[1];
  if (flags === undefined) return null;
  return /\b(?:ospke|poe)\b/.test(flags) ? '1' : '0';
}

/** Whether MADV_DONTNEED frees page tables (CONFIG_PT_RECLAIM): only the kernel's configuration tells. */
function pageTableReclaim(): string | null {
  const config = kernelConfig();
  return config === null ? null : /^CONFIG_PT_RECLAIM=y$/m.test(config) ? '1' : '0';
}

function kernelConfig(): string | null {
  try {
    return gunzipSync(readFileSync('/proc/config.gz')).toString();
  } catch {
    return read(`/boot/config-${release()}`);
  }
}
