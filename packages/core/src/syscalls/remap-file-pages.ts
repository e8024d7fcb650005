/**
 * remap_file_pages(2): once a mapping in which pages of a file lie in any order, today one mmap over a part of a shared
 * mapping, at another offset of its file. @kernel 6.18 mm/mmap.c
 */

import {
  EINVAL,
  MAP,
  PROT,
  VM_EXEC,
  VM_LOCKED,
  VM_READ,
  VM_SHARED,
  VM_WRITE,
  isErrno,
  type Errno,
  type RunningCall,
  type Vpn,
} from '@mm-playground/api';
import { doMmap, type Mapped } from './mmap.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { Args } from '../machine/args.ts';
import type { Task } from '../machine/task.ts';
import { mmPopulate } from '../memory/populate.ts';
import { locked } from '../mm/mmap-lock.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { failure, value, type SyscallFamily } from './syscall-result.ts';

/** The arguments of remap_file_pages(2). */
interface RemapFilePages {
  readonly start: bigint;
  readonly size: bigint;
  readonly prot: bigint;
  /** Pages. */
  readonly pgoff: bigint;
  readonly flags: bigint;
}

/**
 * Address and size are rounded down; the protection stays, and must not be asked for.
 *
 * @errno EINVAL not within shared writable-file mappings of one file and one set of flags, or numbers that wrap
 * @errno and those of {@link doMmap}
 */
const doRemapFilePages = traced(
  'remap_file_pages',
  (mm: MmStruct, args: RemapFilePages): Mapped | Errno => {
    const shift = BigInt(mm.sys.arch.geometry.pageShift);
    const [first, pages] = [args.start >> shift, args.size >> shift];
    if (args.prot !== 0n || pages === 0n || first + pages >= 1n << (64n - shift)) return EINVAL;
    if (args.pgoff + pages >= 1n << 64n) return EINVAL;
    const start = Number(first) as Vpn;
    const vma = mm.vmas.load(start);
    if (vma === null || vma.file === null || !vma.flags.has(VM_SHARED)) return EINVAL;
    if (!isUniform(mm, vma, start + Number(pages))) return EINVAL;
    return doMmap(mm, {
      addr: first << shift,
      len: pages << shift,
      prot: protOf(vma),
      flags: flagsOf(vma, args.flags),
      file: vma.file,
      offset: args.pgoff << shift,
    });
  },
  (_mm, { start, size, pgoff }) => ({ start, size, pgoff }),
);

/** Whether mappings like `vma` follow it without a hole up to `end`. */
function isUniform(mm: MmStruct, vma: VmArea, end: number): boolean {
  let at: number = vma.end;
  for (const next of mm.vmas.inRange(vma.end, end)) {
    if (next.start !== at || next.file !== vma.file || next.flags !== vma.flags) return false;
    at = next.end;
  }
  return at >= end;
}

const { PROT_READ, PROT_WRITE, PROT_EXEC } = PROT.values;

const protOf = ({ flags }: VmArea): bigint =>
  (flags.has(VM_READ) ? PROT_READ : 0n) |
  (flags.has(VM_WRITE) ? PROT_WRITE : 0n) |
  (flags.has(VM_EXEC) ? PROT_EXEC : 0n);

/** Of the flags only MAP_NONBLOCK counts: without it the pages are brought in. Locked memory stays locked. */
const flagsOf = ({ flags }: VmArea, asked: bigint): bigint => {
  const { MAP_SHARED, MAP_FIXED, MAP_POPULATE, MAP_NONBLOCK, MAP_LOCKED } = MAP.values;
  return MAP_SHARED | MAP_FIXED | MAP_POPULATE | (asked & MAP_NONBLOCK) | (flags.has(VM_LOCKED) ? MAP_LOCKED : 0n);
};

function* remapFilePages(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const request = {
    start: args.word(0),
    size: args.word(1),
    prot: args.word(2),
    pgoff: args.word(3),
    flags: args.word(4),
  };
  const mapped = yield* locked(mm, 'write', () => doRemapFilePages(mm, request));
  if (isErrno(mapped)) return failure(mapped);
  if (mapped.populate) yield* mmPopulate(mm, mapped.start, mapped.start + mapped.pages);
  return value(0);
}

/** remap_file_pages(2) alone. */
export const remapFilePagesFamily: SyscallFamily = { locking: { remap_file_pages: remapFilePages } };
