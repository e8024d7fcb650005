/** Private pages: new, and mapped once: nobody else knows them. @kernel 6.18 mm/memory.c */

import type { MmStruct } from '../mm-struct.ts';
import type { PageFrame } from './page-frame.ts';
import { addRmap } from './rmap.ts';

/** A page of private memory, mapped once: nobody else knows it. */
export function newAnonPage(mm: MmStruct): PageFrame {
  const frame = mm.sys.memory.allocate({ kind: 'anon' });
  frame.anonExclusive = true;
  addRmap(mm, frame);
  return frame;
}

/** A huge page of private memory, mapped once. */
export function newHugeAnonPage(mm: MmStruct): PageFrame {
  const frame = mm.sys.memory.allocateHuge({ kind: 'anon' });
  frame.anonExclusive = true;
  addRmap(mm, frame);
  return frame;
}
