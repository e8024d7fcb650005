/** __name__ as a plugin. */

import { definePlugin, type Plugin } from '@mm-playground/api';
import { pack } from './pack.ts';

export { pack } from './pack.ts';

/** The plugin that brings {@link pack}. */
export const plugin: Plugin = definePlugin({
  id: '__package__',
  title: '__name__',
  version: '0.0.0',
  api: '^1.0',
  contributes: { scripts: [pack] },
});
