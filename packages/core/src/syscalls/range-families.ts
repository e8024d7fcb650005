/** Calls that walk a range and change little. */

import { mlockFamily } from './mlock-syscalls.ts';
import { rangeFamily } from './range-calls.ts';
import type { SyscallFamily } from './syscall-result.ts';

/** All of them. */
export const FAMILIES: readonly SyscallFamily[] = [mlockFamily, rangeFamily];
