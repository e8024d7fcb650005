/** Physical memory, reverse mapping and TLBs of a toy view: what its page tables point to, and another process that shares some of it. */

import {
  pageFlags,
  pfn,
  vpn,
  type FrameMapping,
  type FrameView,
  type MmView,
  type Pfn,
  type PhysicalView,
  type RmapView,
  type TlbView,
  type VmaView,
  type ZoneView,
} from '@mm-playground/api';

/** The mm that shares every fourth page. */
const OTHER_MM = 2;

/** The view with memory, reverse mapping and two TLBs. */
export const withMemory = (view: MmView): MmView => {
  const physical = memoryOf(view);
  return { ...view, physical, rmap: rmapOf(view, physical), tlbs: tlbsOf(view) };
};

const vmaAt = ({ vmas }: MmView, page: number): VmaView | undefined =>
  vmas.find((vma) => vma.start <= page && page < vma.end);

function memoryOf(view: MmView): PhysicalView {
  const frames: FrameView[] = [];
  const mappings = new Map<number, FrameMapping[]>();
  for (const { pfn: frame, level, start } of view.tables.tables())
    frames.push(frameOf(frame, { use: 'table', owner: { kind: 'mm', mm: view.mm, level, start } }));
  for (const { entry, start, pages } of view.tables.leaves()) {
    if (entry.pfn === null) continue;
    const vma = vmaAt(view, start);
    const shared = start % 4 === 0;
    const pgoff = start - (vma?.start ?? 0) + (vma?.pgoff ?? 0);
    const of = (mm: number): FrameMapping => ({ mm, vma: vma?.id ?? 0, page: start, pages, writable: entry.write });
    mappings.set(entry.pfn, shared ? [of(view.mm), of(OTHER_MM)] : [of(view.mm)]);
    frames.push(
      frameOf(entry.pfn, {
        use: vma?.name.startsWith('/') === true && !entry.write ? 'file' : 'anon',
        order: Math.log2(pages),
        mapcount: shared ? 2 : 1,
        exclusive: !shared,
        owner:
          vma?.name.startsWith('/') === true && !entry.write
            ? { kind: 'inode', inode: 7, path: vma.name, pgoff }
            : { kind: 'anon_vma', anonVma: vma?.anonVma ?? 1, pgoff },
      }),
    );
  }
  frames.sort((a, b) => a.pfn - b.pfn);
  const inUse = (from: number, to: number): FrameView[] =>
    frames.filter((frame) => frame.pfn < to && frame.pfn + 2 ** frame.order > from);
  return {
    pageShift: view.arch.geometry.pageShift,
    zones: [zone()],
    maxOrder: 10,
    pageblockOrder: 9,
    used: frames.length,
    frame: (at) => frames.find((frame) => frame.pfn <= at && at < frame.pfn + 2 ** frame.order) ?? null,
    frames: (from, to) => inUse(from, to),
    inUse,
    mapped: () => [],
    mappingsOf: (at) => mappings.get(at) ?? [],
  };
}

const frameOf = (at: Pfn, more: Partial<FrameView>): FrameView => ({
  pfn: at,
  order: 0,
  use: 'anon',
  flags: pageFlags('uptodate', 'lru'),
  refcount: more.mapcount ?? 1,
  mapcount: 0,
  exclusive: false,
  migrateType: 'Movable',
  owner: null,
  ...more,
});

function zone(): ZoneView {
  const none = Array.from({ length: 11 }, () => 0);
  return {
    name: 'Normal',
    start: pfn(0x1000),
    end: pfn(0x10_0000),
    present: 0xf_f000,
    managed: 0xf_0000,
    free: 0x8_0000,
    watermarks: { min: 0x1000, low: 0x1400, high: 0x1800 },
    protection: [],
    freeArea: {
      Unmovable: [2, ...none.slice(1)],
      Movable: [1, 0, 3, 1, 0, 2, 0, 1, 0, 0, 500],
      Reclaimable: none,
      HighAtomic: none,
      Isolate: none,
    },
    pageblocks: { Unmovable: 10, Movable: 500, Reclaimable: 2, HighAtomic: 0, Isolate: 0 },
    pagesets: [{ count: 3, high: 100, batch: 31 }],
  };
}

function rmapOf(view: MmView, physical: PhysicalView): RmapView {
  const anon = view.vmas.filter(({ anonVma }) => anonVma !== null);
  const ids = [...new Set(anon.flatMap(({ anonVma }) => anonVma ?? []))].sort((a, b) => a - b);
  const files = view.vmas.filter(({ name }) => name.startsWith('/'));
  const interval = (mm: number, vma: VmaView) => ({
    mm,
    vma: vma.id,
    first: vma.pgoff,
    last: vma.pgoff + (vma.end - vma.start) - 1,
    start: vma.start,
  });
  return {
    anonVmas: ids.map((id, i) => {
      const vmas = anon.filter(({ anonVma }) => anonVma === id);
      return {
        id,
        root: ids[0] ?? id,
        parent: i === 0 ? id : (ids[0] ?? id),
        num_children: i === 0 ? ids.length : 0,
        num_active_vmas: vmas.length,
        vmas: [...vmas.map((vma) => interval(view.mm, vma)), ...vmas.map((vma) => interval(OTHER_MM, vma))],
      };
    }),
    files: [...new Set(files.map(({ name }) => name))].map((path, i) => ({
      inode: 7 + i,
      path,
      nrpages: 12,
      i_mmap_writable: 0,
      i_mmap: files.filter(({ name }) => name === path).map((vma) => interval(view.mm, vma)),
    })),
    chain: (id) => anon.filter((vma) => vma.id === id).map(({ anonVma }) => ({ vma: id, anonVma: anonVma ?? 0 })),
    walk: (at) => {
      const owner = physical.frame(at)?.owner;
      if (owner === undefined || owner === null || owner.kind === 'mm') return null;
      return {
        through: owner.kind === 'inode' ? { kind: 'i_mmap', id: owner.inode } : { kind: 'anon_vma', id: owner.anonVma },
        pgoff: owner.pgoff,
        asked: [
          ...physical.mappingsOf(at).map(({ mm, vma, page }) => ({ mm, vma, page, maps: true })),
          { mm: OTHER_MM, vma: 99, page: vpn(0x1234), maps: false },
        ],
      };
    },
  };
}

const TLB_STATES = ['valid', 'valid', 'stale', 'wrong', 'freed'] as const;

function tlbsOf(view: MmView): TlbView[] {
  const leaves = [...view.tables.leaves()].slice(0, 8);
  return ['writer', 'reader'].map((task, cpu) => ({
    task,
    mm: view.mm,
    entries: leaves.slice(cpu * 2).map(({ entry, start, pages }, i) => ({
      mm: view.mm,
      start,
      pages,
      entry,
      pfn: entry.pfn ?? pfn(0),
      state: cpu === 0 ? 'valid' : (TLB_STATES[i % TLB_STATES.length] ?? 'valid'),
    })),
  }));
}
