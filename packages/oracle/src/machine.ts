/**
 * The machine that a capture was made on, as the directives `#@ system` and `#@ build`: whatever of it decides how the
 * kernel treats a memory call. What cannot be found out is left out, and a reader then takes the kernel's default.
 */
import { readFileSync, realpathSync } from 'node:fs';
import { machine, release, version } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { directive } from './proc-snapshot.ts';

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

/** Where the facts are read from. */
export interface MachineSource {
  /** The text of a file of the kernel's, or `null` where there is none. `/proc/self` is the process that is recorded. */
  readonly read: (path: string) => string | null;
  /** The path that another one means, links followed. */
  readonly realPath: (path: string) => string;
}

/** The machine that we run on, with `pid` as the process that is recorded. */
export function localMachine(pid: number): MachineSource {
  return { read: (path) => readLocal(path.replace('/proc/self/', `/proc/${pid}/`)), realPath };
}

/** The text of a local file, unpacked if need be; `null` if it cannot be read. */
function readLocal(path: string): string | null {
  try {
    const bytes = readFileSync(path);
    return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  } catch {
    return null;
  }
}

/**
 * The lines `#@ system ...` and `#@ build ...`.
 *
 * @param path a file whose filesystem counts: the program's, or where the script's files are.
 */
export function machineDirectives({ read, realPath: real }: MachineSource, path: string): string {
  const kernel = firstWord(read('/proc/sys/kernel/osrelease')) ?? release();
  const config = read('/proc/config.gz') ?? read(`/boot/config-${kernel}`);
  const mount = mountOf(real(path), read('/proc/self/mountinfo') ?? '');
  const dacMinimum = firstWord(read('/proc/sys/vm/mmap_min_addr'));
  const minimum = minimumAddress(dacMinimum, config);
  const facts: readonly (readonly [string, string | null])[] = [
    ['kernel', kernel],
    ['arch', firstWord(read('/proc/sys/kernel/arch')) ?? machine()],
    ['page_size', pageSize(read('/proc/self/smaps'))?.toString() ?? null],
    ['thp', chosen(read('/sys/kernel/mm/transparent_hugepage/enabled'))],
    ['shmem_enabled', chosen(read('/sys/kernel/mm/transparent_hugepage/shmem_enabled'))],
    ['overcommit_memory', firstWord(read('/proc/sys/vm/overcommit_memory'))],
    ['max_map_count', firstWord(read('/proc/sys/vm/max_map_count'))],
    ['mmap_min_addr', minimum],
    // Below it an address takes a capability, also where hints are raised further.
    ['dac_mmap_min_addr', dacMinimum === minimum ? null : dacMinimum],
    ['mem_total_kb', kilobytes(read('/proc/meminfo'), 'MemTotal')],
    ['swap_total_kb', kilobytes(read('/proc/meminfo'), 'SwapTotal')],
    ...commitment(read),
    ['personality', personality(read('/proc/self/personality'))],
    ['no_new_privs', noNewPrivileges(read('/proc/self/status'))],
    ['caps', capabilities(read('/proc/self/status'), read('/proc/sys/kernel/cap_last_cap'))],
    ['fs', mount?.type ?? null],
    ['noexec', noexec(mount)],
    ['read_ahead_kb', readAhead(mount, read)],
    ['pkeys', protectionKeys(read('/proc/cpuinfo'))],
    ['bti', armFeature(read('/proc/cpuinfo'), 'bti')],
    ['mte', armFeature(read('/proc/cpuinfo'), 'mte')],
    ['pt_reclaim', configured(config, 'PT_RECLAIM')],
    ['anon_vma_name', configured(config, 'ANON_VMA_NAME')],
    ['memory_failure', configured(config, 'MEMORY_FAILURE')],
    ['proc_mem_force', procMemForce(config)],
  ];
  const known = facts.filter(([, value]) => value !== null).map(([name, value]) => `${name}=${value}`);
  return (
    directive(`system ${known.join(' ')}`) +
    directive(`build ${(read('/proc/sys/kernel/version') ?? version()).trim()}`)
  );
}

/** That /proc/PID/mem overrules protections for nobody, or only for who traces the process, is told; it did for everybody before there was a choice. */
const procMemForce = (config: string | null): string | null =>
  /^CONFIG_PROC_MEM_(?:FORCE_PTRACE|NO_FORCE)=y$/m.test(config ?? '') ? '0' : null;

/** What is committed decides nothing unless overcommitting is forbidden, and is never the same twice. */
function commitment(read: MachineSource['read']): readonly (readonly [string, string | null])[] {
  if (firstWord(read('/proc/sys/vm/overcommit_memory')) !== '2') return [];
  const meminfo = read('/proc/meminfo');
  return [
    ['commit_limit_kb', kilobytes(meminfo, 'CommitLimit')],
    ['committed_as_kb', kilobytes(meminfo, 'Committed_AS')],
  ];
}

