/* The tours for newcomers, in the order of the list. Each is told on a recording. */
import type { Tour } from '../tour.ts';
import { LAYOUT_TOURS } from './layout.ts';
import { LIMIT_TOURS } from './limits.ts';
import { MEMORY_TOURS } from './memory.ts';
import { SHARING_TOURS } from './sharing.ts';

/** Every tour that is told on a recording. */
export const PROGRAM_TOURS: readonly Tour[] = [...LAYOUT_TOURS, ...MEMORY_TOURS, ...SHARING_TOURS, ...LIMIT_TOURS];
