/** Every system call that the model knows. */

import { FAMILIES as READERS } from '../readers/families.ts';
import { FAMILIES as FILES } from './files/families.ts';
import { FAMILIES as ADVICE } from './advice-families.ts';
import { FAMILIES as MREMAP } from './mremap/families.ts';
import { mappingFamily } from './mapping-syscalls.ts';
import { FAMILIES as PROCESSES } from './process/families.ts';
import { FAMILIES as RANGES } from './range-families.ts';
import { FAMILIES as RARE } from './rare-families.ts';
import type { SyscallFamily } from './syscall-result.ts';

/** All families. */
export const ALL_FAMILIES: readonly SyscallFamily[] = [
  mappingFamily,
  ...MREMAP,
  ...ADVICE,
  ...RANGES,
  ...FILES,
  ...PROCESSES,
  ...RARE,
  ...READERS,
];
