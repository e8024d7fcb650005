/**
 * Physical memory to look at. Nothing is copied when a view is made: what is asked for is looked up at the position of the
 * view, so that a machine of 10^6 frames costs what is drawn of it.
 */

import {
  VM_SOFTDIRTY,
  type FrameMapping,
  type FrameOwner,
  type FrameView,
  type MappedPage,
  type MigrateType,
  type PhysicalView,
  type Pfn,
  type Vpn,
  type ZoneView,
} from '@mm-playground/api';
import type { Inode } from '../files/file.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { AtPosition } from './at-position.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { TABLE_FLAGS, isExclusive, kpageflagsOf, mapcountOf, totalMapcount } from '../memory/kpageflags.ts';
import type { PageFrame } from '../memory/page-frame.ts';
import { rootOf, tableAt, visitEntries } from '../memory/page-table.ts';
import { everyMm, mappingsIn } from '../memory/rmap-walk.ts';
import { frameOf } from '../memory/rmap.ts';
import { isSoftDirty } from '../memory/soft-dirty.ts';
import type { Table } from '../memory/table.ts';
import type { PhysicalMemory } from '../memory/physical-memory.ts';
import { unusedView, zoneViews } from './zone-view.ts';

/** The memory of the machine, as the view of an address space carries it. */
export const physicalView = (mm: MmStruct, at: AtPosition): PhysicalView => new LazyPhysicalView(mm, at);

class LazyPhysicalView implements PhysicalView {
  readonly #mm: MmStruct;
  readonly #at: AtPosition;
  #zones: readonly ZoneView[] | null = null;
  #paths: ReadonlyMap<Inode, string> | null = null;

  constructor(mm: MmStruct, at: AtPosition) {
    this.#mm = mm;
    this.#at = at;
  }

  get pageShift(): PhysicalView['pageShift'] {
    return this.#mm.sys.arch.geometry.pageShift;
  }

  get zones(): readonly ZoneView[] {
    this.#zones ??= this.#at(() => zoneViews(this.#memory.allocator));
    return this.#zones;
  }

  get maxOrder(): number {
    return this.#memory.allocator.maxOrder;
  }

  get pageblockOrder(): number {
    return this.#memory.allocator.pageblockOrder;
  }

  get used(): number {
    return this.#at(() => this.#memory.framesInUse);
  }

  frame(pfn: Pfn): FrameView | null {
    return this.#at(() => this.#frameAt(pfn));
  }

  frames(from: Pfn, to: Pfn): readonly FrameView[] {
    return this.#at(() => {
      const found: FrameView[] = [];
      for (let pfn: number = from; pfn < to;) {
        const frame = this.#frameAt(pfn as Pfn);
        if (frame !== null) found.push(frame);
        pfn = frame === null ? this.#memory.allocator.nextMemory(pfn + 1) : frame.pfn + 2 ** frame.order;
      }
      return found;
    });
  }

  inUse(from: Pfn, to: Pfn): readonly FrameView[] {
    return this.frames(from, to).filter(({ use }) => use !== 'free' && use !== 'pcp' && use !== 'reserved');
  }

  mapped(start: Vpn, pages: number): readonly MappedPage[] {
    return this.#at(() => {
      const found: MappedPage[] = [];
      const end = start + pages;
      const show = (table: Table, index: number, page: Vpn): void => {
        const entry = this.#mm.sys.arch.decode(table.level, table.read(index));
        if (entry.kind !== 'leaf') return;
        const mapped = frameOf(this.#mm, table.level, entry);
        const whole = mapped.compoundHead;
        // The pages of a huge frame follow one another, and are told as parts of the same.
        const before = found.at(-1)?.frame;
        const frame = before?.pfn === whole.pfn ? before : this.#dataView(whole);
        const last = Math.min(page + table.span, end);
        const isNoted = isSoftDirty(this.#mm, table.level, table.read(index));
        for (let each = Math.max(page, start); each < last; each++)
          found.push(mappedPage(whole, frame, each, mapped.pfn + (each - page), isNoted || this.#isNew(each)));
      };
      visitEntries(this.#mm, start, end, { pte: show, huge: show });
      return found;
    });
  }

  /** Whether the page lies in a mapping of which all counts as written. */
  #isNew(page: number): boolean {
    return this.#mm.vmas.load(page)?.flags.has(VM_SOFTDIRTY) === true;
  }

  mappingsOf(pfn: Pfn): readonly FrameMapping[] {
    return this.#at(() => {
      const frame = this.#memory.frameAt(pfn);
      return frame === null ? [] : everyMm(this.#mm.sys).flatMap((mm) => mappingsOf(mm, frame));
    });
  }

  get #memory(): PhysicalMemory {
    return this.#mm.sys.memory;
  }

  #frameAt(pfn: Pfn): FrameView | null {
    const table = this.#memory.tableAt(pfn);
    if (table !== null) return this.#tableView(table);
    const frame = this.#memory.frameAt(pfn);
    return frame === null ? unusedView(this.#memory.allocator, pfn) : this.#dataView(frame);
  }

  #dataView(frame: PageFrame): FrameView {
    const mapcount = frame.kind === 'zero' ? 0 : totalMapcount(frame);
    return Object.freeze({
      pfn: frame.pfn,
      order: Math.log2(frame.pages),
      use: frame.kind,
      flags: kpageflagsOf(frame),
      refcount: mapcount + (frame.cached ? 1 : 0),
      mapcount,
      exclusive: isExclusive(frame),
      migrateType: this.#migrateTypeOf(frame.pfn),
      owner: this.#ownerOf(frame),
    });
  }

  #migrateTypeOf(pfn: Pfn): MigrateType {
    return this.#memory.allocator.zoneOf(pfn).buddy.typeOf(pfn);
  }

  #ownerOf({ inode, anonVma, pgoff }: PageFrame): FrameOwner | null {
    if (inode !== null) return { kind: 'inode', inode: inode.id, path: this.#pathOf(inode), pgoff };
    return anonVma === null ? null : { kind: 'anon_vma', anonVma: anonVma.id, pgoff };
  }

  #pathOf(inode: Inode): string {
    this.#paths ??= pathsOf(this.#mm);
    return this.#paths.get(inode) ?? '';
  }

  #tableView(table: Table): FrameView {
    const mm = everyMm(this.#mm.sys).find((each) => isTableOf(each, table));
    const owner: FrameOwner | null =
      mm === undefined ? null : { kind: 'mm', mm: mm.id, level: table.level, start: table.start };
    return Object.freeze({
      pfn: table.pfn,
      order: 0,
      use: 'table',
      flags: TABLE_FLAGS,
      refcount: 1,
      mapcount: 0,
      exclusive: false,
      migrateType: this.#migrateTypeOf(table.pfn),
      owner,
    });
  }
}

