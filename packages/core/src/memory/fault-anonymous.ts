/** do_anonymous_page(): the first touch of private memory that no file backs. @kernel 6.18 mm/memory.c */

import { VM_UFFD_MISSING, VM_WRITE, type Vpn } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import { handleUserfault } from '../syscalls/userfaultfd/userfaultfd.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { anonVmaPrepare } from '../vma/anon-vma-prepare.ts';
import { newAnonPage } from './anon-page.ts';
import { makeLeaf } from './page-prot.ts';
import { ensureSlot, pteLevel, writeEntry } from './page-table.ts';

/** A read maps the zero page, which costs nothing and is counted nowhere; a write gets a page (clean where a debugger writes what the program may not). Only a userfaultfd may say no. */
export const doAnonymousPage = traced(
  'do_anonymous_page',
  (mm: MmStruct, vma: VmArea, page: Vpn, write: boolean): 'SIGBUS' | null => {
    const { table, index } = ensureSlot(mm, page, pteLevel(mm));
    if (write) anonVmaPrepare(mm, vma);
    if (vma.flags.has(VM_UFFD_MISSING)) return handleUserfault(vma);
    if (write) {
      const { pfn } = newAnonPage(mm, vma, page);
      writeEntry(mm, table, index, makeLeaf(mm, vma, table.level, pfn, vma.flags.has(VM_WRITE)));
    } else {
      const word = makeLeaf(mm, vma, table.level, mm.sys.memory.zeroPage.pfn, false);
      writeEntry(mm, table, index, mm.sys.arch.withLeafState(table.level, word, { special: true }));
    }
    return null;
  },
  (_mm, _vma, page, write) => ({ page, write }),
);
