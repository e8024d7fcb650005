import type { SmapsSize } from '@mm-playground/api';
import type { MmStruct } from './mm-struct.ts';
import type { VmArea } from './vm-area.ts';

/** The sizes of one VMA in smaps, kB. */
export function smapsSizes(_mm: MmStruct, _vma: VmArea): Partial<Record<SmapsSize, number>> {
  return {};
}
/** /proc/PID/pagemap as one letter a page. */
export function pagemapLetters(_mm: MmStruct, _start: number, pages: number): string {
  return '.'.repeat(pages);
}
