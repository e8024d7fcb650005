/**
 * Faults: what happens when a program touches memory. The MMU comes first: where the entry grants the access, only its young
 * and dirty bits change. Otherwise the VMA decides, and its kind of memory brings the page in. @kernel 6.18 mm/memory.c
 *
 * Not modelled: swap, what answers a userfaultfd, hugetlb, and the order in which two tasks fault at once.
 */

import {
  KernelBug,
  NotModelled,
  defaultControls,
  hex,
  VM_GROWSDOWN,
  type AccessKind,
  type CallPoint,
  type CallResult,
  type DecodedEntry,
  type LeafState,
  type RunningCall,
  type Vpn,
} from '@mm-playground/api';
import { isAvailable, locked } from '../mm/mmap-lock.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { deniesAccess } from '../syscalls/pkeys.ts';
import { lockVmaAlone, lockVmaUnderRcu, vmaEndRead } from '../readers/vma-lock.ts';
import { expandDownwards } from '../mm/stack.ts';
import { traced } from '../machine/system.ts';
import type { Task } from '../machine/task.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { markPte } from './contpte.ts';
import { doAnonymousPage } from './fault-anonymous.ts';
import { doFault, type FaultFailure, type FaultRetry } from './fault-file.ts';
import { createHugePmd, wpHugePmd } from './fault-huge.ts';
import { doWpPage } from './fault-wp.ts';
import { allowsHugePages, fitsHugePage } from './huge-pmd.ts';
import { mayAccess } from './page-prot.ts';
import { childOf, decodeSlot, pmdLevel, ensureSlot, walkTo, type Slot } from './page-table.ts';
import { normalPage } from './rmap.ts';
import type { Table } from './table.ts';
import { checkTranslation, tlbFill, tlbLookup } from './tlb.ts';

/** How often one access may fault before something must be wrong: table, page, permission. */
const MOST_FAULTS = 4;

const OK: CallResult = Object.freeze({ kind: 'value', value: 0n });

/**
 * An access of the program to one byte: 0, or the signal that it gets. A fault is handled under the lock of its VMA where that
 * does, otherwise under mmap_lock. Where nobody else can run it yields only for that one: points cost as much as the fault does.
 *
 * - SIGSEGV with SEGV_MAPERR: nothing is mapped there, or a guard marker stands there
 * - SIGSEGV with SEGV_ACCERR: the mapping does not allow it; with SEGV_PKUERR: its protection key does not
 * - SIGSEGV with SI_KERNEL and no address: one that is not canonical, which x86-64 does not take for a page fault
 * - SIGBUS with BUS_ADRERR: behind the end of the file
 */
export function* accessMemory({ mm }: Task, page: number, access: AccessKind, addr: bigint): RunningCall {
  const { mmu, layout } = mm.sys.arch;
  if (page >= layout.taskSize && mmu?.protectsHole === true && !mmu.translates(addr))
    return signalOf('SIGSEGV', 'SI_KERNEL', 0n);
  for (let faults = 0; faults < MOST_FAULTS; faults++) {
    if (mm.sys.isConcurrent) yield { step: 'mmu', mm: mm.id };
    if (translate(mm, page, access)) return OK;
    tellFault(mm, page, access, addr);
    const vma = mm.sys.isConcurrent ? yield* lockVmaUnderRcu(mm, page) : lockVmaAlone(mm, page);
    if (vma !== null) {
      if (mm.sys.isConcurrent) yield { step: 'handle_mm_fault', mm: mm.id, ready: () => canFault(mm) };
      const signal = faultUnderVmaLock(mm, vma, page as Vpn, access, addr);
      if (signal === null) continue;
      if (signal !== 'needs mmap_lock') return signal;
    }
    const signal = yield* faultUnderMmapLock(mm, page as Vpn, access, addr);
    if (signal !== null) return signal;
  }
  throw new KernelBug(`${access} at ${hex(addr)} faults again and again`);
}

/** The same by the kernel on behalf of the program, copy_to_user() and its like: only under mmap_lock, never under the lock of a VMA. */
export function* accessByKernel({ mm }: Task, page: number, access: AccessKind, addr: bigint): RunningCall {
  for (let faults = 0; faults < MOST_FAULTS; faults++) {
    yield { step: 'mmu', mm: mm.id };
    if (translate(mm, page, access)) return OK;
    const signal = yield* faultUnderMmapLock(mm, page as Vpn, access, addr);
    if (signal !== null) return signal;
  }
  throw new KernelBug(`${access} at ${hex(addr)} faults again and again`);
}

/** The same by the kernel, which holds mmap_lock already. */
export function accessUnderMmapLock(mm: MmStruct, page: number, access: AccessKind, addr: bigint): CallResult {
  for (let faults = 0; faults < MOST_FAULTS; faults++) {
    if (translate(mm, page, access)) return OK;
    const signal = faultOfVma(mm, findVmaOrExpand(mm, page as Vpn), page as Vpn, access, addr);
    if (signal !== null) return signal;
  }
  throw new KernelBug(`${access} at ${hex(addr)} faults again and again`);
}

