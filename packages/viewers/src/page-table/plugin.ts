/** The plugin of `mm-page-table`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';
import { pte } from '../pte/plugin.ts';

/** The plugin value of `MmPageTable`. */
export const pageTable: ViewerPlugin = viewerPlugin(
  'page-table',
  'Page tables',
  async () => {
    const { MmPageTable } = await import('./page-table.ts');
    return MmPageTable;
  },
  [pte],
);
