/** The plugin of `mm-tlb`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmTlb`. */
export const tlb: ViewerPlugin = viewerPlugin('tlb', 'TLBs', async () => {
  const { MmTlb } = await import('./tlb.ts');
  return MmTlb;
});
