/**
 * Starting points: the address space that a recording shows, that of a small program, or one of which nothing is known.
 *
 * What a snapshot implies: a VMA has an anon_vma exactly if its `Anonymous:` is above 0; mappings of one path are of one open
 * file; without randomisation the end of the highest of [vdso] and ld.so is mmap_base.
 */

import {
  KernelBug,
  NotModelled,
  VM_ACCESS_FLAGS,
  VM_ACCOUNT,
  VM_EXEC,
  VM_GROWSDOWN,
  VM_LOCKED,
  VM_MAYSHARE,
  VM_NONE,
  VM_READ,
  VM_SHARED,
  VM_SOFTDIRTY,
  VM_WRITE,
  addrOf,
  isPageAligned,
  vpnOf,
  type Bytes,
  type InitialState,
  type MapsRow,
  type PageShift,
  type SmapsRow,
  type VmFlags,
} from '@mm-playground/api';
import { unchargeMemory, vmStatAccount } from '../mm/accounting.ts';
import { Inode, OpenFile } from '../files/file.ts';
import { inodeAt } from '../syscalls/files/file-calls.ts';
import { adoptResident } from './adopt-resident.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { emptyMm } from '../mm/small-program.ts';
import { pkeyFlags } from '../syscalls/pkeys.ts';
import type { System } from '../machine/system.ts';
import type { Owner } from '../machine/task.ts';
import { MAY_ALL, vmOpsOf, type VmOps } from '../vma/vm-area.ts';
import { anonVmaPrepare } from '../vma/anon-vma-prepare.ts';

/** An mm as a recording shows it. @throws KernelBug where the snapshot shows what no mm can be */
export function adoptMm(sys: System, state: InitialState, owner: Owner): MmStruct {
  // `sd` anywhere tells that the kernel was built with soft-dirty tracking.
  if (state.smaps?.some(({ row }) => row.flags.has(VM_SOFTDIRTY)) === true)
    sys.facts = { ...sys.facts, softDirty: true };
  const mm = emptyMm(sys, owner);
  Object.assign(mm, layoutOf(state));
  const shown = state.smaps?.map(({ row }) => row) ?? (state.maps ?? []).map(({ row }) => asSmaps(row));
  const { gate, taskSize } = sys.arch.layout;
  const { pageShift } = sys.arch.geometry;
  mm.touch('showsGate').showsGate = shown.some((row) => row.maps.start === gate?.start);
  // What lies beyond user space is the gate area of the machine that was recorded: no VMA.
  const rows = shown.filter((row) => row.maps.start < addrOf(taskSize, pageShift));
  checkPageSize(rows, pageShift);
  const files = new Map<string, OpenFile>();
  for (const row of rows) adoptVma(mm, row, files);
  for (const row of rows) if ((row.sizes.Anonymous ?? 0) > 0) adoptAnonVma(mm, row);
  for (const row of rows) adoptPages(mm, row);
  mm.touch('mmapBase').mmapBase = mmapBaseOf(
    mm,
    rows.map((row) => row.maps),
  );
  if (state.layout.brk === undefined) mm.touch('brk').brk = heapEnd(mm) ?? mm.startBrk;
  mm.touch('hiwaterVm').hiwaterVm = pagesOfKb(mm, state.status?.VmPeak ?? 0);
  return mm;
}

/** @throws NotModelled where the recorded machine had smaller pages than this one */
function checkPageSize(rows: readonly SmapsRow[], shift: PageShift): void {
  const odd = rows.some(({ maps }) => !isPageAligned(maps.start, shift) || !isPageAligned(maps.end, shift));
  if (odd) throw new NotModelled('this recording', `has smaller pages than the machine's ${2 ** (shift - 10)} KiB`);
}

const pagesOfKb = (mm: MmStruct, kb: number): number => kb / 2 ** (mm.sys.arch.geometry.pageShift - 10);

function layoutOf({ layout }: InitialState): Partial<MmStruct> {
  const brk = layout.brk ?? layout.startBrk ?? 0n;
  return {
    startCode: (layout.startCode ?? 0n) as Bytes,
    endCode: (layout.endCode ?? 0n) as Bytes,
    startData: (layout.startData ?? 0n) as Bytes,
    endData: (layout.endData ?? 0n) as Bytes,
    startBrk: (layout.startBrk ?? 0n) as Bytes,
    brk: brk as Bytes,
    startStack: (layout.startStack ?? 0n) as Bytes,
    argStart: (layout.argStart ?? 0n) as Bytes,
    argEnd: (layout.argEnd ?? 0n) as Bytes,
    envStart: (layout.envStart ?? 0n) as Bytes,
    envEnd: (layout.envEnd ?? 0n) as Bytes,
  };
}

/** Where [heap] ends in the snapshot: the break lies in its last page, and only the first brk(NULL) tells where. */
function heapEnd(mm: MmStruct): Bytes | null {
  const shift = mm.sys.arch.geometry.pageShift;
  const start = vpnOf(mm.startBrk, shift);
  const heap = mm.vmas.all().find((vma) => vma.start === start && vma.isAnonymous && vma.flags.has(VM_WRITE));
  return heap === undefined ? null : ((BigInt(heap.end) << BigInt(shift)) as Bytes);
}