function firstWord(text: string | null): string | null {
  return text?.trim().split(/\s+/)[0] ?? null;
}

/** The choice in brackets: `always [madvise] never`. */
function chosen(text: string | null): string | null {
  return /\[(\w+)\]/.exec(text ?? '')?.[1] ?? null;
}

function kilobytes(meminfo: string | null, name: string): string | null {
  return new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(meminfo ?? '')?.[1] ?? null;
}

/** The page size in bytes, from the first mapping. */
function pageSize(smaps: string | null): number | null {
  const size = kilobytes(smaps, 'KernelPageSize');
  return size === null ? null : Number(size) * 1024;
}

const USUAL_PAGE_SIZE = 4096;

/** The page size of a machine, in bytes; 4096 where it does not show. */
export const pageSizeOf = ({ read }: MachineSource): number => pageSize(read('/proc/self/smaps')) ?? USUAL_PAGE_SIZE;

function personality(word: string | null): string | null {
  if (word === null) return null;
  const bits = Number.parseInt(word, 16);
  const names = PERSONALITY_BITS.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);
  return names.length === 0 ? '0' : names.join('|');
}

/** `all`, or the CapEff word where a capability is missing. */
function capabilities(status: string | null, lastCapability: string | null): string | null {
  const word = /^CapEff:\s+([0-9a-f]+)/m.exec(status ?? '')?.[1];
  if (word === undefined) return null;
  const full = lastCapability === null ? null : (1n << (BigInt(lastCapability.trim()) + 1n)) - 1n;
  return BigInt(`0x${word}`) === full ? 'all' : word;
}

interface Mount {
  readonly depth: number;
  /** `8:1` */
  readonly device: string;
  readonly options: string;
  readonly type: string;
}

/** What a path without links is on: of the mounts above it the deepest, and of those the last. */
function mountOf(path: string, mountinfo: string): Mount | null {
  let best: Mount | null = null;
  for (const line of mountinfo.split('\n')) {
    const match = /^\S+ \S+ (\S+) \S+ (\S+) (\S+).*? - (\S+)/.exec(line);
    if (match === null) continue;
    const [, device = '', mountPoint = '', options = '', type = ''] = match;
    const above = mountPoint === '/' ? '/' : `${unescapeMount(mountPoint)}/`;
    if (`${path}/`.startsWith(above) && above.length >= (best?.depth ?? 0))
      best = { depth: above.length, device, options, type };
  }
  return best;
}

/** The type of the filesystem that a path without links is on. */
export const filesystemOf = (path: string, mountinfo: string): string | null => mountOf(path, mountinfo)?.type ?? null;

/** What the disk of a file system reads ahead; file systems in memory have none that matters. */
const readAhead = (mount: Mount | null, read: MachineSource['read']): string | null =>
  mount === null ? null : firstWord(read(`/sys/class/bdi/${mount.device}/read_ahead_kb`));

/** Said only where programs are forbidden: hardly anywhere. */
const noexec = (mount: Mount | null): string | null =>
  mount?.options.split(',').includes('noexec') === true ? '1' : null;

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

/** Whether the kernel offers memory protection keys. */
function protectionKeys(cpuinfo: string | null): string | null {
  const flags = /^(?:flags|Features)\s*:(.*)$/m.exec(cpuinfo ?? '')?.[1];
  if (flags === undefined) return null;
  return /\b(?:ospke|poe)\b/.test(flags) ? '1' : '0';
}

/** Whether an arm64 kernel offers what a program asks for by PROT_BTI or PROT_MTE; null on other machines. */
function armFeature(cpuinfo: string | null, name: string): string | null {
  const features = /^Features\s*:(.*)$/m.exec(cpuinfo ?? '')?.[1];
  return features === undefined ? null : features.split(' ').includes(name) ? '1' : '0';
}

/**
 * The address that low hints are raised to: security modules may have set one above the sysctl's, which is not to be seen
 * there. @kernel 6.18 security/min_addr.c
 */
function minimumAddress(sysctl: string | null, config: string | null): string | null {
  const configured = /^CONFIG_LSM_MMAP_MIN_ADDR=(\d+)$/m.exec(config ?? '')?.[1];
  if (sysctl === null || configured === undefined) return sysctl;
  return String(Math.max(Number(sysctl), Number(configured)));
}

/** Said where it is so: `strace --seccomp-bpf` makes it so. */
const noNewPrivileges = (status: string | null): string | null =>
  /^NoNewPrivs:\s+1$/m.test(status ?? '') ? '1' : null;

/** Whether the kernel was built with an option that only its configuration tells. */
function configured(config: string | null, option: string): string | null {
  return config === null ? null : config.split('\n').includes(`CONFIG_${option}=y`) ? '1' : '0';
}
