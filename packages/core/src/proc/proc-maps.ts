/** /proc/PID/maps of the model. @kernel 6.18 fs/proc/task_mmu.c */

import { VM_EXEC, VM_GROWSDOWN, VM_READ, VM_WRITE, addrOf, type MapsRow, type VmaKind } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { permsOf, type VmArea } from '../vma/vm-area.ts';

/** The rows, ascending, the gate area last. */
export function procMaps(mm: MmStruct): MapsRow[] {
  const rows = mm.vmas.all().map((vma) => mapsRow(mm, vma));
  const { gate } = mm.sys.arch.layout;
  if (gate !== null && mm.showsGate)
    rows.push({ ...NO_FILE, start: gate.start, end: gate.end, perms: gate.perms, offset: 0n, name: gate.name });
  return rows;
}

const NO_FILE = { device: '00:00', inode: 0n };

/** One row. Device and inode number are the machine's own affair: a file has its identity in the model as its inode. */
export function mapsRow(mm: MmStruct, vma: VmArea): MapsRow {
  const shift = mm.sys.arch.geometry.pageShift;
  return {
    start: addrOf(vma.start, shift),
    end: addrOf(vma.end, shift),
    perms: permsOf(vma.flags, VM_READ, VM_WRITE, VM_EXEC),
    offset: vma.file === null ? 0n : BigInt(vma.pgoff) << BigInt(shift),
    ...(vma.file === null ? NO_FILE : { device: '00:01', inode: BigInt(vma.file.inode.id) }),
    name: vmaName(mm, vma),
  };
}

/** The first words of a row, as the kernel prints them: `10000000-10003000 rw-p 00000000`. */
export function mapsWords(mm: MmStruct, vma: VmArea): string {
  const { start, end, perms, offset } = mapsRow(mm, vma);
  const [from, to, at] = [start, end, offset].map((word) => word.toString(16).padStart(8, '0'));
  return `${from}-${to} ${perms} ${at}`;
}

/** What stands in the last column. */
export function vmaName(mm: MmStruct, vma: VmArea): string {
  if (vma.file !== null) return vma.name === null ? vma.file.shownPath : `[anon_shmem:${vma.name}]`;
  if (vma.ops === 'special') return vma.name ?? '';
  const shift = mm.sys.arch.geometry.pageShift;
  const start = addrOf(vma.start, shift);
  const end = addrOf(vma.end, shift);
  if (isHeap(mm, start, end)) return '[heap]';
  // Also what ends exactly there.
  if (start <= mm.startStack && mm.startStack <= end) return '[stack]';
  return vma.name === null ? '' : `[anon:${vma.name}]`;
}

function isHeap(mm: MmStruct, start: bigint, end: bigint): boolean {
  if (mm.sys.generation.heapIncludesNeighbours) return start <= mm.brk && end >= mm.startBrk;
  return start < mm.brk && end > mm.startBrk;
}

/** What a mapping is, the way people speak of it. */
export function vmaKind(mm: MmStruct, vma: VmArea): VmaKind {
  if (vma.unknown) return 'unknown';
  if (vma.ops === 'special') return 'special';
  const name = vmaName(mm, vma);
  if (name === '[heap]') return 'heap';
  if (name === '[stack]' || vma.flags.has(VM_GROWSDOWN)) return 'stack';
  if (!vma.flags.has(VM_READ.or(VM_WRITE).or(VM_EXEC))) return 'guard';
  if (vma.isShared || vma.ops === 'shmem' || vma.ops === 'shm') return 'shared';
  if (vma.file === null) return 'anon';
  if (vma.flags.has(VM_EXEC)) return 'code';
  return vma.flags.has(VM_WRITE) ? 'data' : 'file';
}
