/** The plugin of `mm-structs`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmStructs`. */
export const structs: ViewerPlugin = viewerPlugin('structs', 'Travelling structs', async () => {
  const { MmStructs } = await import('./structs.ts');
  return MmStructs;
});
