/** Memory-Deny-Write-Execute: what PR_SET_MDWE forbids. @kernel 6.18 include/linux/mman.h */

import { VM_EXEC, VM_WRITE, type VmFlags } from '@mm-playground/api';
import type { MmStruct } from './mm-struct.ts';

/**
 * map_deny_write_exec(): whether a mapping may not get these flags: never writable and executable, and executable only if it
 * was from the start. A new mapping is asked for with its own flags as the old ones.
 */
export function mapDenyWriteExec(mm: MmStruct, old: VmFlags, wanted: VmFlags): boolean {
  if (mm.mdwe === 0n || !wanted.has(VM_EXEC)) return false;
  return wanted.has(VM_WRITE) || !old.has(VM_EXEC);
}
