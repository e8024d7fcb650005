/** Calls on files. */

import type { SyscallFamily } from '../syscall-result.ts';
import { copyFilesFamily } from './copy-files.ts';
import { fadviseFamily } from './fadvise.ts';
import { fileFamily } from './file-syscalls.ts';
import { readWriteFamily } from './read-write.ts';
import { syncFamily } from './sync-files.ts';

/** All of them. */
export const FAMILIES: readonly SyscallFamily[] = [
  fileFamily,
  readWriteFamily,
  copyFilesFamily,
  syncFamily,
  fadviseFamily,
];
