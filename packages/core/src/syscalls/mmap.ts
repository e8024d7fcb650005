/**
 * do_mmap(): what mmap(2) checks, in the kernel's order, before mmap_region() changes anything. @kernel 6.18 mm/mmap.c
 */

import {
  EACCES,
  EAGAIN,
  EEXIST,
  EINVAL,
  ENODEV,
  ENOMEM,
  EOPNOTSUPP,
  EOVERFLOW,
  EPERM,
  MAP,
  NotModelled,
  PROT,
  VM_ARCH_1,
  VM_DONTDUMP,
  VM_DROPPABLE,
  VM_EXEC,
  VM_GROWSDOWN,
  VM_LOCKED,
  VM_MAYEXEC,
  VM_MAYSHARE,
  VM_MAYWRITE,
  VM_NOHUGEPAGE,
  VM_NONE,
  VM_NORESERVE,
  VM_READ,
  VM_SHARED,
  VM_WIPEONFORK,
  VM_WRITE,
  VM_SYNC,
  addrOf,
  errnoOfCode,
  bytesIn,
  isErrno,
  isPageAligned,
  type Errno,
  type VmFlags,
  type Vpn,
} from '@mm-playground/api';
import { canDoMlock, mlockFutureOk } from '../mm/accounting.ts';
import type { OpenFile } from '../files/file.ts';
import { getUnmappedArea, minAddr } from '../mm/get-unmapped-area.ts';
import { checkHugetlbAddress } from '../files/hugetlb.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { MAY_ALL } from '../vma/vm-area.ts';
import { mmapPkey, pkeyFlags } from './pkeys.ts';
import { traced, type System } from '../machine/system.ts';

/** The arguments of mmap(2), decoded. `file` is null for MAP_ANONYMOUS. */
export interface MmapArgs {
  readonly addr: bigint;
  readonly len: bigint;
  readonly prot: bigint;
  readonly flags: bigint;
  readonly file: OpenFile | null;
  /** Bytes; page aligned. */
  readonly offset: bigint;
}

/** A mapping that was made, and how much of it mm_populate() is to bring in. */
export interface Mapped {
  readonly start: Vpn;
  readonly pages: number;
  readonly populate: boolean;
}

const M = MAP.values;
const has = (word: bigint, bits: bigint): boolean => (word & bits) !== 0n;

/** MAP_HUGE_2MB and MAP_HUGE_1GB: between them every bit of a size. */
const HUGE_SIZE_BITS = 0x1fn << 26n;

/** Flags that a file mapping of any age of the system call may carry; MAP_SHARED_VALIDATE refuses others. */
const LEGACY_MAP_MASK =
  HUGE_SIZE_BITS |
  M.MAP_SHARED |
  M.MAP_PRIVATE |
  M.MAP_FIXED |
  M.MAP_ANONYMOUS |
  M.MAP_DENYWRITE |
  M.MAP_EXECUTABLE |
  M.MAP_UNINITIALIZED |
  M.MAP_GROWSDOWN |
  M.MAP_LOCKED |
  M.MAP_NORESERVE |
  M.MAP_POPULATE |
  M.MAP_NONBLOCK |
  M.MAP_STACK |
  M.MAP_HUGETLB;

/** The same, with those that only x86 has. */
const legacyMapMask = ({ arch, generation }: System): bigint =>
  LEGACY_MAP_MASK | (arch.layout.map32bit === null ? 0n : M.MAP_32BIT | (generation.hasAbove4g ? M.MAP_ABOVE4G : 0n));

/** Refuses what is not modelled before anything happens. Flags that the kernel itself ignores are let through. */
function refuseUnmodelled({ file }: MmapArgs): void {
  if (file?.inode.kind === 'device' && file.inode.driver === null) throw new NotModelled(`a mapping of ${file.path}`);
}

/**
 * PROT_* as VM flags: calc_vm_prot_bits(). Bits without a meaning here are not looked at.
 * @throws NotModelled for PROT_MTE where the machine has tagged memory
 */
export function protFlags({ sys }: MmStruct, prot: bigint): VmFlags {
  const { PROT_BTI, PROT_MTE } = PROT.values;
  if (sys.facts.mte && has(prot, PROT_MTE)) throw new NotModelled('PROT_MTE', 'on a machine that has tagged memory');
  const flags = PROT_FLAGS[Number(prot & RWX)] ?? VM_NONE;
  return sys.facts.bti && has(prot, PROT_BTI) ? flags.or(VM_ARCH_1) : flags;
}

const { PROT_READ, PROT_WRITE, PROT_EXEC } = PROT.values;
const RWX = PROT_READ | PROT_WRITE | PROT_EXEC;
/** What each combination of the three becomes. */
const PROT_FLAGS = Array.from({ length: Number(RWX) + 1 }, (_, prot) => {
  const among = (bit: bigint, flag: VmFlags): VmFlags => (has(BigInt(prot), bit) ? flag : VM_NONE);
  return among(PROT_READ, VM_READ).or(among(PROT_WRITE, VM_WRITE)).or(among(PROT_EXEC, VM_EXEC));
});