const isTableOf = (mm: MmStruct, table: Table): boolean =>
  table.level === 0 ? rootOf(mm) === table : tableAt(mm, table.start, table.level) === table;

/** Where an address space maps a frame, or pieces of it. */
function mappingsOf(mm: MmStruct, frame: PageFrame): FrameMapping[] {
  if (frame.inode === null && frame.anonVma === null) return searchMappings(mm, frame);
  return mm.vmas
    .all()
    .filter((vma) => mayMap(vma, frame))
    .flatMap((vma) => mappingsIn(vma, frame).map(({ table, index }) => mappingView(vma, table, index)));
}

const mayMap = (vma: VmArea, { inode, anonVma }: PageFrame): boolean =>
  inode === null ? vma.anonVmaChain.some((link) => link === anonVma) : vma.file?.inode === inode;

/** The kernel's own pages have no reverse mapping: every entry is looked at. */
function searchMappings(mm: MmStruct, frame: PageFrame): FrameMapping[] {
  const found: FrameMapping[] = [];
  for (const vma of mm.vmas.all()) {
    const look = (table: Table, index: number): void => {
      const entry = mm.sys.arch.decode(table.level, table.read(index));
      if (entry.kind === 'leaf' && frameOf(mm, table.level, entry) === frame)
        found.push(mappingView(vma, table, index));
    };
    visitEntries(mm, vma.start, vma.end, { pte: look, huge: look });
  }
  return found;
}

function mappingView(vma: VmArea, table: Table, index: number): FrameMapping {
  const { write } = vma.mm.sys.arch.decode(table.level, table.read(index));
  return Object.freeze({
    mm: vma.mm.id,
    vma: vma.id,
    page: table.pageOf(index),
    pages: table.span,
    writable: write,
  });
}

/** A path to each file that somebody maps. */
function pathsOf(mm: MmStruct): ReadonlyMap<Inode, string> {
  const paths = new Map<Inode, string>();
  for (const each of everyMm(mm.sys))
    for (const { file } of each.vmas.all())
      if (file !== null && !paths.has(file.inode)) paths.set(file.inode, file.shownPath);
  return paths;
}

function mappedPage(whole: PageFrame, frame: FrameView, page: number, pfn: number, softDirty: boolean): MappedPage {
  const at = pfn - whole.pfn;
  return Object.freeze({
    page: page as Vpn,
    pfn: pfn as Pfn,
    frame,
    flags: kpageflagsOf(whole, at),
    mapcount: whole.kind === 'zero' ? 0 : mapcountOf(whole, at),
    exclusive: isExclusive(whole, at),
    softDirty,
  });
}
