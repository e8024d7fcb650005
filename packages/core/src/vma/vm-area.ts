/**
 * VmArea: struct vm_area_struct. A range of pages with one set of flags, one backing and one owner.
 *
 * Invariants between calls: `start < end`; the mm's index maps exactly [start, end) to it; two neighbours that could be one
 * may still be two (merging is only ever tried by certain calls); `anonVma` is null until the first anonymous page.
 */

import {
  VM_GROWSDOWN,
  VM_HUGETLB,
  VM_LOCKED,
  VM_MAYEXEC,
  VM_MAYREAD,
  VM_MAYSHARE,
  VM_MAYWRITE,
  VM_SHADOW_STACK,
  VM_SHARED,
  VM_WRITE,
  addrOf,
  hex,
  type StepValue,
  type Vpn,
  type VmFlags,
} from '@mm-playground/api';
import { EMPTY_CHAIN, type AnonVma, type AnonVmaChain } from './anon-vma.ts';
import type { DriverKind } from '../files/driver.ts';
import type { OpenFile } from '../files/file.ts';
import type { Journaled, Touched } from '../journal/journal.ts';
import type { Mempolicy } from '../syscalls/policy/mempolicy.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { UserfaultCtx } from '../syscalls/userfaultfd/userfaultfd.ts';

/** What a mapping may become by mprotect(2), where nothing is against it. */
export const MAY_ALL: VmFlags = VM_MAYREAD.or(VM_MAYWRITE).or(VM_MAYEXEC);

/** What handles faults of a VMA: vm_ops, as far as it matters. */
export type VmOps =
  /** Private anonymous memory: vm_ops is NULL. */
  | 'anonymous'
  /** A file of a disk file system. */
  | 'file'
  /** tmpfs, memfd, shared anonymous memory. */
  | 'shmem'
  /** An attachment of a System V segment: shared memory whose vm_ops has a close. */
  | 'shm'
  /** memfd_secret. */
  | 'secret'
  /** The ring of an io_setup context. */
  | 'aio'
  /** Rings of an io_uring. */
  | 'io_uring'
  /** A driver of a scenario. */
  | 'driver'
  /** [vdso], [vvar]: one set of pages for everybody, may not be split. */
  | 'special';

/** What a VMA is made of; {@link MmStruct.newVma} fills in the rest. */
export interface VmAreaInit {
  readonly start: Vpn;
  readonly end: Vpn;
  readonly flags: VmFlags;
  readonly pgoff: number;
  readonly ops: VmOps;
  readonly file: OpenFile | null;
}

const NO_SEAMS: readonly number[] = Object.freeze([]);

/** struct vm_area_struct: one mapping. */
export class VmArea implements Journaled {
  epoch = 0;
  readonly born: number;
  readonly id: number;
  readonly mm: MmStruct;
  /** First page. */
  readonly start: Vpn;
  /** First page after it. */
  readonly end: Vpn;
  readonly flags: VmFlags;
  /** Page offset of `start` in the file; for private anonymous memory its page number when nothing had been written yet. */
  readonly pgoff: number;
  readonly ops: VmOps;
  readonly file: OpenFile | null;
  readonly anonVma: AnonVma | null = null;
  readonly anonVmaChain: AnonVmaChain = EMPTY_CHAIN;
  /** PR_SET_VMA_ANON_NAME, or the name of a special mapping (`[vdso]`). */
  readonly name: string | null = null;
  /** Its NUMA policy; null is the task's. Policies are compared by value. */
  readonly policy: Mempolicy | null = null;
  /** The userfaultfd that it is registered with. */
  readonly userfault: UserfaultCtx | null = null;
  /** mm.lockSeq when it was last write-locked; equal means locked. */
  readonly lockSeq: number = 0;
  /** How many hold its lock for reading: vm_refcnt, above the one for being attached. */
  readonly readers: number = 0;
  /** No longer in the mm's index. */
  readonly detached: boolean = false;
  /** Whether the anon_vma is only assumed (see written.ts), and how that was told, once a decision rested on it. */
  readonly assumedWritten: 'no' | 'quietly' | { readonly told: string } = 'no';
  /** Pages at which it was merged from two VMAs that would be two if both had been written (see written.ts). */
  readonly seams: readonly number[] = NO_SEAMS;
  /** Put there by follow mode for a range that the log never mapped. */
  readonly unknown: boolean = false;

  constructor(id: number, mm: MmStruct, init: VmAreaInit) {
    this.born = mm.sys.journal.birth;
    this.id = id;
    this.mm = mm;
    this.start = init.start;
    this.end = init.end;
    this.flags = init.flags;
    this.pgoff = init.pgoff;
    this.ops = init.ops;
    this.file = init.file;
  }

