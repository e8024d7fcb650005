/** The plugin of `mm-maple-tree`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmMapleTree`. */
export const mapleTree: ViewerPlugin = viewerPlugin('maple-tree', 'Maple tree', async () => {
  const { MmMapleTree } = await import('./maple-tree.ts');
  return MmMapleTree;
});
