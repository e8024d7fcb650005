/**
 * Where a script begins that shows no address space: that of a small program that was just executed, or none at all.
 */

import {
  PERSONALITY,
  VM_ACCOUNT,
  VM_GROWSDOWN,
  VM_READ,
  VM_WRITE,
  addrOf,
  type Bytes,
  type VmFlags,
  type Vpn,
} from '@mm-playground/api';
import { pgdAlloc } from '../memory/page-table.ts';
import type { System } from '../machine/system.ts';
import { hasPersonality, type Owner } from '../machine/task.ts';
import { MAY_ALL, type VmArea, type VmOps } from '../vma/vm-area.ts';
import { unchargeMemory, vmStatAccount } from './accounting.ts';
import { MmStruct } from './mm-struct.ts';

/** An mm without mappings, with the layout that the architecture and the stack limit give. */
export function emptyMm(sys: System, owner: Owner): MmStruct {
  const mm = new MmStruct(sys.nextId('mm'), sys);
  const { layout } = sys.arch;
  const stack = owner.limits.stack as Bytes;
  mm.touch('legacyLayout').legacyLayout =
    hasPersonality(owner, PERSONALITY.values.ADDR_COMPAT_LAYOUT) || layout.isLegacy(stack);
  mm.touch('mmapBase').mmapBase = layout.mmapBase(stack, 0);
  pgdAlloc(mm);
  return mm;
}

/** ELF_ET_DYN_BASE: where a position-independent program lies without randomisation. Bytes, not rounded to pages. */
export const dynBase = ({ sys: { arch } }: MmStruct): bigint =>
  (addrOf(arch.layout.mapWindow, arch.geometry.pageShift) / 3n) * 2n;

/** Stack of a program that was just started: 132 kB. */
const FIRST_STACK_BYTES = 132n * 1024n;
/** Pages of a small program, behind which its break lies. */
const PROGRAM_PAGES = 2n;

/** Where the break of a small position-independent program lies without randomisation. */
function firstBrk(mm: MmStruct): Bytes {
  const shift = BigInt(mm.sys.arch.geometry.pageShift);
  return (((dynBase(mm) >> shift) + PROGRAM_PAGES) << shift) as Bytes;
}

/** A script that is made for any place of its heap says nowhere where its break is: then it is that of a small program. */
export function placeBreak(mm: MmStruct): void {
  mm.touch('startBrk').startBrk = firstBrk(mm);
  mm.touch('brk').brk = mm.startBrk;
}

/** The address space of a small program that was just executed: a stack and what the kernel maps, nothing else. */
export function smallProgramMm(sys: System, owner: Owner): MmStruct {
  const mm = emptyMm(sys, owner);
  const { layout, geometry } = sys.arch;
  const shift = BigInt(geometry.pageShift);
  placeBreak(mm);
  const stackPages = Number((FIRST_STACK_BYTES + (1n << shift) - 1n) >> shift);
  const stackFlags = VM_READ.or(VM_WRITE).or(MAY_ALL).or(VM_GROWSDOWN).or(VM_ACCOUNT);
  const stackStart = (layout.stackTop - stackPages) as Vpn;
  place(mm, stackStart, layout.stackTop, stackFlags, 'anonymous', null);
  mm.touch('startStack').startStack = ((BigInt(layout.stackTop) << shift) - (1n << shift)) as Bytes;
  let top = mm.legacyLayout ? layout.mmapBase(0n as Bytes, 0) : mm.mmapBase;
  for (const { name, pages, flags } of layout.specialMappings) {
    place(mm, (top - pages) as Vpn, top as Vpn, flags, 'special', name);
    top -= pages;
  }
  return mm;
}

function place(mm: MmStruct, start: Vpn, end: Vpn, flags: VmFlags, ops: VmOps, name: string | null): VmArea {
  const vma = mm.newVma({ start, end, flags, pgoff: ops === 'special' ? 0 : start, ops, file: null });
  vma.touch('name').name = name;
  mm.vmas.store(vma);
  mm.touch('mapCount').mapCount++;
  vmStatAccount(mm, flags, vma.pages);
  if (flags.has(VM_ACCOUNT)) unchargeMemory(mm, -vma.pages);
  return vma;
}