  /** This VMA, of which a field is about to change: `vma.touch('flags').flags = x`. */
  touch<Field extends keyof VmArea>(field: Field): Touched<VmArea, Field> {
    return this.mm.sys.journal.touch<VmArea, Field>(this, field);
  }

  /** vma_pages(). */
  get pages(): number {
    return this.end - this.start;
  }

  /** vma_is_anonymous(): no vm_ops. */
  get isAnonymous(): boolean {
    return this.ops === 'anonymous';
  }

  /** vm_ops->close is there: no merge may make this VMA go, because its end would be noticed. */
  get hasClose(): boolean {
    return this.ops === 'shm' || this.driver === 'close';
  }

  /** The driver behind it, or null. */
  get driver(): DriverKind | null {
    return this.ops === 'driver' ? (this.file?.inode.driver ?? null) : null;
  }

  /** vm_ops->may_split does not object. */
  get maySplit(): boolean {
    return this.ops !== 'special' && this.driver !== 'may_split';
  }

  /** vma_is_shared_maywrite() asks for MAYWRITE too; this is VM_SHARED alone. */
  get isShared(): boolean {
    return this.flags.has(VM_SHARED);
  }

  get isLocked(): boolean {
    return this.flags.has(VM_LOCKED);
  }

  /** is_vm_hugetlb_page(). */
  get isHugetlb(): boolean {
    return this.flags.has(VM_HUGETLB);
  }

  /** The page offset that `page` of this VMA has in its file: linear_page_index(). */
  pgoffOf(page: number): number {
    return this.pgoff + (page - this.start);
  }

  /** vm_start_gap(): where the guard gap below it begins. */
  startGap(stackGuardGap: number): number {
    if (this.flags.has(VM_GROWSDOWN)) return Math.max(this.start - stackGuardGap, 0);
    return this.flags.has(VM_SHADOW_STACK) ? this.start - 1 : this.start;
  }

  describe(): string {
    return `vma#${this.id}`;
  }

  shown(): Record<string, StepValue> {
    const shift = this.mm.sys.arch.geometry.pageShift;
    return {
      vm_start: addrOf(this.start, shift),
      vm_end: addrOf(this.end, shift),
      vm_flags: this.flags.toString(),
      vm_pgoff: hex(this.pgoff),
      vm_file: this.file?.describe() ?? 'NULL',
      anon_vma: this.anonVma?.describe() ?? 'NULL',
      anon_vma_chain: this.anonVmaChain.map((link) => link.describe()).join(' '),
      anon_name: this.name ?? 'NULL',
      vm_policy: this.policy === null ? 'NULL' : `mode ${this.policy.mode} nodes ${hex(this.policy.nodes)}`,
      vm_userfaultfd_ctx: this.userfault?.describe() ?? 'NULL',
      vm_lock_seq: this.lockSeq,
      detached: this.detached,
    };
  }
}

/** The vm_ops of a mapping of `file`, null for none. A private mapping of /dev/zero has none either. */
export function vmOpsOf(file: OpenFile | null): VmOps {
  if (file === null) return 'anonymous';
  if (file.inode.driver !== null) return 'driver';
  if (file.isAttachment) return 'shm';
  switch (file.inode.kind) {
    case 'zero':
      return 'anonymous';
    case 'shmem':
    case 'secret':
    case 'aio':
    case 'io_uring':
      return file.inode.kind;
    default:
      return 'file';
  }
}

/** is_data_mapping() and the others: the counter besides total_vm that the pages of such flags go to. */
export function statKind(flags: VmFlags, execMask: VmFlags): 'exec_vm' | 'stack_vm' | 'data_vm' | null {
  if (flags.hasAll(execMask) && !flags.has(VM_WRITE) && !flags.has(VM_GROWSDOWN)) return 'exec_vm';
  if (flags.has(VM_GROWSDOWN) || flags.has(VM_SHADOW_STACK)) return 'stack_vm';
  if (flags.has(VM_WRITE) && !flags.has(VM_SHARED) && !flags.has(VM_GROWSDOWN)) return 'data_vm';
  return null;
}

/** `rw-p`: the permission letters of /proc/PID/maps. */
export function permsOf(flags: VmFlags, read: VmFlags, write: VmFlags, exec: VmFlags): string {
  return (
    (flags.has(read) ? 'r' : '-') +
    (flags.has(write) ? 'w' : '-') +
    (flags.has(exec) ? 'x' : '-') +
    (flags.has(VM_MAYSHARE) ? 's' : 'p')
  );
}
