/** __name__ as a plugin. */

import { API_VERSION, definePlugin, type Plugin, type VmaIndexPlugin } from '@mm-playground/api';
import { PlainIndex } from './vma-index.ts';

/** __name__. */
export const index: VmaIndexPlugin = {
  id: '__name__',
  title: '__name__',
  create: <T extends object>() => new PlainIndex<T>(),
};

/** The plugin that brings {@link index}. */
export const plugin: Plugin = definePlugin({
  id: '__package__',
  title: '__name__',
  version: '0.0.0',
  api: API_VERSION,
  contributes: { indexes: [index] },
});
