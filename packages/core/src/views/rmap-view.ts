/** Reverse mapping to look at: anon_vmas with the VMAs that hang on them, files with their mappings. */

import {
  VM_MAYWRITE,
  VM_SHARED,
  type AnonVmaView,
  type IMmapView,
  type IntervalView,
  type Pfn,
  type RmapView,
  type RmapWalk,
} from '@mm-playground/api';
import type { AnonVma } from '../vma/anon-vma.ts';
import type { Inode } from '../files/file.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { AtPosition } from './at-position.ts';
import type { VmArea } from '../vma/vm-area.ts';
import type { PageFrame } from '../memory/page-frame.ts';
import { anonVmaTrees, byInterval, candidates, mappingsIn } from '../memory/rmap-walk.ts';

type Trees = ReadonlyMap<AnonVma, readonly VmArea[]>;

/** The reverse mapping of an address space at the position of its view. */
export function rmapView(mm: MmStruct, at: AtPosition): RmapView {
  const trees = anonVmaTrees(mm.sys);
  const vmas = mm.vmas.all();
  const chains = new Map(vmas.map((vma) => [vma.id, vma.anonVmaChain.map(({ id }) => ({ vma: vma.id, anonVma: id }))]));
  return Object.freeze({
    anonVmas: Object.freeze(anonVmaViews(trees, vmas)),
    files: Object.freeze(fileViews(vmas)),
    chain: (vma: number) => chains.get(vma) ?? [],
    walk: (pfn: Pfn) => at(() => walk(mm, trees, pfn)),
  });
}

/** The root of the family. */
function rootOf(anonVma: AnonVma): AnonVma {
  let root = anonVma;
  while (root.parent !== null) root = root.parent;
  return root;
}

function anonVmaViews(trees: Trees, vmas: readonly VmArea[]): AnonVmaView[] {
  const shown = new Set<AnonVma>();
  for (const { anonVmaChain } of vmas)
    for (const link of anonVmaChain)
      for (let each: AnonVma | null = link; each !== null; each = each.parent) shown.add(each);
  const children = Map.groupBy(trees.keys(), ({ parent }) => parent);
  return [...shown]
    .toSorted((a, b) => a.id - b.id)
    .map((anonVma) => anonVmaView(anonVma, trees.get(anonVma) ?? [], children.get(anonVma)?.length ?? 0));
}

function anonVmaView(anonVma: AnonVma, tree: readonly VmArea[], children: number): AnonVmaView {
  return Object.freeze({
    id: anonVma.id,
    root: rootOf(anonVma).id,
    parent: (anonVma.parent ?? anonVma).id,
    num_children: children + (anonVma.parent === null ? 1 : 0),
    num_active_vmas: tree.filter((vma) => vma.anonVma === anonVma).length,
    vmas: Object.freeze(tree.map(intervalView)),
  });
}

/** The inodes that VMAs map, each with a path that leads to it. */
function fileViews(vmas: readonly VmArea[]): IMmapView[] {
  const paths = new Map<Inode, string>();
  for (const { file } of vmas) if (file !== null && !paths.has(file.inode)) paths.set(file.inode, file.shownPath);
  return [...paths].toSorted(([a], [b]) => a.id - b.id).map(([inode, path]) => fileView(inode, path));
}

function fileView(inode: Inode, path: string): IMmapView {
  const mappings = [...inode.mappings.values()].toSorted(byInterval);
  const writable = VM_SHARED.or(VM_MAYWRITE);
  return Object.freeze({
    inode: inode.id,
    path,
    nrpages: inode.pages.size,
    i_mmap_writable: mappings.filter(({ flags }) => flags.hasAll(writable)).length,
    i_mmap: Object.freeze(mappings.map(intervalView)),
  });
}

const intervalView = (vma: VmArea): IntervalView =>
  Object.freeze({
    mm: vma.mm.id,
    vma: vma.id,
    first: vma.pgoff,
    last: vma.pgoffOf(vma.end) - 1,
    start: vma.start,
  });

function walk(mm: MmStruct, trees: Trees, pfn: Pfn): RmapWalk | null {
  const frame = mm.sys.memory.frameAt(pfn);
  const through = frame === null ? null : treeOf(trees, frame);
  if (frame === null || through === null) return null;
  const { kind, id, tree } = through;
  const asked = candidates(tree, frame).map(({ vma, page }) =>
    Object.freeze({ mm: vma.mm.id, vma: vma.id, page, maps: mappingsIn(vma, frame).length > 0 }),
  );
  return Object.freeze({ through: { kind, id }, pgoff: frame.pgoff, asked: Object.freeze(asked) });
}

/** Where the mappings of a frame are to be found; null for the kernel's own pages. */
function treeOf(
  trees: Trees,
  { inode, anonVma }: PageFrame,
): (RmapWalk['through'] & { readonly tree: Iterable<VmArea> }) | null {
  if (inode !== null) return { kind: 'i_mmap', id: inode.id, tree: [...inode.mappings.values()].toSorted(byInterval) };
  return anonVma === null ? null : { kind: 'anon_vma', id: anonVma.id, tree: trees.get(anonVma) ?? [] };
}