/** MAP_* that become VM flags: calc_vm_flag_bits(). */
function mapFlags(mm: MmStruct, flags: bigint): VmFlags {
  let vm = VM_NONE;
  if (has(flags, M.MAP_GROWSDOWN)) vm = vm.or(VM_GROWSDOWN);
  if (has(flags, M.MAP_LOCKED)) vm = vm.or(VM_LOCKED);
  if (has(flags, M.MAP_SYNC)) vm = vm.or(VM_SYNC);
  // Thread stacks would waste a huge page each.
  if (has(flags, M.MAP_STACK) && mm.sys.generation.stackIsNoHugepage) vm = vm.or(VM_NOHUGEPAGE);
  return vm;
}

/**
 * mmap(2) after the descriptor was looked up.
 * @errno EINVAL EOVERFLOW ENOMEM EPERM EEXIST EAGAIN EACCES ENODEV EOPNOTSUPP in the kernel's order
 */
export const doMmap = traced(
  'do_mmap',
  (mm: MmStruct, args: MmapArgs): Mapped | Errno => {
    refuseUnmodelled(args);
    const { sys } = mm;
    const { pageShift } = sys.arch.geometry;
    if (args.len === 0n) return EINVAL;
    const fixed = has(args.flags, M.MAP_FIXED | M.MAP_FIXED_NOREPLACE);
    const aligned = BigInt.asUintN(64, args.len + (1n << BigInt(pageShift)) - 1n) >> BigInt(pageShift);
    if (aligned === 0n) return ENOMEM;
    if (wraps(mm, args.offset, aligned)) return EOVERFLOW;
    const pgoff = args.offset >> BigInt(pageShift);
    if (mm.mapCount > sys.facts.maxMapCount) return ENOMEM;
    const pages = Number(aligned);

    const prot = impliedProt(mm, args);
    let flags = protFlags(mm, prot)
      .or(pkeyFlags(mmapPkey(mm, prot)))
      .or(mapFlags(mm, args.flags))
      .or(mm.defFlags)
      .or(MAY_ALL);
    const start = area(mm, args, fixed, pages, Number(pgoff), flags);
    if (isErrno(start)) return start;
    if (has(args.flags, M.MAP_FIXED_NOREPLACE) && mm.vmas.intersects(start, start + pages)) return EEXIST;
    if (has(args.flags, M.MAP_LOCKED) && !canDoMlock(mm)) return EPERM;
    if (!mlockFutureOk(mm, flags, pages)) return EAGAIN;

    const typed =
      args.file === null
        ? anonymousFlags(mm, args, flags)
        : fileFlags(mm, args.file, args, flags, prot, bytesIn(pages, pageShift));
    if (isErrno(typed)) return typed;
    flags = typed;
    // Where nothing may be overcommitted, everything is reserved.
    if (has(args.flags, M.MAP_NORESERVE) && sys.facts.overcommit !== 2) flags = flags.or(VM_NORESERVE);
    const shared = isSharedType(args.flags);
    const error = sys.generation.mmapRegion(mm, {
      start: start as Vpn,
      end: (start + pages) as Vpn,
      flags,
      pgoff: args.file !== null ? Number(pgoff) : shared ? 0 : start,
      file: args.file,
      sharedAnonymous: isSharedMemory(args) && flags.has(VM_SHARED),
    });
    if (isErrno(error)) return error;
    // Candidates of 6.12: it failed, and nobody says so.
    if (error !== null) return { start: 0 as Vpn, pages: 0, populate: false };
    const populate = flags.has(VM_LOCKED) || (args.flags & (M.MAP_POPULATE | M.MAP_NONBLOCK)) === M.MAP_POPULATE;
    return { start: start as Vpn, pages, populate };
  },
  (_mm, { addr, len, prot, flags, offset }) => ({ addr, len, prot, flags, offset }),
);

/** Whether offset and length in pages, as the system call takes them, are more than a word holds. */
function wraps({ sys: { arch } }: MmStruct, offset: bigint, pages: bigint): boolean {
  if (arch.signedMmapOffset !== true) return false;
  const pgoff = BigInt.asIntN(64, offset) >> BigInt(arch.geometry.pageShift);
  return pgoff < 0n && pgoff + pages >= 0n;
}

/** READ_IMPLIES_EXEC adds PROT_EXEC to what is readable. */
function impliedProt(mm: MmStruct, { prot, file }: MmapArgs): bigint {
  const implied = mm.sys.current.readImpliesExec && file?.inode.noexec !== true;
  return has(prot, PROT_READ) && implied ? prot | PROT_EXEC : prot;
}

const isSharedType = (flags: bigint): boolean => {
  const type = flags & M.MAP_TYPE;
  return type === M.MAP_SHARED || type === M.MAP_SHARED_VALIDATE;
};

/** Whether the mapping gets a file of its own in shared memory: MAP_ANONYMOUS, or /dev/zero. */
const isSharedMemory = ({ file, flags }: MmapArgs): boolean =>
  isSharedType(flags) && (file === null || file.inode.kind === 'zero');

