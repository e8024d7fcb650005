import { VM_EXEC, kbIn, type SmapsRow } from '@mm-playground/api';
import type { MmStruct } from '../mm-struct.ts';
import { mapsRow, procMaps } from '../proc-maps.ts';

export const procSmaps = (mm: MmStruct): SmapsRow[] => {
  const rows: SmapsRow[] = mm.vmas.all().map((vma) => ({
    maps: mapsRow(mm, vma),
    sizes: { Size: kbIn(vma.pages, mm.sys.arch.geometry.pageShift), KernelPageSize: 4, MMUPageSize: 4 },
    thpEligible: 0,
    protectionKey: undefined,
    flags: vma.flags,
  }));
  const gate = procMaps(mm).at(-1);
  if (gate?.name === '[vsyscall]') rows.push({ maps: gate, sizes: { Size: 4, KernelPageSize: 4, MMUPageSize: 4 }, thpEligible: 0, protectionKey: undefined, flags: VM_EXEC });
  return rows;
};
