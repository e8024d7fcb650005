/**
 * The stack of a program that is being executed: made at the highest place that there may be, so that the strings can be written
 * before anybody knows where it shall lie, and moved down when that is known. @kernel 6.18 fs/exec.c, mm/vma_exec.c
 *
 * The move is the second use of vma_expand(): for a moment one VMA covers the old place, the new one and all that lies between.
 * Its page offset stays that of where it was made.
 *
 * Not modelled: more strings than fit (E2BIG), and what fails halfway, which kills the program.
 */

import {
  EFAULT,
  ENOMEM,
  NotModelled,
  VM_ACCOUNT,
  VM_EXEC,
  VM_GROWSDOWN,
  VM_MAYEXEC,
  VM_MAYREAD,
  VM_MAYWRITE,
  VM_NONE,
  VM_RAND_READ,
  VM_READ,
  VM_SEQ_READ,
  VM_WRITE,
  addrOf,
  isErrno,
  vpnOf,
  type CallPoint,
  type Errno,
  type PageShift,
  type Vpn,
} from '@mm-playground/api';
import { chargeMemory, vmStatAccount } from '../../mm/accounting.ts';
import type { AslrOffsets } from './aslr.ts';
import type { Program } from './binfmt-elf.ts';
import { handleMmFault } from '../../memory/fault.ts';
import { splitHugePmdAt } from '../../memory/huge-pmd.ts';
import { movePageTables } from '../../memory/move-page-tables.ts';
import { freePgdRange } from '../../memory/unmap.ts';
import { locked, mmapWriteDowngrade } from '../../mm/mmap-lock.ts';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { mprotectFixup } from '../mprotect.ts';
import { expandDownwards } from '../../mm/stack.ts';
import { traced, type OfSystem } from '../../machine/system.ts';
import { COUNTED_LAST, RANGES, whileOwing } from '../../mm/under-way.ts';
import type { VmArea } from '../../vma/vm-area.ts';
import { vmaExpand, vmaShrink } from '../../vma/vma-expand.ts';
import { vmaStartWrite } from '../../vma/vma-split.ts';

/** What of struct linux_binprm the stack is about: the strings are on it, and later the address space is another task's. */
export interface Binprm extends OfSystem {
  readonly mm: MmStruct;
  /** The stack. */
  readonly vma: VmArea;
  /** Where the strings begin (the lowest argument), and where they end: the path of the program comes behind. Bytes. */
  readonly argStart: bigint;
  readonly envEnd: bigint;
}

/** VM_STACK_FLAGS */
const STACK_FLAGS = VM_READ.or(VM_WRITE).or(VM_MAYREAD).or(VM_MAYWRITE).or(VM_MAYEXEC).or(VM_GROWSDOWN).or(VM_ACCOUNT);

/** VM_STACK_INCOMPLETE_SETUP: two kinds of advice that exclude each other. Whoever walks mappings of a page leaves such a VMA out. */
const INCOMPLETE = VM_RAND_READ.or(VM_SEQ_READ);

/** Bytes of a word, which stays free above the strings. */
export const POINTER = 8n;

/** Bytes of strings with their NULs; a character is taken for a byte. */
export const bytesOf = (strings: readonly string[]): bigint =>
  strings.reduce((sum, each) => sum + BigInt(each.length) + 1n, 0n);

/** What does not fit ends the program in the kernel; here it ends the replay. */
export function fit<T>(result: T | Errno, what: string): T {
  if (isErrno(result)) throw new NotModelled('execve', `of a program whose ${what} does not fit (${result.name})`);
  return result;
}

const shiftOf = ({ sys }: MmStruct): PageShift => sys.arch.geometry.pageShift;

/** insert_vm_struct(): a VMA for which there is room, charged and counted. */
export const insertVmStruct = traced(
  'insert_vm_struct',
  whileOwing(['tree', 'map_count', ...COUNTED_LAST], 'vm_stat_account', (mm, vma: VmArea): Errno | null => {
    const refused = vma.flags.has(VM_ACCOUNT) ? chargeMemory(mm, vma.pages) : null;
    if (refused !== null) return refused;
    mm.vmas.store(vma);
    mm.touch('mapCount').mapCount++;
    vmStatAccount(mm, vma.flags, vma.pages);
    return null;
  }),
  (_mm, vma) => ({ vma }),
);

