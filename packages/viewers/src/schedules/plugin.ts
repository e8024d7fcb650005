/** The plugin of `mm-schedules`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmSchedules`. */
export const schedules: ViewerPlugin = viewerPlugin('schedules', 'Interleavings of a race', async () => {
  const { MmSchedules } = await import('./schedules.ts');
  return MmSchedules;
});
