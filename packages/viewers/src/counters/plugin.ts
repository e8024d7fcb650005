/** The plugin of `mm-counters`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmCounters`. */
export const counters: ViewerPlugin = viewerPlugin('counters', 'Counters', async () => {
  const { MmCounters } = await import('./counters.ts');
  return MmCounters;
});
