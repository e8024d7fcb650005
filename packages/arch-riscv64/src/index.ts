/** riscv64 paging: geometry, entry fields, layout and causes of faults, as a plugin. */

import { definePlugin, type Plugin } from '@mm-playground/api';
import { riscv64 } from './architecture.ts';
import { VERSION } from './version.ts';

export { riscv64 } from './architecture.ts';
export { CAUSE } from './fault.ts';

/** The plugin that brings {@link riscv64}. */
export const plugin: Plugin = definePlugin({
  id: '@mm-playground/arch-riscv64',
  title: 'riscv64',
  version: VERSION,
  api: '^1.0',
  contributes: { architectures: [riscv64] },
});
