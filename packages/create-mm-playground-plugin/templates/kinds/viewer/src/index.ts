/** __name__ as a plugin. Importing this defines nothing and touches no page: the element comes when it is first shown. */

import { definePlugin, type Plugin, type ViewerPlugin } from '@mm-playground/api';

/** __name__. */
export const viewer: ViewerPlugin = {
  id: '__name__',
  title: '__name__',
  tag: 'mm-__name__',
  support: [{ call: 'single mappings', level: 'partly', note: 'summed up by kind' }],
  async define(): Promise<void> {
    if (customElements.get(viewer.tag) !== undefined) return;
    const { Viewer } = await import('./element.ts');
    customElements.define(viewer.tag, Viewer);
  },
};

/** The plugin that brings {@link viewer}. */
export const plugin: Plugin = definePlugin({
  id: '__package__',
  title: '__name__',
  version: '0.0.0',
  api: '^1.0',
  contributes: { viewers: [viewer] },
});
