/** The plugin of `mm-proc`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmProc`. */
export const proc: ViewerPlugin = viewerPlugin('proc', 'Files of /proc', async () => {
  const { MmProc } = await import('./proc.ts');
  return MmProc;
});
