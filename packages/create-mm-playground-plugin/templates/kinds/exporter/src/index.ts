/** __name__ as a plugin. */

import { definePlugin, type Plugin } from '@mm-playground/api';
import { exporter } from './exporter.ts';

export { exporter } from './exporter.ts';

/** The plugin that brings {@link exporter}. */
export const plugin: Plugin = definePlugin({
  id: '__package__',
  title: '__name__',
  version: '0.0.0',
  api: '^1.0',
  contributes: { exporters: [exporter] },
});