/** Without VmFlags, what the permission letters and the ordinary way of mapping say. */
function asSmaps(maps: MapsRow): SmapsRow {
  const [read, write, exec, share] = maps.perms;
  let flags: VmFlags = MAY_ALL;
  if (read === 'r') flags = flags.or(VM_READ);
  if (write === 'w') flags = flags.or(VM_WRITE);
  if (exec === 'x') flags = flags.or(VM_EXEC);
  if (share === 's') flags = flags.or(VM_MAYSHARE).or(write === 'w' ? VM_SHARED : VM_NONE);
  else if (write === 'w') flags = flags.or(VM_ACCOUNT);
  if (maps.name === '[stack]') flags = flags.or(VM_GROWSDOWN);
  return { maps, sizes: {}, thpEligible: undefined, protectionKey: undefined, flags };
}

const SPECIAL_NAME = /^\[(vdso|vvar|vvar_vclock|uprobes|sigpage|vectors)\]$/;

function adoptVma(mm: MmStruct, row: SmapsRow, files: Map<string, OpenFile>): void {
  const { maps } = row;
  const flags = row.flags.or(adoptPkey(mm, row));
  const { sys } = mm;
  const shift = sys.arch.geometry.pageShift;
  const start = vpnOf(maps.start, shift);
  const end = vpnOf(maps.end, shift);
  if (end <= start || mm.vmas.intersects(start, end))
    throw new KernelBug(`the snapshot shows ${maps.start.toString(16)}-${maps.end.toString(16)} twice or empty`);
  const special = SPECIAL_NAME.test(maps.name);
  const [, shmem, anonName = null] = /^\[anon(_shmem)?:(.*)\]$/.exec(maps.name) ?? [];
  const file = maps.name.startsWith('/')
    ? fileAt(sys, maps.name, flags, files)
    : shmem === undefined
      ? null
      : namedShmemAt(sys, maps, files);
  const ops: VmOps = special ? 'special' : vmOpsOf(file);
  const pgoff = file === null && !special ? start : Number(maps.offset >> BigInt(shift));
  const hidden = maps.name === '[heap]' || isBss(mm, maps) ? sys.arch.heapFlags : undefined;
  const vma = mm.newVma({ start, end, flags: hidden === undefined ? flags : flags.or(hidden), pgoff, ops, file });
  vma.touch('name').name = special ? maps.name : anonName;
  mm.vmas.store(vma);
  mm.touch('mapCount').mapCount++;
  vmStatAccount(mm, flags, vma.pages);
  if (flags.has(VM_LOCKED)) mm.touch('lockedVm').lockedVm += vma.pages;
  if (flags.has(VM_ACCOUNT)) unchargeMemory(mm, -vma.pages);
}

/** What the kernel made as it makes the heap: memory of the program below the break. */
const isBss = (mm: MmStruct, { end, name, perms }: MapsRow): boolean =>
  name === '' && perms === 'rw-p' && end === mm.startBrk;

/** A key that a mapping has was allocated; one of execute-only memory is the kernel's. */
function adoptPkey(mm: MmStruct, { protectionKey = 0, flags }: SmapsRow): VmFlags {
  if (protectionKey === 0) return VM_NONE;
  mm.touch('pkeyAllocationMap').pkeyAllocationMap |= 1 << protectionKey;
  if (flags.and(VM_ACCESS_FLAGS) === VM_EXEC) mm.touch('executeOnlyPkey').executeOnlyPkey = protectionKey;
  return pkeyFlags(protectionKey);
}

/** Mappings of one path are of one open file; it is writable where one of them may be written through. */
function fileAt(sys: System, path: string, flags: VmFlags, files: Map<string, OpenFile>): OpenFile {
  let file = files.get(path);
  if (file === undefined) {
    file = new OpenFile(sys.nextId('file'), inodeAt(sys, path), path, 'rdonly', true);
    file.isAttachment = path.startsWith('/SYSV');
    files.set(path, file);
  }
  if (flags.has(VM_SHARED)) file.mode = 'rdwr';
  return file;
}

/** Shared anonymous memory with a name, which is shown in place of its path: one file an inode. */
function namedShmemAt(sys: System, { device, inode }: MapsRow, files: Map<string, OpenFile>): OpenFile {
  const key = `${device} ${inode}`;
  let file = files.get(key);
  if (file === undefined) {
    const shmem = new Inode(sys.nextId('inode'), { kind: 'shmem', size: null });
    file = new OpenFile(sys.nextId('file'), shmem, '/dev/zero (deleted)', 'rdwr', true);
    files.set(key, file);
  }
  return file;
}

function adoptAnonVma(mm: MmStruct, { maps }: SmapsRow): void {
  const vma = mm.vmas.load(vpnOf(maps.start, mm.sys.arch.geometry.pageShift));
  if (vma === null) return;
  anonVmaPrepare(mm, vma);
}

function adoptPages(mm: MmStruct, row: SmapsRow): void {
  const vma = mm.vmas.load(vpnOf(row.maps.start, mm.sys.arch.geometry.pageShift));
  if (vma !== null) adoptResident(mm, vma, row);
}

/** The end of the highest mapping below the stack: the first thing that was mapped top-down. */
function mmapBaseOf(mm: MmStruct, rows: readonly MapsRow[]): number {
  if (mm.legacyLayout) return mm.mmapBase;
  const shift = mm.sys.arch.geometry.pageShift;
  const stack = rows.find((row) => row.name === '[stack]');
  const topDown = rows.filter((row) => TOP_DOWN.test(row.name) && (stack === undefined || row.start < stack.start));
  const end = topDown.reduce((max, row) => (row.end > max ? row.end : max), 0n);
  return end === 0n ? mm.mmapBase : vpnOf(end, shift);
}

const TOP_DOWN = /^\[(vdso|vvar|vvar_vclock)\]$|\/ld[-.][^/]*$|\/ld-linux[^/]*$/;
