import type { MmStruct } from '../mm-struct.ts';
import type { VmArea } from '../vm-area.ts';

export function unmapVmas(_mm: MmStruct, _vmas: readonly VmArea[], _start: number, _end: number): void {}
export function freePageTables(_mm: MmStruct, _start: number, _end: number, _floor: number, _ceiling: number): void {}
export function zapRange(_mm: MmStruct, _vma: VmArea, _start: number, _end: number): void {}
/** The last thing of an address space: its root table. Everything else has been unmapped and freed. */
export function freePgd(_mm: MmStruct): void {}
