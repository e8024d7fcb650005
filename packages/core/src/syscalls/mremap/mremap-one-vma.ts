/**
 * mremap(2) before 6.17: one VMA at a time. The VMA is looked up before the wanted place is judged, and whether it may be moved
 * or grow is only asked once the destination has been unmapped. @kernel 6.12 mm/mremap.c
 */

import { EFAULT, EINVAL, EPERM, VM_SEALED, isErrno, type Errno } from '@mm-playground/api';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { checkPlace, checkRoom, decodeRemap, mremapTo, type MremapProcedure } from './mremap.ts';
import { impliesNewAddr, type Remapped } from './mremap-move.ts';
import { checkResize, mremapAt } from './mremap-resize.ts';
import { checkSealsFirst } from '../../vma/sealing.ts';
import { traced } from '../../machine/system.ts';

/** @errno as mremap(2) of later kernels, in another order: a move that fails with EFAULT has unmapped its destination. */
export const doMremapOneVma: MremapProcedure = traced(
  'sys_mremap',
  (mm: MmStruct, addr: bigint, oldLen: bigint, newLen: bigint, flags: bigint, newAddr: bigint): Remapped | Errno => {
    const remap = decodeRemap(mm, addr, oldLen, newLen, flags, newAddr);
    if (isErrno(remap)) return remap;
    // In bytes: later kernels compare pages.
    if (remap.dontUnmap && oldLen !== newLen) return EINVAL;
    const vma = mm.vmas.load(remap.addr);
    if (vma === null) return EFAULT;
    if (!mm.sys.generation.checksSealsFirst && vma.flags.has(VM_SEALED)) return EPERM;
    const end = remap.addr + remap.oldPages;
    if (impliesNewAddr(remap)) {
      const impossible = checkPlace(mm, remap, newAddr) ?? checkRoom(mm, remap) ?? checkSealsFirst(mm, remap.addr, end);
      return impossible ?? mremapTo(mm, remap, checkResize);
    }
    const sealed = checkSealsFirst(mm, remap.addr, end);
    if (sealed !== null) return sealed;
    const error = remap.newPages > remap.oldPages ? checkResize(mm, remap, vma) : null;
    return error ?? mremapAt(mm, remap, vma);
  },
  (_mm, addr, oldLen, newLen, flags, newAddr) => ({ addr, oldLen, newLen, flags, newAddr }),
);
