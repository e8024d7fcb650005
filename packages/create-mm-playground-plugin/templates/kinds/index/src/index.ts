/** __name__ as a plugin. */

import { definePlugin, type Plugin, type VmaIndexPlugin } from '@mm-playground/api';
import { PlainIndex } from './vma-index.ts';

/** __name__. */
export const index: VmaIndexPlugin = {
  id: '__name__',
  title: '__name__',
  support: [
    { call: 'index', level: 'partly', note: 'a store copies the array: O(n)' },
    { call: 'readers without locks', level: 'partly', note: 'they go from entry to entry' },
    { call: 'tree', level: 'refused', note: 'an array has none' },
  ],
  create: <T extends object>() => new PlainIndex<T>(),
};

/** The plugin that brings {@link index}. */
export const plugin: Plugin = definePlugin({
  id: '__package__',
  title: '__name__',
  version: '0.0.0',
  api: '^1.0',
  contributes: { indexes: [index] },
});
