/** The plugin value of the map of a run; its element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** A map of the whole run with its marks. */
export const minimap: ViewerPlugin = viewerPlugin(
  'minimap',
  'Map of the run',
  async () => (await import('./minimap.ts')).MmMinimap,
);