/** The last 4095 addresses are errors to whoever returns them: IS_ERR_VALUE(). */
const errnoOfWord = (word: bigint): Errno | null =>
  word < FIRST_ERROR ? null : (errnoOfCode(Number(WORDS - word)) ?? ENOMEM);

const WORDS = 1n << 64n;
const MAX_ERRNO = 4095n;
const FIRST_ERROR = WORDS - MAX_ERRNO;

/** Chooses the address; a fixed one is checked byte for byte as get_unmapped_area() would. */
function area(
  mm: MmStruct,
  args: MmapArgs,
  fixed: boolean,
  pages: number,
  pgoff: number,
  flags: VmFlags,
): number | Errno {
  const { pageShift } = mm.sys.arch.geometry;
  const { taskSize } = mm.sys.arch.layout;
  if (fixed) {
    const end = addrOf(taskSize, pageShift);
    const size = BigInt(pages) << BigInt(pageShift);
    if (size > end) return ENOMEM;
    const misplaced = args.file === null ? null : checkHugetlbAddress(mm.sys, args.file.inode, args.addr);
    if (misplaced !== null) return misplaced;
    const asError = errnoOfWord(args.addr);
    if (asError !== null) return asError;
    if (args.addr > end - size) return ENOMEM;
    if (!isPageAligned(args.addr, pageShift)) return EINVAL;
  }
  const page = Number(args.addr >> BigInt(pageShift));
  const hint = fixed || page === 0 ? page : Math.max(page, minAddr(mm));
  return getUnmappedArea(mm, {
    file: args.file,
    sharedAnonymous: isSharedMemory(args),
    addr: hint,
    pages,
    pgoff: args.file === null ? 0 : pgoff,
    fixed,
    only32bit: has(args.flags, M.MAP_32BIT),
    flags,
  });
}

/** @errno EINVAL no sharing type, or a flag that does not go with it */
function anonymousFlags(mm: MmStruct, { flags }: MmapArgs, vm: VmFlags): VmFlags | Errno {
  switch (flags & M.MAP_TYPE) {
    case M.MAP_SHARED:
      return vm.has(VM_GROWSDOWN) ? EINVAL : vm.or(VM_SHARED).or(VM_MAYSHARE);
    case M.MAP_DROPPABLE:
      if (!mm.sys.generation.hasDroppable || has(flags, M.MAP_LOCKED) || vm.has(VM_GROWSDOWN)) return EINVAL;
      return vm.or(VM_DROPPABLE).or(VM_NORESERVE).or(VM_WIPEONFORK).or(VM_DONTDUMP);
    case M.MAP_PRIVATE:
      return vm;
    default:
      return EINVAL;
  }
}

/** @errno EOVERFLOW EOPNOTSUPP EACCES EPERM ENODEV EINVAL as the file and the sharing type allow */
function fileFlags(
  { sys }: MmStruct,
  file: OpenFile,
  args: MmapArgs,
  vm: VmFlags,
  prot: bigint,
  size: bigint,
): VmFlags | Errno {
  if (!withinAnyFile(args.offset, size)) return EOVERFLOW;
  const type = args.flags & M.MAP_TYPE;
  if (type === M.MAP_SHARED_VALIDATE) {
    if (has(args.flags, ~(legacyMapMask(sys) | M.MAP_TYPE | syncAllowed(file)))) return EOPNOTSUPP;
  } else if (type !== M.MAP_SHARED && type !== M.MAP_PRIVATE) return EINVAL;
  const flags = type === M.MAP_PRIVATE ? vm : sharedFlags(file, vm, prot);
  if (isErrno(flags)) return flags;
  if (!file.readable) return EACCES;
  if (file.inode.noexec && flags.has(VM_EXEC)) return EPERM;
  if (file.inode.kind === 'unmappable' && file.inode.driver === null) return ENODEV;
  if (flags.has(VM_GROWSDOWN)) return EINVAL;
  return file.inode.noexec ? flags.without(VM_MAYEXEC) : flags;
}

/** A shared mapping of a file that is not open for writing can never be written, and is not VM_SHARED. */
function sharedFlags(file: OpenFile, vm: VmFlags, prot: bigint): VmFlags | Errno {
  if (file.writable) return vm.or(VM_SHARED).or(VM_MAYSHARE);
  return has(prot, PROT.values.PROT_WRITE) ? EACCES : vm.or(VM_MAYSHARE).without(VM_MAYWRITE);
}

/** MAP_SYNC passes the check of MAP_SHARED_VALIDATE where the file system knows it. */
const syncAllowed = (file: OpenFile): bigint => (file.inode.kind === 'regular' ? M.MAP_SYNC : 0n);

/** The largest offset that the VFS knows: what a file system itself allows does not matter here. */
const MAX_LFS_FILESIZE = (1n << 63n) - 1n;

/** Whether any file can be that large: file_mmap_ok(). */
const withinAnyFile = (offset: bigint, size: bigint): boolean =>
  size <= MAX_LFS_FILESIZE && offset <= MAX_LFS_FILESIZE - size;
