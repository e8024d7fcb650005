/** The plugin of `mm-physical`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmPhysical`. */
export const physical: ViewerPlugin = viewerPlugin('physical', 'Physical memory', async () => {
  const { MmPhysical } = await import('./physical.ts');
  return MmPhysical;
});
