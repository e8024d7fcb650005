/**
 * Where a mapping goes when nobody fixed its address. @kernel 6.18 mm/mmap.c, arch/x86/kernel/sys_x86_64.c, mm/huge_memory.c
 *
 * The search is top-down from mmap_base; a hint is taken when it is free, and otherwise ignored. Large mappings that can use
 * huge pages are searched with room to spare and moved to a huge-page boundary.
 */

import {
  CAP,
  ENOMEM,
  EPERM,
  VM_GROWSDOWN,
  VM_SHADOW_STACK,
  isErrno,
  type Errno,
  type VmFlags,
} from '@mm-playground/api';
import { capable } from './accounting.ts';
import type { OpenFile } from '../files/file.ts';
import { ioUringArea } from '../syscalls/io-uring.ts';
import type { MmStruct } from './mm-struct.ts';
import { traced } from '../machine/system.ts';

/** Pages kept free below a stack, and the gap that another mapping keeps above one: stack_guard_gap. */
export const STACK_GUARD_GAP = 256;

/** What is asked for. Pages. */
export interface AreaRequest {
  readonly file: OpenFile | null;
  /** Shared anonymous memory has the file of its own shmem inode only later; its search rules apply here already. */
  readonly sharedAnonymous: boolean;
  /** The hint, or the fixed address; 0 for none. */
  readonly addr: number;
  readonly pages: number;
  readonly pgoff: number;
  readonly fixed: boolean;
  readonly only32bit: boolean;
  readonly flags: VmFlags;
}

/**
 * @returns the first page. @errno ENOMEM no room @errno EPERM below mmap_min_addr
 */
export const getUnmappedArea = traced(
  'get_unmapped_area',
  (mm: MmStruct, request: AreaRequest): number | Errno => {
    const { taskSize } = mm.sys.arch.layout;
    if (request.pages > taskSize) return ENOMEM;
    const refused = request.file?.inode.kind === 'io_uring' ? ioUringArea(mm, request.pgoff, request.addr) : null;
    if (refused !== null) return refused;
    const addr = adopted(mm) ?? search(mm, request);
    if (isErrno(addr)) return addr;
    if (addr > taskSize - request.pages) return ENOMEM;
    return addr < pagesFrom(mm, mm.sys.facts.dacMmapMinAddr) && !capable(mm, CAP.values.CAP_SYS_RAWIO) ? EPERM : addr;
  },
  (_mm, { addr, pages, fixed }) => ({ hint: addr, pages, fixed }),
);

/** Follow mode: the address that the log shows. Used once. */
function adopted({ sys }: MmStruct): number | null {
  const page = sys.adoptedAddress;
  sys.adoptedAddress = null;
  return page;
}

/** mmap_min_addr in pages, rounded up. */
export const minAddr = (mm: MmStruct): number => pagesFrom(mm, mm.sys.facts.mmapMinAddr);

const pagesFrom = (mm: MmStruct, address: number): number => Math.ceil(address / (1 << mm.sys.arch.geometry.pageShift));

function search(mm: MmStruct, request: AreaRequest): number | Errno {
  if (!wantsHugeAlignment(mm, request)) return searchPlain(mm, request);
  return searchHugeAligned(mm, request);
}

/** Whether the file system, or the kernel for anonymous memory, aligns this mapping to huge pages. */
function wantsHugeAlignment(mm: MmStruct, { file, sharedAnonymous, pages, addr, fixed }: AreaRequest): boolean {
  if (fixed || sharedAnonymous) return false;
  if (file !== null) return file.inode.thpAligned;
  if (addr !== 0) return false;
  switch (mm.sys.generation.alignsAnonymous) {
    case 'never':
      return false;
    case 'from one huge page on':
      return pages >= mm.sys.memory.hugePages;
    case 'whole huge pages':
      return pages % mm.sys.memory.hugePages === 0;
  }
}

/** thp_get_unmapped_area(): asks for a huge page more and shifts; falls back to the plain search. */
function searchHugeAligned(mm: MmStruct, request: AreaRequest): number | Errno {
  const huge = mm.sys.memory.hugePages;
  const { pgoff, pages, addr, file } = request;
  const offset = file === null ? 0 : pgoff;
  // File offsets are signed here: half of what an unsigned one can say is negative.
  const half = 2 ** (63 - mm.sys.arch.geometry.pageShift);
  const signed = (page: number): number => (page < half ? page : page - 2 * half);
  // The huge page that holds the end of the mapping in the file must lie beyond that which holds its start.
  const room = signed(offset + pages) - signed(Math.ceil(offset / huge) * huge);
  if (room < huge || offset + pages + huge >= 2 * half) return searchPlain(mm, request);
  const found = searchPlain(mm, { ...request, pages: pages + huge });
  if (isErrno(found)) return searchPlain(mm, request);
  if (found === addr) return addr;
  const shift = (((offset - found) % huge) + huge) % huge;
  return found + (shift === 0 && !mm.legacyLayout ? huge : shift);
}

