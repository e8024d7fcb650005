/**
 * Counting pages: total_vm and its parts, the limits on them, and the commit charge. @kernel mm/mmap.c, mm/util.c
 */

import {
  CAP,
  RLIM_INFINITY,
  VM_ACCOUNT,
  VM_EXEC,
  VM_HUGETLB,
  VM_LOCKED,
  VM_NORESERVE,
  VM_SHARED,
  VM_WRITE,
  ENOMEM,
  type Errno,
  type VmFlags,
} from '@mm-playground/api';
import { hasCapability } from '../machine/credentials.ts';
import type { MmStruct } from './mm-struct.ts';
import { statKind } from '../vma/vm-area.ts';
import { traced } from '../machine/system.ts';

/** Whole pages in a limit given in bytes; infinite stays infinite. */
const limitPages = (mm: MmStruct, limit: bigint): number =>
  limit === RLIM_INFINITY ? Infinity : Number(limit >> BigInt(mm.sys.arch.geometry.pageShift));

/** Counts `pages` (negative to uncount) of a mapping with these flags: vm_stat_account(). */
export const vmStatAccount = traced(
  'vm_stat_account',
  (mm: MmStruct, flags: VmFlags, pages: number): void => {
    mm.touch('totalVm').totalVm += pages;
    switch (statKind(flags, VM_EXEC)) {
      case 'exec_vm':
        mm.touch('execVm').execVm += pages;
        break;
      case 'stack_vm':
        mm.touch('stackVm').stackVm += pages;
        break;
      case 'data_vm':
        mm.touch('dataVm').dataVm += pages;
        break;
      case null:
    }
  },
  (_mm, flags, pages) => ({ flags: flags.toString(), pages }),
);

/** Whether RLIMIT_AS and RLIMIT_DATA let the mm grow by `pages`: may_expand_vm(). */
export const mayExpandVm = traced(
  'may_expand_vm',
  (mm: MmStruct, flags: VmFlags, pages: number): boolean => !mm.sys.fails('may_expand_vm') && hasRoom(mm, flags, pages),
  (_mm, flags, pages) => ({ flags: flags.toString(), pages }),
);

function hasRoom(mm: MmStruct, flags: VmFlags, pages: number): boolean {
  const { limits } = mm.sys.current;
  if (mm.totalVm + pages > limitPages(mm, limits.as)) return false;
  const isData = statKind(flags, VM_EXEC) === 'data_vm';
  if (!isData || mm.dataVm + pages <= limitPages(mm, limits.data)) return true;
  // RLIMIT_DATA of 0 is what valgrind sets to tell brk off: mappings are then held to the hard limit only.
  return limits.data === 0n && mm.dataVm + pages <= limitPages(mm, limits.dataMax);
}

/** Whether a new locked mapping of `pages` stays within RLIMIT_MEMLOCK: mlock_future_ok(). */
export function mlockFutureOk(mm: MmStruct, flags: VmFlags, pages: number): boolean {
  if (!flags.has(VM_LOCKED) || capable(mm, CAP.values.CAP_IPC_LOCK)) return true;
  return mm.lockedVm + pages <= limitPages(mm, mm.sys.current.limits.memlock);
}

/** RLIMIT_MEMLOCK in pages. */
export const memlockLimit = (mm: MmStruct): number => limitPages(mm, mm.sys.current.limits.memlock);

/** Whether the task that runs has a capability, one of `CAP`. */
export const capable = (mm: MmStruct, capability: bigint): boolean =>
  hasCapability(mm.sys.current.credentials, capability);

/** can_do_mlock(): the right to lock anything at all. */
export const canDoMlock = (mm: MmStruct): boolean =>
  mm.sys.current.limits.memlock !== 0n || capable(mm, CAP.values.CAP_IPC_LOCK);

const NEVER_CHARGED = VM_NORESERVE.or(VM_SHARED).or(VM_HUGETLB);

/** Whether pages of such a mapping are charged: accountable_mapping(). */
export const isAccountable = (flags: VmFlags): boolean => flags.has(VM_WRITE) && !flags.has(NEVER_CHARGED);

/** vm.admin_reserve_kbytes and vm.user_reserve_kbytes of a machine that is not small. */
const ADMIN_RESERVE_KB = 8192;
const USER_RESERVE_KB = 131_072;
/** A process keeps one page in so many free for others. */
const USER_RESERVE_RATIO = 32;

/**
 * Whether `pages` more may be charged, after `before` others of the same call: __vm_enough_memory(). Unless told otherwise the
 * kernel refuses only what the machine could never give (overcommit_memory=0). With 2 all that is charged, and these, must
 * stay below the limit, less a reserve for the administrator and one that grows with the process.
 */
export function enoughMemory(mm: MmStruct, pages: number, before = 0): boolean {
  const { facts, arch, ids } = mm.sys;
  const kbPerPage = 2 ** (arch.geometry.pageShift - 10);
  switch (facts.overcommit) {
    case 0:
      return pages <= (facts.memTotalKb + facts.swapTotalKb) / kbPerPage;
    case 1:
      return true;
    case 2: {
      const pagesOf = (kb: number): number => Math.floor(kb / kbPerPage);
      const admin = capable(mm, CAP.values.CAP_SYS_ADMIN) ? 0 : pagesOf(ADMIN_RESERVE_KB);
      const user = Math.min(Math.floor(mm.totalVm / USER_RESERVE_RATIO), pagesOf(USER_RESERVE_KB));
      return ids.committed + before + pages < pagesOf(facts.commitLimitKb) - admin - user;
    }
  }
}

/** Charges `pages`, or refuses: security_vm_enough_memory_mm(). @errno ENOMEM */
export const chargeMemory = traced(
  'security_vm_enough_memory_mm',
  (mm: MmStruct, pages: number): Errno | null => {
    if (mm.sys.fails('security_vm_enough_memory_mm') || !enoughMemory(mm, pages)) return ENOMEM;
    unchargeMemory(mm, -pages);
    return null;
  },
  (_mm, pages) => ({ pages }),
);

/** Gives charged pages back: vm_unacct_memory(). */
export function unchargeMemory(mm: MmStruct, pages: number): void {
  if (pages === 0) return;
  mm.sys.journal.touch(mm.sys.ids, 'committed').committed -= pages;
  mm.touch('committed').committed -= pages;
}

/** Pages of a VMA that are charged. */
export const accountedPages = (flags: VmFlags, pages: number): number => (flags.has(VM_ACCOUNT) ? pages : 0);

/** update_hiwater_vm() */
export function updateHiwaterVm(mm: MmStruct): void {
  if (mm.totalVm > mm.hiwaterVm) mm.touch('hiwaterVm').hiwaterVm = mm.totalVm;
}
