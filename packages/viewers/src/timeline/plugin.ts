/** The plugin of `mm-timeline`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmTimeline`. */
export const timeline: ViewerPlugin = viewerPlugin('timeline', 'Timeline', async () => {
  const { MmTimeline } = await import('./timeline.ts');
  return MmTimeline;
});
