/** The plugin of `mm-events`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmEvents`. */
export const events: ViewerPlugin = viewerPlugin('events', 'Event log', async () => {
  const { MmEvents } = await import('./events.ts');
  return MmEvents;
});
