import { kbIn, type SmapsRow } from '@mm-playground/api';
import type { MmStruct } from '../mm-struct.ts';
import { mapsRow } from '../proc-maps.ts';

export const procSmaps = (mm: MmStruct): SmapsRow[] =>
  mm.vmas.all().map((vma) => ({
    maps: mapsRow(mm, vma),
    sizes: { Size: kbIn(vma.pages, mm.sys.arch.geometry.pageShift), KernelPageSize: 4, MMUPageSize: 4 },
    thpEligible: 0,
    protectionKey: undefined,
    flags: vma.flags,
  }));
