/**
 * fork, clone, exec, exit: how tasks and address spaces come and go. @kernel 6.18 kernel/fork.c, mm/mmap.c, fs/exec.c
 */

import {
  CLONE,
  ENOMEM,
  VM_ACCOUNT,
  VM_DONTCOPY,
  VM_LOCKED_MASK,
  VM_UFFD,
  VM_WIPEONFORK,
  isErrno,
  type Errno,
} from '@mm-playground/api';
import { EMPTY_CHAIN } from '../../vma/anon-vma.ts';
import { enoughMemory, unchargeMemory, vmStatAccount } from '../../mm/accounting.ts';
import { FileTable } from '../../files/file.ts';
import { unborn, type Touched } from '../../journal/journal.ts';
import { copyPageRange } from '../../memory/copy-page-range.ts';
import { linkFileVma, unlinkFileVma } from '../../memory/i-mmap.ts';
import { pgdAlloc } from '../../memory/page-table.ts';
import { freePageTables, freePgd, unmapVmas } from '../../memory/unmap.ts';
import { MmStruct, inheritMmFlags } from '../../mm/mm-struct.ts';
import { traced } from '../../machine/system.ts';
import { ResourceLimits, Task } from '../../machine/task.ts';
import type { VmArea } from '../../vma/vm-area.ts';
import { vmAreaDup, vmaStartWrite } from '../../vma/vma-split.ts';

/** Fields of an mm that a child inherits as they are; of the counters it gives back what is not copied. */
const INHERITED = [
  'totalVm',
  'dataVm',
  'execVm',
  'stackVm',
  'startCode',
  'endCode',
  'startData',
  'endData',
  'startBrk',
  'brk',
  'startStack',
  'argStart',
  'argEnd',
  'envStart',
  'envEnd',
  'pkeyAllocationMap',
  'executeOnlyPkey',
  'mmapBase',
  'legacyLayout',
  'unknown',
  'showsGate',
] as const satisfies readonly (keyof MmStruct)[];

function inherit<K extends keyof MmStruct>(child: Touched<MmStruct, K>, parent: MmStruct, fields: readonly K[]): void {
  for (const field of fields) child[field] = parent[field];
}

/**
 * dup_mmap(): a copy of the address space for a child. Both sides share their private pages until one of them writes.
 * @errno ENOMEM the child's mappings cannot be charged, or memory is short; what was copied goes again
 */
const dupMmap = traced('dup_mmap', (parent: MmStruct): MmStruct | Errno => {
  const { sys } = parent;
  const charge = chargeOfChild(parent);
  if (isErrno(charge)) return charge;
  if (sys.failsAt('__mt_dup')) return ENOMEM;
  const child = new MmStruct(sys.nextId('mm'), sys);
  pgdAlloc(child);
  inherit(unborn(child), parent, INHERITED);
  inheritMmFlags(child, parent);
  let failed: Errno | null = null;
  child.vmas.dupFrom(parent.vmas, (vma) => {
    vmaStartWrite(parent, vma);
    if (failed === null && isCopied(vma)) {
      const copy = forkVma(child, vma);
      failed = isErrno(copy) ? copy : copyPages(child, vma, copy);
      if (!isErrno(copy)) return copy;
    }
    vmStatAccount(child, vma.flags, -vma.pages);
    return null;
  });
  if (failed !== null) {
    exitMmap(child);
    return failed;
  }
  unborn(child).mapCount = child.vmas.size;
  unborn(child).hiwaterVm = child.totalVm;
  unchargeMemory(child, -charge);
  parent.sys.trace?.step('flush_tlb_mm');
  return child;
});

/** The pages that the child shares with its parent. @errno ENOMEM */
const copyPages = (child: MmStruct, vma: VmArea, copy: VmArea): Errno | null =>
  vma.flags.has(VM_WIPEONFORK) ? null : copyPageRange(child, vma, copy);

/** What the child is charged. Each mapping is looked at alone, on the parent's account. @errno ENOMEM */
function chargeOfChild(parent: MmStruct): number | Errno {
  let charge = 0;
  for (const vma of parent.vmas.all()) {
    if (!isCopied(vma) || !vma.flags.has(VM_ACCOUNT)) continue;
    if (parent.sys.fails('security_vm_enough_memory_mm')) return ENOMEM;
    if (!enoughMemory(parent, vma.pages, charge)) return ENOMEM;
    charge += vma.pages;
  }
  return charge;
}

