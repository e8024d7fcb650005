/** arm64 paging: geometry, descriptor fields, layout and fault syndromes, as a plugin. */

import { definePlugin, type Plugin } from '@mm-playground/api';
import { arm64 } from './architecture.ts';
import { VERSION } from './version.ts';

export { arm64 } from './architecture.ts';
export { SYNDROME } from './fault.ts';

/** The plugin that brings {@link arm64}. */
export const plugin: Plugin = definePlugin({
  id: '@mm-playground/arch-arm64',
  title: 'arm64',
  version: VERSION,
  api: '^1.0',
  contributes: { architectures: [arm64] },
});
