/** fault-calendar as a plugin. Importing this defines nothing and touches no page: the element comes when it is first shown. */

import { definePlugin, type Plugin, type ViewerPlugin } from '@mm-playground/api';

/** fault-calendar. */
export const viewer: ViewerPlugin = {
  id: 'fault-calendar',
  title: 'Fault calendar',
  tag: 'mm-fault-calendar',
  support: [
    { call: 'faults of user code', level: 'modelled' },
    {
      call: 'faults on behalf of calls',
      item: 'MAP_POPULATE, mlock',
      level: 'refused',
      note: 'no tracepoint tells of them',
    },
  ],
  async define(): Promise<void> {
    if (customElements.get(viewer.tag) !== undefined) return;
    const { Viewer } = await import('./element.ts');
    customElements.define(viewer.tag, Viewer);
  },
};

/** The plugin that brings {@link viewer}. */
export const plugin: Plugin = definePlugin({
  id: 'mm-playground-viewer-fault-calendar',
  title: 'A calendar of page faults',
  version: '0.0.0',
  api: '^1.0',
  contributes: { viewers: [viewer] },
});
