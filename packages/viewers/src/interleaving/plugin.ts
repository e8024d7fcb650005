/** The plugin of `mm-interleaving`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmInterleaving`. */
export const interleaving: ViewerPlugin = viewerPlugin('interleaving', 'Interleaving of a race', async () => {
  const { MmInterleaving } = await import('./interleaving.ts');
  return MmInterleaving;
});
