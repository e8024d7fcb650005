/** loongarch64 paging: geometry, entry fields, layout and codes of faults, as a plugin. */

import { definePlugin, type Plugin } from '@mm-playground/api';
import { loongarch64 } from './architecture.ts';

export { loongarch64 } from './architecture.ts';
export { ESTAT } from './fault.ts';

/** The plugin that brings {@link loongarch64}. */
export const plugin: Plugin = definePlugin({
  id: 'mm-playground-arch-loongarch64',
  title: 'loongarch64',
  version: '0.0.0',
  api: '^1.0',
  contributes: { architectures: [loongarch64] },
});
