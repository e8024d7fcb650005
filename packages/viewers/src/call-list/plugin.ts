/** The plugin of `mm-call-list`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmCallList`. */
export const callList: ViewerPlugin = viewerPlugin('call-list', 'Calls', async () => {
  const { MmCallList } = await import('./call-list.ts');
  return MmCallList;
});
