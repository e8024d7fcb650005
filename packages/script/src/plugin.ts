/** The text language as a plugin like any other: what it makes scripts of. */

import { definePlugin, type Plugin } from '@mm-playground/api';
import { IMPORTERS } from './imports/importers.ts';
import { VERSION } from './version.ts';

/** What this package contributes. */
export const plugin: Plugin = definePlugin({
  id: '@mm-playground/script',
  title: "strace's syntax",
  version: VERSION,
  api: '^1.0',
  contributes: { importers: IMPORTERS },
});