const isCopied = (vma: VmArea): boolean => !vma.flags.has(VM_DONTCOPY);

const NOT_INHERITED = VM_LOCKED_MASK.or(VM_UFFD);

/** The child's VMA: same place and flags, unlocked; its anon_vma hangs below the parent's: anon_vma_fork(). @errno ENOMEM */
function forkVma(child: MmStruct, vma: VmArea): VmArea | Errno {
  const fresh = vmAreaDup(vma, child);
  if (isErrno(fresh)) return fresh;
  const copy = unborn(fresh);
  copy.flags = vma.flags.without(NOT_INHERITED);
  copy.userfault = null;
  if (vma.flags.has(VM_WIPEONFORK) || vma.anonVma === null) {
    copy.anonVma = null;
    copy.anonVmaChain = EMPTY_CHAIN;
    copy.assumedWritten = 'no';
    linkFileVma(child.sys, fresh);
    return fresh;
  }
  if (child.sys.fails('anon_vma_fork')) return ENOMEM;
  linkFileVma(child.sys, fresh);
  const own = child.newAnonVma(vma.anonVma);
  copy.anonVma = own;
  copy.anonVmaChain = [own, ...vma.anonVmaChain];
  child.sys.trace?.step('anon_vma_fork', { vma: copy, anonVma: own });
  return fresh;
}

/** What an address space without mappings has none of. */
const COUNTERS = ['mapCount', 'totalVm', 'dataVm', 'execVm', 'stackVm', 'lockedVm'] as const;

/** exit_mmap(): everything goes. */
export const exitMmap = traced('exit_mmap', (mm: MmStruct): void => {
  const { taskSize } = mm.sys.arch.layout;
  const vmas = mm.vmas.all();
  unmapVmas(mm, vmas, 0, taskSize);
  for (const vma of vmas) unlinkFileVma(mm.sys, vma);
  freePageTables(mm, 0, taskSize, 0, taskSize);
  freePgd(mm);
  if (vmas.length > 0) mm.vmas.clear(0, taskSize);
  for (const vma of vmas) vma.touch('detached').detached = true;
  for (const counter of COUNTERS) mm.touch(counter)[counter] = 0;
  mm.sys.journal.touch(mm.sys.ids, 'committed').committed -= mm.committed;
  mm.touch('committed').committed = 0;
  mm.sys.trace?.tracepoint({ system: 'mmap', name: 'exit_mmap', mm: mm.id });
});

/** What clone(2) is asked for. */
export interface CloneRequest {
  readonly flags: bigint;
  readonly name: string;
}

const { CLONE_VM, CLONE_FILES, CLONE_THREAD } = CLONE.values;

/** copy_process(), as far as address spaces, descriptors and limits go. @errno ENOMEM */
export function copyProcess(parent: Task, { flags, name }: CloneRequest): Task | Errno {
  const shares = (bit: bigint): boolean => (flags & bit) !== 0n;
  const mm = shares(CLONE_VM) ? parent.mm : dupMmap(parent.mm);
  if (isErrno(mm)) return mm;
  const group = shares(CLONE_THREAD) ? parent.group : name;
  const limits = shares(CLONE_THREAD) ? parent.limits : copyLimits(parent.limits);
  const files = shares(CLONE_FILES) ? parent.files : copyFiles(parent.files);
  const child = new Task({ name, group, mm, files, limits, credentials: parent.credentials });
  child.personality = parent.personality;
  child.pkru = parent.pkru;
  return child;
}

function copyFiles(files: FileTable): FileTable {
  const copy = new FileTable();
  copy.files = files.files;
  for (const { userfault } of files.files.values())
    if (userfault !== null) userfault.mm.sys.journal.touch(userfault).inherited = true;
  return copy;
}

function copyLimits(limits: ResourceLimits): ResourceLimits {
  return Object.assign(new ResourceLimits({}), limits, { epoch: 0 });
}
