/** The plugin of `mm-failures`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmFailures`. */
export const failures: ViewerPlugin = viewerPlugin('failures', 'Failures of a call', async () => {
  const { MmFailures } = await import('./failures.ts');
  return MmFailures;
});
