/** __name__ as a plugin. */

import { definePlugin, type Plugin } from '@mm-playground/api';
import { architecture } from './architecture.ts';

export { architecture } from './architecture.ts';

/** The plugin that brings {@link architecture}. */
export const plugin: Plugin = definePlugin({
  id: '__package__',
  title: '__name__',
  version: '0.0.0',
  api: '^1.0',
  contributes: { architectures: [architecture] },
});