/** The architecture's search: fixed, then the hint, then the highest hole. */
function searchPlain(mm: MmStruct, request: AreaRequest): number | Errno {
  const { layout } = mm.sys.arch;
  const { addr, pages, fixed, only32bit, file } = request;
  const isBounded = file?.inode.kind !== 'hugetlb' || mm.sys.generation.boundsHugetlb;
  const window32 = only32bit && isBounded ? layout.map32bit : null;
  // Who asks for an address above the window gets the whole of user space to search; where that is no question, everybody does.
  const asks = layout.searchEnd === undefined && addr > layout.mapWindow;
  const beyond = asks ? layout.taskSize - layout.mapWindow : 0;
  const end = layout.searchEnd ?? layout.mapWindow + beyond;
  if (layout.genericSearch && pages > end - minAddr(mm)) return ENOMEM;
  if (fixed) return addr;
  const hint = alignUp(addr, alignmentOf(request));
  if (hint !== 0 && hintIsFree(mm, hint, pages, request.flags, window32?.high ?? end)) return hint;
  if (window32 !== null) return bottomUp(mm, request, window32.low, window32.high);
  if (mm.legacyLayout) return bottomUp(mm, request, layout.unmappedBase, end);
  const found = topDown(mm, request, 1, mm.mmapBase + beyond);
  return isErrno(found) ? bottomUp(mm, request, layout.unmappedBase, end) : found;
}

/** Pages to whose multiples a mapping begins: those of one page of hugetlbfs, whatever else it is. */
const alignmentOf = ({ file }: AreaRequest): number => file?.inode.hugePages ?? 1;

const alignUp = (page: number, alignment: number): number => Math.ceil(page / alignment) * alignment;

/** How large a hole must be, so that the mapping fits wherever its alignment puts it, with what stays free below it. */
const lengthOf = (request: AreaRequest): number => request.pages + alignmentOf(request) - 1 + gapBelow(request.flags);

/** Whether a mapping fits at its hint: free, below `end`, and not in a neighbour's guard gap. */
function hintIsFree(mm: MmStruct, addr: number, pages: number, flags: VmFlags, end: number): boolean {
  const { layout } = mm.sys.arch;
  if (addr > end - pages || addr < minAddr(mm)) return false;
  const next = mm.vmas.find(addr);
  if (next !== null && addr + pages > next.startGap(STACK_GUARD_GAP)) return false;
  if (!layout.genericSearch) return true;
  const prev = mm.vmas.findBefore(addr);
  return prev === null || addr >= prev.end || flags.has(VM_GROWSDOWN);
}

const gapBelow = (flags: VmFlags): number => (flags.has(VM_SHADOW_STACK) ? 1 : 0);

/** vm_unmapped_area() downwards: the highest hole of [low, high) that keeps clear of the next VMA's guard gap. */
function topDown(mm: MmStruct, request: AreaRequest, low: number, top: number): number | Errno {
  const bottom = Math.max(low, minAddr(mm));
  const length = lengthOf(request);
  const alignment = alignmentOf(request);
  for (let high = top; ;) {
    const hole = mm.vmas.emptyAreaRev(bottom, high, length);
    if (hole === null) return reportArea(mm, request, 'topdown', low, top, ENOMEM);
    const start = Math.floor((hole.end - request.pages) / alignment) * alignment;
    const next = mm.vmas.find(hole.end);
    const limit = next === null ? Infinity : next.startGap(STACK_GUARD_GAP);
    if (limit < hole.end) {
      high = limit;
      continue;
    }
    return reportArea(mm, request, 'topdown', low, top, start);
  }
}

/** vm_unmapped_area() upwards. */
function bottomUp(mm: MmStruct, request: AreaRequest, from: number, high: number): number | Errno {
  const length = lengthOf(request);
  for (let low = Math.max(from, minAddr(mm)); ;) {
    const hole = mm.vmas.emptyArea(low, high, length);
    if (hole === null) return reportArea(mm, request, 'bottomup', from, high, ENOMEM);
    const start = alignUp(hole.start + gapBelow(request.flags), alignmentOf(request));
    const next = mm.vmas.find(start);
    if (next !== null && next.startGap(STACK_GUARD_GAP) < start + request.pages) {
      low = next.end;
      continue;
    }
    return reportArea(mm, request, 'bottomup', from, high, start);
  }
}

function reportArea(
  mm: MmStruct,
  request: AreaRequest,
  flags: 'topdown' | 'bottomup',
  low: number,
  high: number,
  result: number | Errno,
): number | Errno {
  const { trace, arch } = mm.sys;
  if (trace === null) return result;
  const bytesOf = (n: number): bigint => BigInt(n) << BigInt(arch.geometry.pageShift);
  trace.tracepoint({
    system: 'mmap',
    name: 'vm_unmapped_area',
    addr: isErrno(result) ? result.name : bytesOf(result),
    totalVm: mm.totalVm,
    flags,
    length: bytesOf(request.pages),
    lowLimit: bytesOf(low),
    highLimit: bytesOf(high),
    alignMask: bytesOf(alignmentOf(request) - 1),
    alignOffset: 0n,
  });
  return result;
}