/**
 * The MMU: whether the access goes through, by the TLB of the CPU or by a walk of the tables, which then notes it in the entry.
 * The TLB only tells more than the tables while others run; alone it is left out.
 */
export function translate(mm: MmStruct, page: number, access: AccessKind): boolean {
  const { isConcurrent } = mm.sys;
  const cached = isConcurrent ? tlbLookup(mm, page) : null;
  if (cached !== null && grants(cached.entry, access)) {
    checkTranslation(mm, cached, page);
    return true;
  }
  const slot = walkTo(mm, page);
  if (slot === null || slot.table.isEmpty(slot.index)) return false;
  const entry = decodeSlot(mm, slot);
  if (!grants(entry, access) || isKeyDenied(mm, page, access)) return false;
  noteAccess(mm, slot, access);
  if (access === 'store') noteWrite(mm, page, slot, entry);
  if (isConcurrent) tlbFill(mm, slot);
  return true;
}

/** The key is the entry's, and that of its mapping. */
function isKeyDenied(mm: MmStruct, page: number, access: AccessKind): boolean {
  const vma = mm.sys.facts.pkeys ? mm.vmas.load(page) : null;
  return vma !== null && deniesAccess(mm, vma, access);
}

/** Whether the MMU lets user code do this. */
function grants(entry: DecodedEntry, access: AccessKind): boolean {
  if (entry.kind !== 'leaf' || !entry.user) return false;
  switch (access) {
    case 'load':
      return entry.read;
    case 'store':
      return entry.write;
    case 'fetch':
      return entry.exec;
  }
}

/** What an access leaves in the entry. */
const USED: Readonly<Record<AccessKind, Partial<LeafState>>> = Object.freeze({
  load: { young: true },
  store: { young: true, dirty: true },
  fetch: { young: true },
});

/** The MMU notes in the entry that it was used. */
function noteAccess(mm: MmStruct, { table, index }: Slot, access: AccessKind): void {
  markPte(mm, table, index, USED[access]);
}

/** The only bit of {@link PageFrame.written} that a small page has. */
const WHOLE_PAGE = 1n;

/** Remembers which pages are not all zeroes: of a huge page, or of those that may become one. */
function noteWrite(mm: MmStruct, page: number, { table, index }: Slot, entry: DecodedEntry): void {
  const frame = normalPage(mm, table.level, entry);
  const bit = table.isLowest ? WHOLE_PAGE : 1n << BigInt(page - table.pageOf(index));
  if (frame === null || frame.written === bit) return;
  // Most pages are small, and share one bigint.
  const written = frame.written === 0n ? bit : frame.written | bit;
  if (written !== frame.written) mm.sys.journal.touch(frame, 'written').written = written;
}

function tellFault(mm: MmStruct, page: number, access: AccessKind, address: bigint): void {
  const { trace } = mm.sys;
  if (trace === null) return;
  const errorCode = errorCodeOf(mm, page, access);
  trace.tracepoint({ system: 'exceptions', name: 'page_fault_user', address, errorCode });
}

/** What the processor says of the fault. A key is told where there is a page that it forbids, whatever else does, too. */
function errorCodeOf(mm: MmStruct, page: number, access: AccessKind): bigint {
  const { arch } = mm.sys;
  const { mmu } = arch;
  const slot = walkTo(mm, page);
  const level = slot?.table.level ?? 0;
  const entry = slot === null ? arch.decode(0, 0n) : decodeSlot(mm, slot);
  if (mmu === undefined || entry.kind !== 'leaf' || !entry.user || !isKeyDenied(mm, page, access))
    return arch.faultCode(access, level, entry);
  return mmu.faultCode({ reason: 'key', level }, { kind: access, by: 'user' }, defaultControls(mmu));
}

const signalOf = (
  signal: 'SIGSEGV' | 'SIGBUS',
  code: 'SEGV_MAPERR' | 'SEGV_ACCERR' | 'SEGV_PKUERR' | 'SI_KERNEL' | 'BUS_ADRERR',
  addr: bigint,
): CallResult => ({ kind: 'signal', signal, code, addr });

/** With the lock of the VMA, which is let go of: null where the access can be tried again. */
function faultUnderVmaLock(
  mm: MmStruct,
  vma: VmArea,
  page: Vpn,
  access: AccessKind,
  addr: bigint,
): CallResult | 'needs mmap_lock' | null {
  const result = needsMmapLock(mm, vma, access) ? 'needs mmap_lock' : faultOfVma(mm, vma, page, access, addr);
  vmaEndRead(mm, vma);
  return result;
}

/** With mmap_lock for reading; a stack that grows needs it for writing. */
function* faultUnderMmapLock(
  mm: MmStruct,
  page: Vpn,
  access: AccessKind,
  addr: bigint,
): Generator<CallPoint, CallResult | null, void> {
  const found = yield* locked(
    mm,
    'read',
    () => {
      const above = mm.vmas.find(page);
      return growsTo(above, page) ? 'grows' : faultOfVma(mm, above, page, access, addr);
    },
    () => canFault(mm),
  );
  if (found !== 'grows') return found;
  return yield* locked(mm, 'write', () => faultOfVma(mm, findVmaOrExpand(mm, page), page, access, addr));
}

