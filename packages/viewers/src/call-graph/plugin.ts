/** The plugin of `mm-call-graph`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmCallGraph`. */
export const callGraph: ViewerPlugin = viewerPlugin('call-graph', 'Call graph', async () => {
  const { MmCallGraph } = await import('./call-graph.ts');
  return MmCallGraph;
});
