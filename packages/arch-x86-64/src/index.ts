/** x86-64 paging: geometry, entry fields, layout and fault codes, as a plugin. */

import { definePlugin, type Plugin } from '@mm-playground/api';
import { x8664 } from './architecture.ts';
import { VERSION } from './version.ts';

export { x8664 } from './architecture.ts';
export { FAULT_BIT } from './fault.ts';

/** The plugin that brings {@link x8664}. */
export const plugin: Plugin = definePlugin({
  id: '@mm-playground/arch-x86-64',
  title: 'x86-64',
  version: VERSION,
  api: '^1.0',
  contributes: { architectures: [x8664] },
});
