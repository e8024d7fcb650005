import type { MmStruct } from '../mm-struct.ts';

export const pagemapOf = (_mm: MmStruct, _start: number, pages: number): string => '.'.repeat(pages);
