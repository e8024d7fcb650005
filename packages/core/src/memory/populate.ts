import type { Errno } from '@mm-playground/api';
import type { MmStruct } from '../mm-struct.ts';

export function populateRange(_mm: MmStruct, _start: number, _end: number): Errno | null {
  return null;
}
export function populateForAdvice(_mm: MmStruct, _start: number, _end: number, _write: boolean): Errno | null {
  return null;
}
