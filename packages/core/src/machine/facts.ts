/**
 * Facts of the machine and the process that decide results but are nobody's state: sysctls, memory size, capabilities. What a
 * capture does not say has the default of a root shell on a freshly installed system with ext4.
 */

import { NotModelled, PERSONALITY, findConstant, type ShmemEnabled, type SystemFacts } from '@mm-playground/api';

/** {@link SystemFacts} with every default filled in. */
export interface Facts {
  readonly thp: 'always' | 'madvise' | 'never';
  readonly overcommit: 0 | 1 | 2;
  readonly maxMapCount: number;
  /** Bytes. */
  readonly mmapMinAddr: number;
  /** Below this an address takes CAP_SYS_RAWIO, in bytes. */
  readonly dacMmapMinAddr: number;
  readonly noNewPrivs: boolean;
  readonly memTotalKb: number;
  readonly swapTotalKb: number;
  /** What overcommit_memory=2 allows all processes together. */
  readonly commitLimitKb: number;
  /** What was committed at the start, or null: what the first address space is charged. */
  readonly committedAsKb: number | null;
  /** The first process's personality(2); null where nothing tells. */
  readonly personality: bigint | null;
  /** CapEff. */
  readonly caps: bigint;
  /** The file system of files that nothing else is said about. */
  readonly fs: string;
  /** It may hold no programs: what it is mapped from is never executable. */
  readonly noexec: boolean;
  /** What a fault in a file of a disk reads at most unless advised otherwise, kB. */
  readonly readAheadKb: number;
  /** Which shared memory gets huge pages where a page is missing: shmem_enabled. */
  readonly shmemEnabled: ShmemEnabled;
  readonly pkeys: boolean;
  /** arm64: guarded pages, and tagged memory. */
  readonly bti: boolean;
  readonly mte: boolean;
  readonly ptReclaim: boolean;
  /** Whether anonymous memory can have names; null until a call tells. */
  readonly anonVmaName: boolean | null;
  /** Whether MADV_HWPOISON and MADV_SOFT_OFFLINE exist; null where nothing tells. */
  readonly memoryFailure: boolean | null;
  /** /proc/PID/mem overrules protections: FOLL_FORCE for everybody, not only for who traces the process. */
  readonly procMemForce: boolean;
  readonly softDirty: boolean;
}

/** read_ahead_kb of most disks. */
const READ_AHEAD_KB = 128;
/** vm.overcommit_ratio: the part of memory that may be committed besides all of swap. */
const OVERCOMMIT_RATIO = 0.5;

const ALL_CAPS = (1n << 41n) - 1n;

/** File systems that align large mappings to PMD size (they set thp_get_unmapped_area). */
export const THP_ALIGNED_FILE_SYSTEMS: ReadonlySet<string> = new Set(['ext4', 'xfs', 'btrfs', 'ext2', 'bcachefs']);

/** Bits of personality(2) that give a process another address space than the model knows. */
export const ODD_PERSONALITY = PERSONALITY.values.ADDR_LIMIT_32BIT | PERSONALITY.values.ADDR_LIMIT_3GB;

/**
 * Fills in defaults.
 * @throws NotModelled for odd personalities
 */
export function factsOf(system: SystemFacts, softDirty: boolean): Facts {
  const { memTotalKb = 16 * 1024 * 1024, swapTotalKb = 0 } = system;
  return {
    thp: system.thp ?? 'madvise',
    overcommit: system.overcommitMemory ?? 0,
    maxMapCount: system.maxMapCount ?? 65530,
    mmapMinAddr: system.mmapMinAddr ?? 65536,
    dacMmapMinAddr: system.dacMmapMinAddr ?? system.mmapMinAddr ?? 65536,
    noNewPrivs: system.noNewPrivs === true,
    memTotalKb,
    swapTotalKb,
    commitLimitKb: system.commitLimitKb ?? memTotalKb * OVERCOMMIT_RATIO + swapTotalKb,
    committedAsKb: system.committedAsKb ?? null,
    personality: system.personality === undefined ? null : personalityOf(system.personality),
    caps: system.caps ?? ALL_CAPS,
    fs: system.fs ?? 'ext4',
    noexec: system.noexec ?? false,
    readAheadKb: system.readAheadKb ?? READ_AHEAD_KB,
    shmemEnabled: system.shmemEnabled ?? 'never',
    pkeys: system.pkeys ?? false,
    bti: system.bti ?? false,
    mte: system.mte ?? false,
    ptReclaim: system.ptReclaim ?? false,
    anonVmaName: system.anonVmaName ?? null,
    memoryFailure: system.memoryFailure ?? null,
    procMemForce: system.procMemForce ?? true,
    softDirty,
  };
}

/** `ADDR_NO_RANDOMIZE|READ_IMPLIES_EXEC`, or `0`. */
function personalityOf(text: string): bigint {
  let bits = 0n;
  for (const word of text.split('|')) {
    const bit = /^(0x)?\d+$/.test(word) ? BigInt(word) : findConstant(word);
    if (bit === undefined || (bit & ODD_PERSONALITY) !== 0n) throw new NotModelled(`personality ${word}`);
    bits |= bit;
  }
  return bits;
}