/**
 * What the lock of a VMA is not enough for: the first page of private memory makes an anon_vma, and what maps pages in a way of its
 * own is not trusted with it.
 */
function needsMmapLock(mm: MmStruct, vma: VmArea, access: AccessKind): boolean {
  if (vma.ops === 'special' || vma.ops === 'aio' || vma.ops === 'secret') return true;
  return access === 'store' && !vma.isShared && vma.anonVma === null && !isAvailable(mm, 'read');
}

/** A stack that a fault at `page` makes grow. */
const growsTo = (above: VmArea | null, page: number): boolean =>
  above !== null && above.start > page && above.flags.has(VM_GROWSDOWN);

/** A fault in the VMA that is there, if there is one: null where the access can be tried again. */
const faultOfVma = traced(
  'do_user_addr_fault',
  (mm: MmStruct, found: VmArea | null, page: Vpn, access: AccessKind, addr: bigint): CallResult | null => {
    const vma = found !== null && found.start <= page ? found : null;
    if (vma === null) return signalOf('SIGSEGV', 'SEGV_MAPERR', addr);
    if (vma.unknown) throw new NotModelled('an access to memory that the log never mapped');
    if (deniesAccess(mm, vma, access)) return signalOf('SIGSEGV', 'SEGV_PKUERR', addr);
    if (!mayAccess(mm, vma, access, page)) return signalOf('SIGSEGV', 'SEGV_ACCERR', addr);
    switch (handleMmFault(mm, vma, page, access === 'store')) {
      case null:
        return null;
      case 'SIGBUS':
        return signalOf('SIGBUS', 'BUS_ADRERR', addr);
      case 'SIGSEGV':
        return signalOf('SIGSEGV', 'SEGV_MAPERR', addr);
    }
  },
  (_mm, _vma, page, access, addr) => ({ page, access, addr }),
);

/** The VMA that holds the page, or the stack above it, grown down to it: lock_mm_and_find_vma(). */
function findVmaOrExpand(mm: MmStruct, page: Vpn): VmArea | null {
  const vma = mm.vmas.find(page);
  if (vma === null || vma.start <= page) return vma;
  return expandDownwards(mm, vma, page) === null ? vma : null;
}

/**
 * Brings in one page of a VMA that allows it, or makes it writable: handle_mm_fault().
 *
 * @param retry whether the caller begins anew where the lock was let go to read from a disk
 */
export const handleMmFault = traced(
  'handle_mm_fault',
  (mm: MmStruct, vma: VmArea, page: Vpn, write: boolean, retry: FaultRetry = 'allowed'): FaultFailure | null => {
    if (vma.isHugetlb) throw new NotModelled('a fault in hugetlb memory');
    if (!mm.sys.isConcurrent) return faultIn(mm, vma, page, write, retry);
    if (mm.pageTablesLocked) mm.sys.waitUntil('pte_offset_map_lock', () => canFault(mm));
    mm.touch('pageTablesLocked').pageTablesLocked = true;
    const failure = faultIn(mm, vma, page, write, retry);
    mm.touch('pageTablesLocked').pageTablesLocked = false;
    return failure;
  },
  (_mm, vma, page, write, _retry?: FaultRetry) => ({ vma, page, write }),
);

/** Whether no other fault is at work: each looks at the tables and changes them as if at once. */
const canFault = (mm: MmStruct): boolean => !mm.pageTablesLocked;

function faultIn(mm: MmStruct, vma: VmArea, page: Vpn, write: boolean, retry: FaultRetry): FaultFailure | null {
  const pmd = ensureSlot(mm, page, pmdLevel(mm));
  if (pmd.table.isEmpty(pmd.index)) {
    if (allowsHugePages(mm, vma) && fitsHugePage(mm, vma, page)) return createHugePmd(mm, vma, pmd, write);
  } else if (childOf(mm, pmd.table, pmd.index) === null && wpHugePmd(mm, vma, pmd, write)) return null;
  return handlePteFault(mm, vma, page, childOf(mm, pmd.table, pmd.index), write, retry);
}

/** @param table of the page's entry, if there is one yet */
function handlePteFault(
  mm: MmStruct,
  vma: VmArea,
  page: Vpn,
  table: Table | null,
  write: boolean,
  retry: FaultRetry,
): FaultFailure | null {
  const index = table?.indexOf(page) ?? 0;
  if (table === null || table.isEmpty(index))
    return vma.isAnonymous ? doAnonymousPage(mm, vma, page, write) : doFault(mm, vma, page, write, retry);
  const entry = decodeSlot(mm, { table, index });
  if (entry.kind !== 'leaf') return 'SIGSEGV';
  if (write && !entry.write) doWpPage(mm, vma, { table, index }, entry);
  return null;
}
