/** The text language as a plugin like any other: what it makes scripts of. */

import { definePlugin, type Plugin } from '@mm-playground/api';
import { IMPORTERS } from './imports/importers.ts';

/** What this package contributes. */
export const plugin: Plugin = definePlugin({
  id: '@mm-playground/script',
  title: "strace's syntax",
  version: '0.0.0',
  api: '^1.0',
  contributes: { importers: IMPORTERS },
});
