/**
 * The invariants of page tables and frames, counted from scratch: what a kernel would report as "Bad rss-counter state",
 * "Bad page map" or leaked page tables when an mm goes.
 */

import type { AnonVma } from '../vma/anon-vma.ts';
import type { MmStruct, RssMember } from '../mm/mm-struct.ts';
import type { System } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { hasReserve } from './huge-pmd.ts';
import { totalMapcount } from './kpageflags.ts';
import { brokenRun } from './contpte.ts';
import type { PageFrame } from './page-frame.ts';
import { childOf, pteLevel, rootOf } from './page-table.ts';
import { anonVmaTrees, candidates, mappingsIn } from './rmap-walk.ts';
import { normalPage } from './rmap.ts';
import { rssMemberOf } from './rss.ts';
import type { Table } from './table.ts';

/** What an address space maps. */
interface Census {
  readonly rss: Record<RssMember, number>;
  readonly mapped: Map<PageFrame, number>;
  readonly broken: string[];
  tables: number;
}

/** What is broken in the page tables of one address space: counters, pages outside of any VMA. */
export function validateTables(mm: MmStruct): string[] {
  const census = takeCensus(mm);
  for (const [member, pages] of Object.entries(census.rss) as [RssMember, number][])
    if (mm[member] !== pages) census.broken.push(`${member} is ${mm[member]}, the page tables have ${pages}`);
  if (mm.tablePages !== census.tables)
    census.broken.push(`${mm.tablePages} table pages are counted, there are ${census.tables}`);
  return census.broken.map((what) => `${mm.describe()}: ${what}`);
}

/** What is broken in the frames of a machine: how often each is mapped. */
export function validateFrames(sys: System): string[] {
  const mapped = new Map<PageFrame, number>();
  for (const mm of sys.memory.addressSpaces())
    for (const [frame, times] of takeCensus(mm).mapped) mapped.set(frame, (mapped.get(frame) ?? 0) + times);
  const broken = validateMappings(sys);
  const trees = anonVmaTrees(sys);
  // A kernel that loses pages in mremap() says so itself, once: `anon-rmap`.
  const { unwrittenTakesWritten, copyHandsAnonVmaOn } = sys.generation.mergeRules;
  const looksEverywhere = copyHandsAnonVmaOn || !unwrittenTakesWritten;
  for (const frame of sys.memory.allFrames()) {
    const times = mapped.get(frame) ?? 0;
    const { mapcount, kind } = frame;
    if (mapcount !== times)
      broken.push(`${frame.describe()} (${kind}) has mapcount ${mapcount}, ${times} entries map it`);
    if (looksEverywhere && frame.compoundHead === frame && !isFound(frame, trees))
      broken.push(`${frame.describe()} is mapped where rmap does not look`);
    if (frame.anonExclusive && frame.mappedTimes > 1) broken.push(`${frame.describe()} is exclusive and mapped twice`);
  }
  return broken;
}

/** Whether the frame leads to every entry that maps it. The kernel's own pages lead nowhere. */
function isFound(frame: PageFrame, trees: ReadonlyMap<AnonVma, readonly VmArea[]>): boolean {
  const { inode, anonVma } = frame;
  if (inode === null && anonVma === null) return true;
  const tree = inode?.mappings.values() ?? (anonVma === null ? [] : (trees.get(anonVma) ?? []));
  const found = candidates(tree, frame).reduce((sum, { vma }) => sum + mappingsIn(vma, frame).length, 0);
  return found === totalMapcount(frame);
}

/** Mappings that a file still has, and no address space. */
function validateMappings(sys: System): string[] {
  const mapped = new Set(sys.addressSpaces().flatMap((mm) => mm.vmas.all()));
  const inodes = new Set([...mapped].flatMap(({ file }) => file?.inode ?? []));
  return [...inodes].flatMap(({ mappings }) =>
    [...mappings.values()]
      .filter((vma) => !mapped.has(vma))
      .map((vma) => `${vma.describe()} is gone and still among the mappings of its file`),
  );
}

function takeCensus(mm: MmStruct): Census {
  const census: Census = {
    rss: { filePages: 0, anonPages: 0, swapEnts: 0, shmemPages: 0 },
    mapped: new Map(),
    broken: [],
    tables: 0,
  };
  const root = rootOf(mm);
  if (root !== null) countTable(mm, root, census);
  for (const vma of mm.vmas.all())
    if (vma.file !== null && vma.file.inode.mappings.get(vma.id) !== vma)
      census.broken.push(`${vma.describe()} is not among the mappings of its file`);
  return census;
}

function countTable(mm: MmStruct, table: Table, census: Census): void {
  let used = 0;
  for (let index = 0; index < table.words.length; index++) {
    if (table.isEmpty(index)) continue;
    used++;
    const child = childOf(mm, table, index);
    if (child === null) countLeaf(mm, table, index, census);
    else {
      if (child.start !== table.pageOf(index)) census.broken.push(`${child.describe()} does not know where it is`);
      if (mm.sys.arch.geometry.levels[child.level]?.name !== 'p4d') census.tables++;
      countTable(mm, child, census);
    }
  }
  if (used !== table.used) census.broken.push(`${table.describe()} says ${table.used} entries and has ${used}`);
}

function countLeaf(mm: MmStruct, table: Table, index: number, census: Census): void {
  const page = table.pageOf(index);
  if (mm.vmas.load(page) === null) census.broken.push(`page ${page.toString(16)} is mapped outside of any VMA`);
  const broken = brokenRun(mm, table, index);
  if (broken !== null) census.broken.push(broken);
  const entry = mm.sys.arch.decode(table.level, table.read(index));
  const frame = entry.kind === 'leaf' ? normalPage(mm, table.level, entry) : null;
  if (table.level < pteLevel(mm) && hasReserve(frame)) census.tables++;
  if (frame === null) return;
  const member = rssMemberOf(frame);
  if (member !== null) census.rss[member] += frame.pages;
  census.mapped.set(frame, (census.mapped.get(frame) ?? 0) + 1);
  if (frame.freed) census.broken.push(`page ${page.toString(16)} maps ${frame.describe()}, which is free`);
}
