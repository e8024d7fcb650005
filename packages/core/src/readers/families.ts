/** Readers by name: what looks at an address space while others change it. */

import type { SyscallFamily } from '../syscalls/syscall-result.ts';
import { gup } from './gup.ts';
import { maps, query } from './proc-maps-reader.ts';
import { walk } from './walk.ts';

/** All of them. */
export const FAMILIES: readonly SyscallFamily[] = [{ locking: { query, maps, walk, gup } }];