/** bprm_mm_init(): an address space with one page of stack, as high as it can be. */
export const bprmMmInit = traced('bprm_mm_init', (mm: MmStruct): VmArea => {
  const { stackTop, stackTopMax = stackTop } = mm.sys.arch.layout;
  const start = (stackTopMax - 1) as Vpn;
  const flags = STACK_FLAGS.or(INCOMPLETE);
  const vma = mm.newVma({ start, end: stackTopMax, flags, pgoff: start, ops: 'anonymous', file: null });
  fit(insertVmStruct(mm, vma), 'stack');
  return vma;
});

/**
 * copy_strings(): path, environment and arguments, each from the end downwards. The stack grows for them, under the write lock, and
 * its pages are brought in.
 */
export function* copyStrings(mm: MmStruct, vma: VmArea, program: Program): Generator<CallPoint, Binprm, void> {
  const { path, envp, argv } = program;
  const shift = shiftOf(mm);
  const envEnd = addrOf(vma.end, shift) - POINTER - bytesOf([path]);
  let end = addrOf(vma.end, shift) - POINTER;
  for (const strings of [[path], envp, argv]) {
    const start = end - bytesOf(strings);
    mm.sys.trace?.enter('copy_strings', { strings: strings.length });
    for (let at = end; at > start; at = addrOf(pageBelow(at, shift), shift))
      yield* getArgPage(mm, vma, pageBelow(at, shift));
    mm.sys.trace?.exit('copy_strings');
    end = start;
  }
  return { sys: mm.sys, mm, vma, argStart: end, envEnd };
}

/** The page of the last byte before an address. */
const pageBelow = (addr: bigint, shift: PageShift): Vpn => vpnOf(addr - 1n, shift);

/** get_arg_page(): a page of the stack that can be written. */
function* getArgPage(mm: MmStruct, vma: VmArea, page: Vpn): Generator<CallPoint, void, void> {
  const bringIn = (): unknown => handleMmFault(mm, vma, page, true);
  if (page >= vma.start) yield* locked(mm, 'read', bringIn);
  else
    yield* locked(mm, 'write', () => {
      fit(expandDownwards(mm, vma, page), 'argument list');
      mmapWriteDowngrade(mm);
      bringIn();
    });
}

/** Bytes that a new stack has below the strings: it need not grow at once. */
const STACK_EXPAND = 131_072n;

/** setup_arg_pages(): the stack gets its flags, moves to its place, and grows by what it will soon need. */
export const setupArgPages = traced(
  'setup_arg_pages',
  (bprm: Binprm, { image }: Program, { stack }: AslrOffsets): Binprm => {
    const { mm, vma } = bprm;
    const executable = image.executableStack === true ? VM_EXEC : VM_NONE;
    const flags = STACK_FLAGS.or(executable).or(mm.defFlags).or(INCOMPLETE);
    fit(mprotectFixup(mm, vma, vma.start, vma.end, flags), 'stack');
    const pages = vma.end - (mm.sys.arch.layout.stackTop - stack);
    const procedure = mm.sys.generation.stackMove;
    const move = procedure === 'relocate_vma_down' ? relocateVmaDown : shiftArgPages;
    if (pages > 0) fit(move(mm, vma, pages), 'stack');
    vma.touch('flags').flags = vma.flags.without(INCOMPLETE);
    expandAsFarAsNeeded(mm, vma);
    const moved = addrOf(pages as Vpn, shiftOf(mm));
    return { ...bprm, argStart: bprm.argStart - moved, envEnd: bprm.envEnd - moved };
  },
);

