/** The plugin of `mm-pte`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmPte`. */
export const pte: ViewerPlugin = viewerPlugin('pte', 'Page-table entry', async () => {
  const { MmPte } = await import('./pte.ts');
  return MmPte;
});
