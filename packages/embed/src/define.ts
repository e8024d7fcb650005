/** Defining elements. Nothing is defined by importing; `auto.ts` is the module that does it for a page. */

import { viewers } from '@mm-playground/viewers';
import { MmPlayground } from './playground/playground.ts';

/** Defines `<mm-playground>`. */
export function definePlayground(): void {
  if (customElements.get('mm-playground') === undefined) customElements.define('mm-playground', MmPlayground);
}

/**
 * Defines the element of one viewer: `address-map`, `pte`, ...
 *
 * @throws RangeError listing what there is, where there is none of that name
 */
export async function defineViewer(id: string): Promise<void> {
  const plugin = viewers.find((viewer) => viewer.id === id);
  if (plugin === undefined)
    throw new RangeError(`there is no viewer ${id}; there are: ${viewers.map((viewer) => viewer.id).join(', ')}`);
  await plugin.define();
}
