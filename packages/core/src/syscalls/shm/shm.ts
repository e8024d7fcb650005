/**
 * System V shared memory: segments by id, attached with shmat and detached with shmdt. An attachment is a mapping like any
 * other shared one, but for two things: its vm_ops has a close, so that no merge may remove such a VMA, and shmdt finds its
 * pieces by their distance from the address. @kernel 6.18 ipc/shm.c
 *
 * Not modelled: permissions of segments, and segments of hugetlbfs.
 */

import {
  EEXIST,
  EINVAL,
  ENOENT,
  ENOMEM,
  IPC,
  MAP,
  NotModelled,
  PROT,
  SHM,
  addrOf,
  isErrno,
  isPageAligned,
  type Errno,
  type RecordedResult,
} from '@mm-playground/api';
import { enoughMemory } from '../../mm/accounting.ts';
import { Inode, OpenFile } from '../../files/file.ts';
import { newHugetlbFile } from '../../files/hugetlb.ts';
import { doMmap, type Mapped } from '../mmap.ts';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { doVmiAlignMunmap } from '../../vma/munmap.ts';
import { attachments, isAttachment, segmentOf, type ShmSegment } from './shm-segments.ts';
import { traced, type System } from '../../machine/system.ts';

const { IPC_CREAT, IPC_EXCL, IPC_PRIVATE, SHM_HUGETLB, SHM_NORESERVE } = IPC.values;
const { SHM_RDONLY, SHM_RND, SHM_REMAP, SHM_EXEC } = SHM.values;
const has = (word: bigint, bits: bigint): boolean => (word & bits) !== 0n;

/** The largest size that a file can have: more is refused by the file below the segment. */
const MOST_BYTES = (1n << 63n) - 1n;

/**
 * shmget(2). What other programs made before the log began is the log's to say.
 *
 * @returns the id. @errno EINVAL no size, or more than the segment has @errno ENOENT EEXIST by key @errno ENOMEM charge
 */
export function doShmget(
  mm: MmStruct,
  key: bigint,
  size: bigint,
  flags: bigint,
  recorded: RecordedResult | undefined,
): number | Errno {
  const { shm } = mm.sys;
  const known = key === IPC_PRIVATE ? undefined : shm.find(key);
  if (known !== undefined) {
    if (has(flags, IPC_CREAT) && has(flags, IPC_EXCL)) return EEXIST;
    return known.size !== null && size > known.size ? EINVAL : known.id;
  }
  const found = key !== IPC_PRIVATE && !has(flags, IPC_CREAT);
  if (found && recorded?.kind !== 'value') return ENOENT;
  if (found) return newSegment(mm.sys, key, null, recorded);
  if (size === 0n || size > MOST_BYTES) return EINVAL;
  if (has(flags, SHM_HUGETLB)) return hugeSegment(mm.sys, flags, recorded);
  const pages = Number(size >> BigInt(mm.sys.arch.geometry.pageShift));
  const reserves = !has(flags, SHM_NORESERVE) || mm.sys.facts.overcommit === 2;
  if (reserves && !enoughMemory(mm, pages)) return ENOMEM;
  return newSegment(mm.sys, key, size, recorded);
}

/** hugetlb_file_setup() without huge pages to reserve. @errno EINVAL no such size @errno ENOMEM */
function hugeSegment(sys: System, flags: bigint, recorded: RecordedResult | undefined): Errno {
  if (isErrno(newHugetlbFile(sys, '', flags))) return EINVAL;
  if (has(flags, SHM_NORESERVE) || recorded?.kind === 'value') throw new NotModelled('SHM_HUGETLB', 'with huge pages');
  return ENOMEM;
}

const KEY_DIGITS = 8;

/** newseg(): a file in shared memory that no path leads to. The log says which id it got. */
function newSegment(sys: System, key: bigint, size: bigint | null, recorded: RecordedResult | undefined): number {
  const shm = sys.journal.touch(sys.shm);
  const id = recorded?.kind === 'value' ? Number(recorded.value) : shm.nextId;
  shm.nextId = Math.max(shm.nextId, id + 1);
  const inode = new Inode(sys.nextId('inode'), { kind: 'shmem', size });
  sys.journal.touch(inode).deleted = true;
  const path = `/SYSV${key.toString(16).padStart(KEY_DIGITS, '0')}`;
  shm.set({ id, key, inode, path, size, removed: false });
  return id;
}

