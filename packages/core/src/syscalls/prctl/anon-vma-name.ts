/**
 * Names of anonymous memory: PR_SET_VMA_ANON_NAME. VMAs merge only if their names are equal, as text.
 * @kernel 6.18 kernel/sys.c, mm/madvise.c (CONFIG_ANON_VMA_NAME)
 */

import {
  EBADF,
  EFAULT,
  EINVAL,
  ENOMEM,
  NotModelled,
  isErrno,
  isPageAligned,
  vpnOf,
  type ArgValue,
  type Errno,
  type Vpn,
} from '@mm-playground/api';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { traced } from '../../machine/system.ts';
import type { VmArea } from '../../vma/vm-area.ts';
import { vmaModifyName } from '../../vma/vma-modify.ts';
import { vmaStartWrite } from '../../vma/vma-split.ts';

/** Characters before the final NUL. */
const LONGEST_NAME = 79;
/** Printable ASCII, but what a reader of /proc/PID/maps could stumble over. */
const VALID_NAME = /^[^\\`$[\]\P{ASCII}\p{Cc}]*$/u;

/** Whether an argument is a good name, as far as the log shows it. */
export const mayBeName = (arg: ArgValue): boolean =>
  arg.kind === 'string' ? VALID_NAME.test(arg.value) && arg.value.length <= LONGEST_NAME : !isPointer(arg);

const isPointer = (arg: ArgValue): boolean => arg.kind === 'int' && arg.value !== 0n;

/**
 * The name that an argument gives; null takes it away.
 * @errno EFAULT no string there @errno EINVAL too long, or a character that is not allowed
 */
export function anonNameOf(arg: ArgValue): string | null | Errno {
  if (arg.kind === 'int') return arg.value === 0n ? null : EFAULT;
  if (arg.kind !== 'string') throw new NotModelled('PR_SET_VMA_ANON_NAME', 'with a name that is no string');
  if (arg.abbreviated) throw new NotModelled('PR_SET_VMA_ANON_NAME', 'with a name that the log cuts off');
  return arg.value.length > LONGEST_NAME || !VALID_NAME.test(arg.value) ? EINVAL : arg.value;
}

/** A byte range as pages. @errno EINVAL alignment, a length that wraps */
export function namedRange(mm: MmStruct, addr: bigint, len: bigint): { start: Vpn; end: Vpn } | Errno {
  const { pageShift } = mm.sys.arch.geometry;
  const mask = (1n << BigInt(pageShift)) - 1n;
  const size = BigInt.asUintN(64, len + mask) & ~mask;
  const wraps = (len !== 0n && size === 0n) || addr + size >= 1n << 64n;
  if (!isPageAligned(addr, pageShift) || wraps) return EINVAL;
  return { start: vpnOf(addr, pageShift), end: vpnOf(addr + size, pageShift) };
}

/**
 * madvise_set_anon_name(): a file's mapping ends the call, a hole is passed over.
 * @errno EBADF the mapping of a file @errno ENOMEM a hole, no room to split @errno EINVAL a part of a special mapping
 */
export const madviseSetAnonName = traced(
  'madvise_set_anon_name',
  (mm: MmStruct, start: Vpn, end: Vpn, name: string | null): Errno | null => {
    let hole: Errno | null = null;
    for (let at = start; at < end;) {
      const vma = mm.vmas.find(at);
      if (vma === null || vma.start >= end) return ENOMEM;
      if (vma.start > at) hole = ENOMEM;
      const upTo = Math.min(vma.end, end) as Vpn;
      const error = setName(mm, vma, Math.max(at, vma.start) as Vpn, upTo, name);
      if (error !== null) return error;
      at = upTo;
    }
    return hole;
  },
  (_mm, start, end, name) => ({ start, end, name: name ?? 'NULL' }),
);

function setName(mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn, name: string | null): Errno | null {
  // [vdso] and its like keep theirs, which comes before it in /proc: all that can happen is that they refuse to be split.
  if (vma.ops === 'special') return name === null || (vma.start === start && vma.end === end) ? null : EINVAL;
  if (vma.file !== null && !isAnonShmem(vma)) return EBADF;
  if (vma.name === name) return null;
  const modified = vmaModifyName(mm, vma, start, end, name);
  if (isErrno(modified)) return modified;
  vmaStartWrite(mm, modified);
  modified.touch('name').name = name;
  return null;
}

/** vma_is_anon_shmem(): its file had no path any more when it was mapped. Of a file that lost it later nobody can tell. */
function isAnonShmem({ ops, file }: VmArea): boolean {
  if (ops !== 'shmem' || file === null) return false;
  if (/^\/(memfd:|dev\/zero)/.test(file.path)) return true;
  if (file.inode.deleted) throw new NotModelled('PR_SET_VMA_ANON_NAME', `for ${file.shownPath}`);
  return false;
}