/** 128 KiB more, or what RLIMIT_STACK leaves of that. */
function expandAsFarAsNeeded(mm: MmStruct, vma: VmArea): void {
  const shift = BigInt(shiftOf(mm));
  const expand = Number(STACK_EXPAND >> shift);
  const limit = mm.sys.current.limits.stack >> shift;
  const most = limit > BigInt(vma.pages + expand) ? vma.pages + expand : Number(limit);
  // What fails here kills nobody until the stack is needed.
  if (most > vma.pages) expandDownwards(mm, vma, (vma.end - most) as Vpn);
}

/** What a move is called, and what makes the VMA larger and smaller for it. */
interface StackMove {
  readonly grows: (mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn) => Errno | null;
  readonly shrinks: (mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn) => Errno | null;
}

/**
 * Moves the stack down by `pages`. In between it covers everything from its new start to its old end.
 *
 * ```
 *   ........SS   grows     SSSSSSSSSS   page tables move, those of the old place go, shrinks     SS........
 * ```
 * @errno EFAULT something is mapped in between @errno ENOMEM
 */
const moveStack =
  (how: (mm: MmStruct) => StackMove) =>
  (mm: MmStruct, vma: VmArea, pages: number): Errno | null => {
    const { start: oldStart, end: oldEnd } = vma;
    const [start, end] = [(oldStart - pages) as Vpn, (oldEnd - pages) as Vpn];
    if (mm.vmas.find(start) !== vma) return EFAULT;
    const { grows, shrinks } = how(mm);
    const grown = grows(mm, vma, start, oldEnd);
    if (grown !== null) return grown;
    const length = oldEnd - oldStart;
    if (movePageTables(mm, vma, oldStart, vma, start, length) < length) return ENOMEM;
    const next = mm.vmas.next(vma);
    freePgdRange(mm, Math.max(end, oldStart), oldEnd, end, next === null ? mm.sys.arch.layout.taskSize : next.start);
    return shrinks(mm, vma, start, end);
  };

const byExpanding: StackMove = {
  grows: (mm, vma, start, end) => {
    const { pgoff } = vma;
    const nothingElse = { sticky: VM_NONE, anonVma: null, source: null, removed: [], adjust: null, seams: null };
    const grown = vmaExpand(mm, null, { target: vma, start, end, pgoff, ...nothingElse });
    return isErrno(grown) ? grown : null;
  },
  shrinks: (mm, vma, start, end) => vmaShrink(mm, vma, start, end, vma.pgoff),
};

/** vma_adjust() of 6.1: other bounds for a VMA, larger or smaller. @errno ENOMEM */
const vmaAdjust = traced(
  'vma_adjust',
  whileOwing(RANGES, 'vma_adjust', (mm, vma: VmArea, start: Vpn, end: Vpn): Errno | null => {
    if (mm.sys.failsAt('mas_preallocate')) return ENOMEM;
    const { end: oldEnd } = vma;
    vmaStartWrite(mm, vma);
    if (end < oldEnd) splitHugePmdAt(mm, vma, end);
    vma.touch('start').start = start;
    vma.touch('end').end = end;
    if (end < oldEnd) mm.vmas.clearSetAside(end, oldEnd);
    else mm.vmas.store(vma);
    return null;
  }),
  (_mm, vma, start, end) => ({ vma, start, end }),
);

const byAdjusting: StackMove = { grows: vmaAdjust, shrinks: vmaAdjust };

const moveDetail = (
  _mm: MmStruct,
  vma: VmArea,
  pages: number,
): { readonly vma: VmArea; readonly shift_pages: number } => ({ vma, shift_pages: pages });

/** relocate_vma_down() */
const relocateVmaDown = traced(
  'relocate_vma_down',
  whileOwing(
    RANGES,
    'vma_shrink',
    moveStack(() => byExpanding),
  ),
  moveDetail,
);

/** shift_arg_pages(), until 6.11 */
const shiftArgPages = traced(
  'shift_arg_pages',
  whileOwing(
    RANGES,
    'vma_shrink',
    moveStack((mm) => (mm.sys.generation.stackMove === 'vma_adjust' ? byAdjusting : byExpanding)),
  ),
  moveDetail,
);
