/** How an element becomes a plugin: the class stays undefined until somebody calls `define()`, so importing is free. */

import type { ViewerPlugin } from '@mm-playground/api';

/**
 * An element's plugin value. `needs` are the plugins of elements that its template contains. The class may be a promise: an
 * element that the first picture does not need is fetched when it is defined.
 */
export function viewerPlugin(
  id: string,
  title: string,
  element: () => CustomElementConstructor | Promise<CustomElementConstructor>,
  needs: readonly ViewerPlugin[] = [],
): ViewerPlugin {
  const tag = `mm-${id}`;
  return Object.freeze({
    id,
    title,
    tag,
    async define(): Promise<void> {
      await Promise.all(needs.map((plugin) => plugin.define()));
      if (customElements.get(tag) !== undefined) return;
      const defined = await element();
      if (customElements.get(tag) === undefined) customElements.define(tag, defined);
    },
  });
}