/** shmctl(IPC_RMID): the segment goes with its last attachment, its key at once. @errno EINVAL no such segment */
export function doShmRemove(sys: System, id: number): Errno | null {
  const segment = segmentOf(sys, id);
  if (isErrno(segment)) return segment;
  const shm = sys.journal.touch(sys.shm);
  if (attachments(sys, segment) === 0) shm.remove(id);
  else shm.set({ ...segment, key: IPC_PRIVATE, removed: true });
  return null;
}

/**
 * shmat(2): maps the whole segment.
 *
 * @errno EINVAL no such segment, an address that is not aligned or in use @errno and those of {@link doMmap}
 */
export const doShmat = traced(
  'do_shmat',
  (mm: MmStruct, id: number, address: bigint, flags: bigint): Mapped | Errno => {
    const addr = attachAddress(mm, address, flags);
    if (isErrno(addr)) return addr;
    const segment = segmentOf(mm.sys, id);
    if (isErrno(segment)) return segment;
    const { size } = segment;
    if (size === null) throw new NotModelled('shmat', `of a segment whose size the log does not say: ${id}`);
    if (addr !== null && addr !== 0n && !has(flags, SHM_REMAP) && !isFree(mm, addr, size)) return EINVAL;
    const readOnly = has(flags, SHM_RDONLY);
    const { PROT_READ, PROT_WRITE, PROT_EXEC } = PROT.values;
    const { journal, shm } = mm.sys;
    journal.touch(shm).attaching = segment.inode;
    const mapped = doMmap(mm, {
      addr: addr ?? 0n,
      len: size,
      prot: PROT_READ | (readOnly ? 0n : PROT_WRITE) | (has(flags, SHM_EXEC) ? PROT_EXEC : 0n),
      flags: MAP.values.MAP_SHARED | (addr === null ? 0n : MAP.values.MAP_FIXED),
      file: attach(mm.sys, segment, readOnly),
      offset: 0n,
    });
    journal.touch(shm).attaching = null;
    return mapped;
  },
  (_mm, id, address, flags) => ({ id, address, flags }),
);

/** The fixed address, or null where the kernel is to choose. With SHM_RND even 0 is one. @errno EINVAL */
function attachAddress(mm: MmStruct, address: bigint, flags: bigint): bigint | null | Errno {
  const { pageShift } = mm.sys.arch.geometry;
  if (address === 0n) return has(flags, SHM_REMAP) ? EINVAL : null;
  if (isPageAligned(address, pageShift)) return address;
  const rounded = address & ~((1n << BigInt(pageShift)) - 1n);
  if (!has(flags, SHM_RND) || (rounded === 0n && has(flags, SHM_REMAP))) return EINVAL;
  return rounded;
}

/** Whether nothing is mapped there. A range that wraps is not free. */
function isFree(mm: MmStruct, addr: bigint, size: bigint): boolean {
  if (addr + size >= 1n << 64n) return false;
  const shift = BigInt(mm.sys.arch.geometry.pageShift);
  return !mm.vmas.intersects(Number(addr >> shift), Number((addr + size + (1n << shift) - 1n) >> shift));
}

/** Each attachment has an open file of its own: two of one segment never merge. */
const attach = (sys: System, { inode, path }: ShmSegment, readOnly: boolean): OpenFile => {
  const file = new OpenFile(sys.nextId('file'), inode, path, readOnly ? 'rdonly' : 'rdwr', false);
  file.isAttachment = true;
  return file;
};

/**
 * shmdt(2): unmaps the pieces of an attachment that are where it put them. The first that lies as far from the address as
 * its page offset says tells which attachment is meant, however far up it is. A piece that is sealed stays, silently.
 *
 * @errno EINVAL not aligned, or no such piece
 */
export const doShmdt = traced(
  'ksys_shmdt',
  (mm: MmStruct, address: bigint): Errno | null => {
    const { pageShift } = mm.sys.arch.geometry;
    if (!isPageAligned(address, pageShift)) return EINVAL;
    const start = Number(address >> BigInt(pageShift));
    const candidates = mm.vmas
      .inRange(start, Number.MAX_SAFE_INTEGER)
      .filter((vma) => isAttachment(vma) && vma.start - start === vma.pgoff);
    const [first] = candidates;
    if (first === undefined) return EINVAL;
    const size = first.file?.inode.size ?? null;
    const end = size === null ? Infinity : address + roundUp(size, 1n << BigInt(pageShift));
    for (const vma of candidates) {
      const within = vma === first || (vma.file === first.file && addrOf(vma.end, pageShift) <= end);
      if (within) doVmiAlignMunmap(mm, vma.start, vma.end, false);
    }
    return null;
  },
  (_mm, address) => ({ address }),
);

const roundUp = (bytes: bigint, to: bigint): bigint => ((bytes + to - 1n) / to) * to;
