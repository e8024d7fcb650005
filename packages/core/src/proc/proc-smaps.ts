/**
 * /proc/PID/smaps of the model: how much of each VMA is in memory, and who shares it. @kernel 6.18 fs/proc/task_mmu.c
 *
 * Referenced is what the young bits say and LazyFree what MADV_FREE marked; a real kernel batches both.
 */

import {
  VM_ARCH_1,
  VM_EXEC,
  kbIn,
  type DecodedEntry,
  type MapsRow,
  type SmapsRollup,
  type SmapsRow,
  type SmapsSize,
} from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { pkeyOf } from '../syscalls/pkeys.ts';
import { mapsRow, procMaps } from './proc-maps.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { allowsHugePages } from '../memory/huge-pmd.ts';
import { mapcountOf } from '../memory/kpageflags.ts';
import { filePages } from '../memory/page-cache.ts';
import type { PageFrame } from '../memory/page-frame.ts';
import { decodeEntry, visitEntries } from '../memory/page-table.ts';
import { normalPage } from '../memory/rmap.ts';
import { isShmemEligible } from '../memory/shmem-huge.ts';
import type { Table } from '../memory/table.ts';

/** The rows, ascending, the gate area last. */
export function procSmaps(mm: MmStruct): SmapsRow[] {
  const rows = mm.vmas.all().map((vma) => smapsRow(mm, vma));
  const { gate } = mm.sys.arch.layout;
  return gate === null || !mm.showsGate
    ? rows
    : [
        ...rows,
        ...procMaps(mm)
          .slice(-1)
          .map((maps) => gateRow(mm, maps)),
      ];
}

/** The gate area belongs to the kernel: nothing of it counts as the process's. */
function gateRow(mm: MmStruct, maps: MapsRow): SmapsRow {
  const pageSize = kbIn(1, mm.sys.arch.geometry.pageShift);
  const sizes = { ...smapsSums(mm, new Sums()), Size: pageSize };
  return { maps, sizes, thpEligible: 0, protectionKey: undefined, flags: VM_EXEC };
}

/** One VMA. */
export const smapsRow = (mm: MmStruct, vma: VmArea): SmapsRow => ({
  maps: mapsRow(mm, vma),
  sizes: smapsSizes(mm, vma),
  thpEligible: isThpEligible(mm, vma) ? 1 : 0,
  protectionKey: mm.sys.facts.pkeys ? pkeyOf(vma.flags) : undefined,
  flags: vma.flags,
  ...codesOf(mm, vma),
});

/** The codes of the flags, where this kernel has none for some of them, or its architecture has one of its own. */
function codesOf({ sys: { generation, arch } }: MmStruct, { flags }: VmArea): Pick<SmapsRow, 'codes'> {
  const own = arch.archFlagCode !== undefined && flags.has(VM_ARCH_1);
  if (!own && !flags.has(generation.unnamedFlags)) return {};
  const codes = flags.toSmaps(generation.unnamedFlags).trimEnd();
  return { codes: own ? codes.replace(ARCH_1_CODE, arch.archFlagCode) : codes };
}

const ARCH_1_CODE = VM_ARCH_1.toSmaps().trimEnd();

/** What is added up over the entries, in pages; proportional sizes in parts of a page. */
class Sums {
  rss = 0;
  pss = 0;
  pssDirty = 0;
  pssAnon = 0;
  pssFile = 0;
  pssShmem = 0;
  /** Of locked mappings. */
  pssLocked = 0;
  sharedClean = 0;
  sharedDirty = 0;
  privateClean = 0;
  privateDirty = 0;
  referenced = 0;
  anonymous = 0;
  lazyFree = 0;
  anonHuge = 0;
  shmemHuge = 0;
  swap = 0;

  /** What an entry maps: smaps_account(). Of a huge page, others may map single pages. */
  add(frame: PageFrame, entry: DecodedEntry): void {
    if (frame.parts === null) this.#addAlike(frame, entry, frame.pages, frame.mappedTimes);
    else for (let at = 0; at < frame.pages; at++) this.#addAlike(frame, entry, 1, mapcountOf(frame, at));
  }

  /** So many pages of a frame that are mapped equally often. */
  #addAlike(frame: PageFrame, entry: DecodedEntry, pages: number, mappedTimes: number): void {
    const mapped = frame.kind === 'special' ? EVERYBODY : Math.max(mappedTimes, 1);
    const dirty = entry.dirty || frame.isDirty;
    this.rss += pages;
    if (frame.isAnon) this.anonymous += pages;
    if (frame.isAnon && frame.compoundHead.lazyFree && !dirty) this.lazyFree += pages;
    if (entry.young) this.referenced += pages;
    const share = pages * proportion(mapped);
    this.pss += share;
    this[PSS_OF_KIND[frame.kind]] += share;
    if (dirty) this.pssDirty += share;
    if (mapped > 1) this[dirty ? 'sharedDirty' : 'sharedClean'] += pages;
    else this[dirty ? 'privateDirty' : 'privateClean'] += pages;
  }
}

