/** Calls that few programs make. */

import { aioFamily } from './aio-syscalls.ts';
import { copyToUserFamily } from './copy-to-user.ts';
import { mempolicyFamily } from './policy/mempolicy-syscalls.ts';
import { processVmFamily } from './process-vm.ts';
import { remapFilePagesFamily } from './remap-file-pages.ts';
import { shmFamily } from './shm/shm-syscalls.ts';
import type { SyscallFamily } from './syscall-result.ts';
import { userfaultfdFamily } from './userfaultfd/userfaultfd-syscalls.ts';

/** All of them. */
export const FAMILIES: readonly SyscallFamily[] = [
  ...[shmFamily, aioFamily, userfaultfdFamily, mempolicyFamily],
  ...[processVmFamily, copyToUserFamily, remapFilePagesFamily],
];
