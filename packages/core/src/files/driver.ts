/**
 * Drivers: files of a scenario whose mmap hook is code of somebody else. Each kind does the one thing that matters to
 * mmap_region(), munmap() and merging. What is behind such a mapping is not modelled: an access that finds no entry is SIGBUS.
 */

import {
  ENOMEM,
  EIO,
  KernelBug,
  VM_DONTDUMP,
  VM_DONTEXPAND,
  VM_IO,
  VM_PFNMAP,
  addrOf,
  hex,
  type Errno,
  type Vpn,
} from '@mm-playground/api';
import type { OpenFile } from './file.ts';
import { makeLeaf } from '../memory/page-prot.ts';
import { ensureSlot, pteLevel, writeEntry } from '../memory/page-table.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';

/** Kinds of `#@ driver FD KIND`. */
export const DRIVER_KINDS = Object.freeze([
  /** Its hook maps a frame at every page, as remap_pfn_range() does: an entry that is already there is a BUG. */
  'maps-ptes',
  /** Its hook says EIO. */
  'fails',
  /** Its hook adds VM_DONTDUMP: a mapping beside another of the same file is like it only afterwards. */
  'changes-flags',
  /** Its vm_ops have a close: no merge may make such a VMA go. */
  'close',
  /** Its vm_ops have a may_split that says EINVAL. */
  'may_split',
  /** It is asked before there is a VMA, where the kernel does that (since 6.16); before, its hook is like any other. */
  'mmap_prepare',
] as const);

/** What a driver does. */
export type DriverKind = (typeof DRIVER_KINDS)[number];

export const isDriverKind = (word: string): word is DriverKind => DRIVER_KINDS.some((kind) => kind === word);

/** Flags of a mapping of raw frames. */
const RAW_FRAMES = VM_IO.or(VM_PFNMAP).or(VM_DONTEXPAND).or(VM_DONTDUMP);

/**
 * Whether the file says what its mapping shall be before there is a VMA: f_op->mmap_prepare. In 7.x a driver that maps frames is
 * asked then, too, and they are mapped once the VMA is in the tree.
 */
export function hasPrepareHook({ sys }: MmStruct, { inode }: OpenFile): boolean {
  const { driver, kind } = inode;
  if (driver !== null) return driver === 'mmap_prepare' || (driver === 'maps-ptes' && sys.generation.mapsFramesLast);
  return kind === 'regular' || kind === 'aio' || kind === 'secret';
}

/** What a driver's hook does to the new VMA, or for one that is only asked beforehand, to the flags that it will have. */
export function driverHook(mm: MmStruct, vma: VmArea, kind: DriverKind): Errno | null {
  switch (kind) {
    case 'fails':
      return EIO;
    case 'maps-ptes':
      vma.touch('flags').flags = vma.flags.or(RAW_FRAMES);
      return remapPfnRange(mm, vma);
    case 'changes-flags':
      vma.touch('flags').flags = vma.flags.or(VM_DONTDUMP);
      return null;
    default:
      return null;
  }
}

/** The flags that a driver asks for where it is asked beforehand. */
export const preparedFlags = (flags: VmArea['flags'], kind: DriverKind): VmArea['flags'] =>
  kind === 'maps-ptes' ? flags.or(RAW_FRAMES) : flags;

/**
 * Maps a frame of the driver's at every page. @errno ENOMEM no memory for a page table; what was mapped stays for the caller to
 * undo @throws KernelBug where something is mapped already: BUG_ON(!pte_none(...))
 */
export const remapPfnRange = traced('remap_pfn_range', (mm: MmStruct, vma: VmArea): Errno | null => {
  const { arch, memory } = mm.sys;
  for (let page: number = vma.start; page < vma.end; page++) {
    if (mm.sys.fails('pte_alloc')) return ENOMEM;
    const { table, index } = ensureSlot(mm, page, pteLevel(mm));
    if (!table.isEmpty(index)) {
      const where = hex(addrOf(page as Vpn, arch.geometry.pageShift));
      throw new KernelBug(`remap_pfn_range(): BUG_ON(!pte_none(...)): ${where} of ${vma.describe()} is mapped already`);
    }
    const frame = memory.lend(`${vma.file?.inode.describe() ?? ''} ${vma.pgoffOf(page)}`, 'special');
    const word = makeLeaf(mm, vma, table.level, frame.pfn, false);
    writeEntry(mm, table, index, arch.withLeafState(table.level, word, { special: true }));
  }
  return null;
});
