/** A flat address space as a view: maps, smaps, status and pagemap, and no page tables. */

import {
  NO_COST,
  pages,
  pfn,
  VM_READ,
  VM_WRITE,
  VM_EXEC,
  VM_NONE,
  vpnOf,
  type Architecture,
  type Counters,
  type MapsRow,
  type MmView,
  type SmapsRow,
  type TablesView,
  type TaskName,
  type VmFlags,
  type Vpn,
} from '@mm-playground/api';
import { PAGE, PAGE_SHIFT, sizeOf, type FlatMm, type FlatRange } from './flat-mm.ts';

const kb = (bytes: bigint): number => Number(bytes / 1024n);

const flagsOf = ({ perms }: FlatRange): VmFlags =>
  [VM_READ, VM_WRITE, VM_EXEC].reduce((flags, flag, at) => (perms[at] === '-' ? flags : flags.or(flag)), VM_NONE);

const mapsRow = ({ start, end, perms, name }: FlatRange): MapsRow => ({
  start,
  end,
  perms,
  offset: 0n,
  device: '00:00',
  inode: 0n,
  name,
});

const residentIn = (mm: FlatMm, { start, end }: FlatRange): number =>
  [...mm.written].filter((page) => start <= page && page < end).length * kb(PAGE);

function smapsRow(mm: FlatMm, range: FlatRange): SmapsRow {
  const resident = residentIn(mm, range);
  return {
    maps: mapsRow(range),
    sizes: {
      Size: kb(range.end - range.start),
      KernelPageSize: kb(PAGE),
      MMUPageSize: kb(PAGE),
      Rss: resident,
      Anonymous: resident,
      Private_Clean: 0,
      Private_Dirty: resident,
      Referenced: resident,
    },
    thpEligible: undefined,
    protectionKey: undefined,
    flags: flagsOf(range),
  };
}

const NO_TABLES = (arch: Architecture): TablesView => ({
  arch,
  root: pfn(0),
  walk: () => [],
  entries: () => [],
  tables: () => [],
  leaves: () => [],
});

const NO_COUNTERS: Omit<Counters, 'map_count' | 'total_vm' | 'anon_rss'> = {
  data_vm: 0,
  exec_vm: 0,
  stack_vm: 0,
  locked_vm: 0,
  hiwater_vm: 0,
  file_rss: 0,
  shmem_rss: 0,
  page_tables: 0,
  committed: 0,
};

/** Shows an address space. */
export function flatView(id: number, mm: FlatMm, arch: Architecture, tasks: readonly TaskName[]): MmView {
  const resident = mm.written.size * kb(PAGE);
  const size = kb(sizeOf(mm.ranges));
  return {
    mm: id,
    arch,
    tasks,
    vmas: mm.ranges.map((range, at) => ({
      id: at,
      start: vpnOf(range.start, arch.geometry.pageShift),
      end: vpnOf(range.end, arch.geometry.pageShift),
      flags: flagsOf(range),
      perms: range.perms,
      pgoff: vpnOf(range.start, arch.geometry.pageShift),
      name: range.name,
      kind: range.name === 'unknown' ? 'unknown' : 'anon',
      anonVma: null,
      file: null,
    })),
    counters: {
      ...NO_COUNTERS,
      map_count: mm.ranges.length,
      total_vm: pages(size / kb(PAGE)),
      anon_rss: pages(mm.written.size),
    },
    tree: null,
    tables: NO_TABLES(arch),
    physical: null,
    rmap: null,
    tlbs: [],
    cost: NO_COST,
    indexCost: null,
    travelling: [],
    invariants: [],
    layout: {},
    maps: () => mm.ranges.map(mapsRow),
    smaps: () => mm.ranges.map((range) => smapsRow(mm, range)),
    smapsRollup: () => null,
    status: () => ({
      VmPeak: kb(mm.peak),
      VmSize: size,
      VmRSS: resident,
      RssAnon: resident,
      RssFile: 0,
      RssShmem: 0,
      VmPTE: 4,
    }),
    pagemap: (start: Vpn, count: number) =>
      Array.from({ length: count }, (_, at) =>
        mm.written.has(BigInt(start + at) << BigInt(PAGE_SHIFT)) ? 'A' : '.',
      ).join(''),
  };
}
