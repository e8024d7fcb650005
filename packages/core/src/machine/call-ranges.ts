/** Which VMAs a call is on, before it runs: those in the range that its arguments name. */

import { MAP, PRCTL } from '@mm-playground/api';
import type { Args } from './args.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { VmArea } from '../vma/vm-area.ts';

/** Calls that fail where nothing is mapped, and whose first two arguments are an address and a length. */
export const NEEDS_MAPPED: ReadonlySet<string> = new Set([
  'mprotect',
  'pkey_mprotect',
  'mremap',
  'madvise',
  'mlock',
  'mlock2',
  'munlock',
  'mseal',
  'mbind',
  'msync',
  'mincore',
]);

/** The VMAs in the range that a call names, before it runs. */
export function touchedVmas(mm: MmStruct, args: Args, name: string): VmArea[] {
  const fixed = MAP.values.MAP_FIXED;
  if (name === 'prctl') return args.flags(0) === PRCTL.values.PR_SET_VMA ? inBytes(mm, args.word(2), args.word(3)) : [];
  const named = NEEDS_MAPPED.has(name) || name === 'munmap' || (name === 'mmap' && (args.word(3) & fixed) !== 0n);
  return named ? inBytes(mm, args.word(0), args.word(1)) : [];
}

function inBytes(mm: MmStruct, addr: bigint, len: bigint): VmArea[] {
  const shift = BigInt(mm.sys.arch.geometry.pageShift);
  const start = addr >> shift;
  const end = start + ((len + (1n << shift) - 1n) >> shift);
  if (end > BigInt(mm.sys.arch.layout.taskSize)) return [];
  return mm.vmas.inRange(Number(start), Number(end));
}
