/**
 * Facts of the machine and the process that decide results but are nobody's state: sysctls, memory size, capabilities. What a
 * capture does not say has the default of a root shell on a freshly installed system with ext4.
 */

import { NotModelled, type SystemFacts } from '@mm-playground/api';

/** {@link SystemFacts} with every default filled in. */
export interface Facts {
  readonly thp: 'always' | 'madvise' | 'never';
  readonly overcommit: 0 | 1;
  readonly maxMapCount: number;
  /** Bytes. */
  readonly mmapMinAddr: number;
  readonly memTotalKb: number;
  readonly swapTotalKb: number;
  /** Whether addresses are randomised (personality without ADDR_NO_RANDOMIZE and a seed given). */
  readonly readImpliesExec: boolean;
  readonly compatLayout: boolean;
  /** CapEff. */
  readonly caps: bigint;
  /** The file system of files that nothing else is said about. */
  readonly fs: string;
  readonly pkeys: boolean;
  readonly ptReclaim: boolean;
  /** Whether anonymous memory can have names; null until a call tells. */
  readonly anonVmaName: boolean | null;
  /** Whether MADV_HWPOISON and MADV_SOFT_OFFLINE exist; null where nothing tells. */
  readonly memoryFailure: boolean | null;
  readonly softDirty: boolean;
}

export const CAP_IPC_LOCK = 1n << 14n;
export const CAP_SYS_RAWIO = 1n << 17n;
export const CAP_SYS_RESOURCE = 1n << 24n;
const ALL_CAPS = (1n << 41n) - 1n;

/** File systems that align large mappings to PMD size (they set thp_get_unmapped_area). */
export const THP_ALIGNED_FILE_SYSTEMS: ReadonlySet<string> = new Set(['ext4', 'xfs', 'btrfs', 'ext2', 'bcachefs']);

const PERSONALITIES: ReadonlySet<string> = new Set([
  'ADDR_NO_RANDOMIZE',
  'READ_IMPLIES_EXEC',
  'ADDR_COMPAT_LAYOUT',
  'PER_LINUX',
]);

/**
 * Fills in defaults.
 * @throws NotModelled for strict overcommit (it depends on what the rest of the machine committed) and odd personalities.
 */
export function factsOf(system: SystemFacts, softDirty: boolean): Facts {
  if (system.overcommitMemory === 2) throw new NotModelled('overcommit_memory=2');
  const personality = (system.personality ?? '').split('|').filter((word) => word !== '' && word !== '0');
  const odd = personality.find((word) => !PERSONALITIES.has(word));
  if (odd !== undefined) throw new NotModelled(`personality ${odd}`);
  return {
    thp: system.thp ?? 'madvise',
    overcommit: system.overcommitMemory ?? 0,
    maxMapCount: system.maxMapCount ?? 65530,
    mmapMinAddr: system.mmapMinAddr ?? 65536,
    memTotalKb: system.memTotalKb ?? 16 * 1024 * 1024,
    swapTotalKb: system.swapTotalKb ?? 0,
    readImpliesExec: personality.includes('READ_IMPLIES_EXEC'),
    compatLayout: personality.includes('ADDR_COMPAT_LAYOUT'),
    caps: system.caps ?? ALL_CAPS,
    fs: system.fs ?? 'ext4',
    pkeys: system.pkeys ?? false,
    ptReclaim: system.ptReclaim ?? false,
    anonVmaName: system.anonVmaName ?? null,
    memoryFailure: system.memoryFailure ?? null,
    softDirty,
  };
}
