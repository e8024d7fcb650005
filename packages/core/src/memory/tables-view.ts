import type { TablesView } from '@mm-playground/api';
import type { MmStruct } from '../mm-struct.ts';

export const tablesView = (mm: MmStruct): TablesView => ({ arch: mm.sys.arch, root: mm.pgd, walk: () => [], entries: () => [], tables: () => [], leaves: () => [] });
