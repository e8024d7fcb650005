/** The plugin of `mm-maps-table`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmMapsTable`. */
export const mapsTable: ViewerPlugin = viewerPlugin('maps-table', '/proc/PID/maps', async () => {
  const { MmMapsTable } = await import('./maps-table.ts');
  return MmMapsTable;
});
