/** The plugin of `mm-invariants`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmInvariants`. */
export const invariants: ViewerPlugin = viewerPlugin('invariants', 'Invariants', async () => {
  const { MmInvariants } = await import('./invariants.ts');
  return MmInvariants;
});