/** What Pss is made of. */
const PSS_OF_KIND = {
  anon: 'pssAnon',
  shmem: 'pssShmem',
  file: 'pssFile',
  special: 'pssFile',
  zero: 'pssFile',
  kernel: 'pssFile',
} as const satisfies Record<PageFrame['kind'], string>;

/** Every process of the machine maps the vdso: its share is none. */
const EVERYBODY = Infinity;

/** The kernel divides a page's size in units of 1/4096 byte, and drops the rest. */
const PSS_UNITS = 2 ** 24;
const proportion = (mapped: number): number => Math.floor(PSS_UNITS / mapped) / PSS_UNITS;

/** The sizes of a VMA, kB. */
const smapsSizes = (mm: MmStruct, vma: VmArea): SmapsRow['sizes'] => ({
  ...smapsSums(mm, sumUp(mm, vma, new Sums())),
  Size: kbIn(vma.pages, mm.sys.arch.geometry.pageShift),
});

/** /proc/PID/smaps_rollup: everything added up, proportional sizes before they are rounded. */
export function procSmapsRollup(mm: MmStruct): SmapsRollup | null {
  const vmas = mm.vmas.all();
  const [first, last] = [vmas[0], vmas.at(-1)];
  if (first === undefined || last === undefined) return null;
  const sums = new Sums();
  for (const vma of vmas) sumUp(mm, vma, sums);
  const { start } = mapsRow(mm, first);
  const { end } = mapsRow(mm, last);
  const kb = kilobytesOf(mm);
  const parts = { Pss_Anon: kb(sums.pssAnon), Pss_File: kb(sums.pssFile), Pss_Shmem: kb(sums.pssShmem) };
  const maps = { start, end, perms: '---p', offset: 0n, device: '00:00', inode: 0n, name: '[rollup]' };
  return { maps, sizes: { ...smapsSums(mm, sums), ...parts } };
}

/** Pages, or parts of pages, in whole kB. */
const kilobytesOf =
  ({ sys: { arch } }: MmStruct) =>
  (pages: number): number =>
    Math.floor(kbIn(pages, arch.geometry.pageShift));

function smapsSums(mm: MmStruct, sums: Sums): Partial<Record<SmapsSize, number>> {
  const { generation } = mm.sys;
  const kb = kilobytesOf(mm);
  const pageSize = kb(1);
  const sizes: Partial<Record<SmapsSize, number>> = {
    KernelPageSize: pageSize,
    MMUPageSize: pageSize,
    Rss: kb(sums.rss),
    Pss: kb(sums.pss),
    Pss_Dirty: kb(sums.pssDirty),
    Shared_Clean: kb(sums.sharedClean),
    Shared_Dirty: kb(sums.sharedDirty),
    Private_Clean: kb(sums.privateClean),
    Private_Dirty: kb(sums.privateDirty),
    Referenced: kb(sums.referenced),
    Anonymous: kb(sums.anonymous),
    KSM: 0,
    LazyFree: kb(sums.lazyFree),
    AnonHugePages: kb(sums.anonHuge),
    ShmemPmdMapped: kb(sums.shmemHuge),
    FilePmdMapped: 0,
    Shared_Hugetlb: 0,
    Private_Hugetlb: 0,
    Swap: 0,
    SwapPss: 0,
    Locked: kb(sums.pssLocked),
  };
  for (const absent of generation.absentSizes) delete sizes[absent];
  return sizes;
}

function sumUp(mm: MmStruct, vma: VmArea, sums: Sums): Sums {
  const before = sums.pss;
  const show = (table: Table, index: number): void => {
    const entry = decodeEntry(mm, table, index);
    const frame = entry.kind === 'leaf' ? normalPage(mm, table.level, entry) : null;
    if (frame === null) return;
    if (frame.pages > 1 && entry.protnone && mm.sys.generation.hidesInaccessibleHuge) return;
    sums.add(frame, entry);
    if (frame.pages > 1) sums[frame.isAnon ? 'anonHuge' : 'shmemHuge'] += frame.pages;
  };
  visitEntries(mm, vma.start, vma.end, { pte: show, huge: show });
  if (vma.isLocked) sums.pssLocked += sums.pss - before;
  return sums;
}

/** Whether a huge page would be allowed and would fit somewhere. */
function isThpEligible(mm: MmStruct, vma: VmArea): boolean {
  if (vma.ops === 'shmem' && vma.file !== null)
    return isShmemEligible(vma, vma.file.inode, filePages(mm.sys, vma.file.inode));
  const { hugePages } = mm.sys.memory;
  const first = Math.ceil(vma.start / hugePages) * hugePages;
  return allowsHugePages(mm, vma) && first + hugePages <= vma.end;
}
