import type { MmStruct } from '../mm-struct.ts';
import type { VmArea } from '../vm-area.ts';

export function changeProtection(_mm: MmStruct, _vma: VmArea, _start: number, _end: number): void {}
