/** __name__ as a plugin. */

import { definePlugin, type Plugin } from '@mm-playground/api';
import { importer } from './importer.ts';

export { importer } from './importer.ts';

/** The plugin that brings {@link importer}. */
export const plugin: Plugin = definePlugin({
  id: '__package__',
  title: '__name__',
  version: '0.0.0',
  api: '^1.0',
  contributes: { importers: [importer] },
});
