/** The plugin of `mm-rmap`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmRmap`. */
export const rmap: ViewerPlugin = viewerPlugin('rmap', 'Reverse mapping', async () => {
  const { MmRmap } = await import('./rmap.ts');
  return MmRmap;
});
