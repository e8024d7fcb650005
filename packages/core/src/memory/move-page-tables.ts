import type { MmStruct } from '../mm-struct.ts';
import type { VmArea } from '../vm-area.ts';

export function movePageTables(
  _mm: MmStruct,
  _oldVma: VmArea,
  _oldStart: number,
  _newVma: VmArea,
  _newStart: number,
  _pages: number,
): void {}
