/** The plugin of `mm-address-map`; the element is fetched when it is defined. */

import type { ViewerPlugin } from '@mm-playground/api';
import { viewerPlugin } from '../element/define.ts';

/** The plugin value of `MmAddressMap`. */
export const addressMap: ViewerPlugin = viewerPlugin('address-map', 'Address map', async () => {
  const { MmAddressMap } = await import('./address-map.ts');
  return MmAddressMap;
});
