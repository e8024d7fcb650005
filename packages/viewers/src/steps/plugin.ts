/** The plugin of `mm-steps`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmSteps`. */
export const steps: ViewerPlugin = viewerPlugin('steps', 'Steps of a call', async () => {
  const { MmSteps } = await import('./steps.ts');
  return MmSteps;
});
