/**
 * What stands behind a userfaultfd, and what becomes of its faults: they are answered only where UFFD_FEATURE_SIGBUS asks for
 * a signal. A monitor that fills pages in is not in the model. @kernel 6.18 fs/userfaultfd.c
 */

import { NotModelled, UFFD, VM_UFFD } from '@mm-playground/api';
import type { Journaled } from '../../journal/journal.ts';
import type { MmStruct } from '../../mm/mm-struct.ts';
import type { VmArea } from '../../vma/vm-area.ts';
import { vmaStartWrite } from '../../vma/vma-split.ts';

const U = UFFD.values;

/** struct userfaultfd_ctx: what stands behind the descriptor. It works on the address space of whoever made it. */
export class UserfaultCtx implements Journaled {
  epoch = 0;
  readonly id: number;
  readonly mm: MmStruct;
  /** UFFD_FEATURE_* that were agreed on; null before UFFDIO_API. */
  features: bigint | null = null;
  /** A child got a copy of the descriptor. */
  inherited = false;

  constructor(id: number, mm: MmStruct) {
    this.id = id;
    this.mm = mm;
  }

  describe(): string {
    return `userfaultfd#${this.id}`;
  }
}

/** userfaultfd_reset_ctx(): a moved or forked mapping is nobody's, as nobody asked for the events. */
export function userfaultfdResetCtx(mm: MmStruct, vma: VmArea): void {
  if (vma.userfault === null) return;
  vmaStartWrite(mm, vma);
  vma.touch('flags').flags = vma.flags.without(VM_UFFD);
  vma.touch('userfault').userfault = null;
}

/**
 * handle_userfault(): a fault that a userfaultfd gets. Asked for a signal it is one; otherwise the task sleeps until somebody
 * answers, which the model does not do.
 */
export function handleUserfault(vma: VmArea): 'SIGBUS' {
  const features = vma.userfault?.features ?? null;
  if (features === null || (features & U.UFFD_FEATURE_SIGBUS) === 0n)
    throw new NotModelled('a fault that userfaultfd answers');
  return 'SIGBUS';
}
