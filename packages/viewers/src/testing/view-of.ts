/** Views for tests: `viewOf([['r-xp', 0x400, 3, 'code', '/bin/cat'], ...])`. */

import {
  NO_COST,
  addrOf,
  vmFlags,
  vpn,
  type Counters,
  type MapsRow,
  type MmView,
  type TablesView,
  type VmaKind,
  type VmaView,
} from '@mm-playground/api';
import { toyArch } from './toy-arch.ts';
import { ToyTables } from './toy-tables.ts';

/** One VMA: permissions, first page, pages, kind, name, and optionally pgoff and id. */
export type VmaSpec = readonly [
  perms: string,
  start: number,
  pages: number,
  kind: VmaKind,
  name?: string,
  more?: { readonly pgoff?: number; readonly id?: number; readonly anonVma?: number },
];

const FLAG_OF: Readonly<Record<string, string>> = { r: 'READ', w: 'WRITE', x: 'EXEC', s: 'SHARED' };

const flagsOf = (perms: string): VmaView['flags'] => vmFlags(...[...perms].flatMap((letter) => FLAG_OF[letter] ?? []));

const vmaOf = (spec: VmaSpec, index: number): VmaView => {
  const [perms, start, pages, kind, name = '', more = {}] = spec;
  return {
    id: more.id ?? index + 1,
    start: vpn(start),
    end: vpn(start + pages),
    flags: flagsOf(perms),
    perms,
    pgoff: more.pgoff ?? 0,
    name,
    kind,
    anonVma: more.anonVma ?? null,
    file: name.startsWith('/') ? 1 : null,
  };
};

const rowOf = (vma: VmaView): MapsRow => ({
  start: addrOf(vma.start, toyArch.geometry.pageShift),
  end: addrOf(vma.end, toyArch.geometry.pageShift),
  perms: vma.perms,
  offset: BigInt(vma.pgoff) << BigInt(toyArch.geometry.pageShift),
  device: vma.file === null ? '00:00' : 'fe:00',
  inode: vma.file === null ? 0n : 131_842n,
  name: vma.name,
});

const countersOf = (vmas: readonly VmaView[], over: Partial<Counters>): Counters => {
  const total = (which: (vma: VmaView) => boolean): number =>
    vmas.filter(which).reduce((sum, vma) => sum + vma.end - vma.start, 0);
  return {
    map_count: vmas.length,
    total_vm: total(() => true),
    data_vm: total((vma) => vma.perms.startsWith('rw-p')),
    exec_vm: total((vma) => vma.perms[2] === 'x'),
    stack_vm: total((vma) => vma.kind === 'stack'),
    locked_vm: 0,
    hiwater_vm: total(() => true),
    anon_rss: 0,
    file_rss: 0,
    shmem_rss: 0,
    page_tables: 0,
    committed: total((vma) => vma.perms.startsWith('rw-p')),
    ...over,
  };
};

/** A view with these VMAs, in ascending order. */
export function viewOf(specs: readonly VmaSpec[], tables?: TablesView, counters: Partial<Counters> = {}): MmView {
  const vmas = specs.map(vmaOf);
  let rows: MapsRow[] | undefined;
  return {
    mm: 1,
    arch: toyArch,
    tasks: ['4711'],
    vmas,
    counters: countersOf(vmas, counters),
    tables: tables ?? new ToyTables(toyArch),
    tree: null,
    physical: null,
    rmap: null,
    tlbs: [],
    cost: NO_COST,
    indexCost: null,
    travelling: [],
    invariants: [],
    layout: {},
    maps: () => (rows ??= vmas.map(rowOf)),
    smaps: () => [],
    smapsRollup: () => null,
    status: () => ({}),
    pagemap: (_start, pages) => '.'.repeat(pages),
  };
}
