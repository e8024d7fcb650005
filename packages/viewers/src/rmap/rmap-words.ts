/** What the reverse-mapping viewer says in words, and which part of reverse mapping it shows. */

import type {
  AnonVmaView,
  IMmapView,
  IntervalView,
  MmView,
  Pfn,
  RmapView,
  RmapWalk,
  Selection,
} from '@mm-playground/api';

/** A frame with the way from it to its mappings. */
export interface FrameWalk {
  readonly pfn: Pfn;
  /** Null for a frame that has no reverse mapping: the zero page, a table. */
  readonly walk: RmapWalk | null;
}

/** The walk from the frame of a selected page; null where no page with a frame is selected. */
export function walkOfSelection({ tables, rmap }: MmView, selection: Selection | null): FrameWalk | null {
  if (selection === null || rmap === null || tables.root === null) return null;
  const last = tables.walk(selection.start).at(-1);
  if (last?.entry.kind !== 'leaf' || last.entry.pfn === null) return null;
  const pfn = (last.entry.pfn + (selection.start - last.start)) as Pfn;
  return { pfn, walk: rmap.walk(pfn) };
}

/** A tree of intervals with its heading: an anon_vma's, or a file's. */
export interface IntervalTree {
  readonly key: string;
  readonly kind: 'anon_vma' | 'i_mmap';
  readonly id: number;
  readonly title: string;
  readonly facts: string;
  /** How far below its root an anon_vma is. */
  readonly depth: number;
  readonly nodes: readonly IntervalView[];
}

/** anon_vmas as families, each below its parent, then files. */
export function intervalTrees({ anonVmas, files }: RmapView): IntervalTree[] {
  const below = Map.groupBy(
    anonVmas.filter(({ id, parent }) => parent !== id),
    ({ parent }) => parent,
  );
  const known = new Set(anonVmas.map(({ id }) => id));
  const roots = anonVmas.filter(({ id, parent }) => parent === id || !known.has(parent));
  const family = (anon: AnonVmaView, depth: number): IntervalTree[] => [
    anonTree(anon, depth),
    ...(below.get(anon.id) ?? []).flatMap((child) => family(child, depth + 1)),
  ];
  return [...roots.flatMap((root) => family(root, 0)), ...files.map(fileTree)];
}

const anonTree = ({ id, root, num_children, num_active_vmas, vmas }: AnonVmaView, depth: number): IntervalTree => ({
  key: `anon_vma ${id}`,
  kind: 'anon_vma',
  id,
  title: `anon_vma #${id}`,
  facts: `${root === id ? 'root' : `root #${root}`} · num_children ${num_children} · num_active_vmas ${num_active_vmas}`,
  depth,
  nodes: vmas,
});

const fileTree = ({ inode, path, nrpages, i_mmap_writable, i_mmap }: IMmapView): IntervalTree => ({
  key: `i_mmap ${inode}`,
  kind: 'i_mmap',
  id: inode,
  title: path === '' ? `inode ${inode}` : path,
  facts: `inode ${inode} · nrpages ${nrpages} · i_mmap_writable ${i_mmap_writable}`,
  depth: 0,
  nodes: i_mmap,
});

/** First and last page offset of a tree. */
export const extentOf = (nodes: readonly IntervalView[]): readonly [first: number, last: number] => [
  Math.min(...nodes.map(({ first }) => first)),
  Math.max(...nodes.map(({ last }) => last)),
];

/** A page offset in hex, as the kernel counts them: `0x7ffff7d1`. */
export const pgoffText = (pgoff: number): string => `0x${pgoff.toString(16)}`;
