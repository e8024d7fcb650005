/** page-table-radix as a plugin. */

import { definePlugin, type Plugin, type VmaIndexPlugin } from '@mm-playground/api';
import { PageTableIndex } from './vma-index.ts';

/** page-table-radix. */
export const index: VmaIndexPlugin = {
  id: 'page-table-radix',
  title: 'Page-table radix',
  support: [
    { call: 'index', level: 'modelled' },
    {
      call: 'readers without locks',
      level: 'partly',
      note: 'from entry to entry: what it is like locks the table that it reads',
    },
    { call: 'tree', item: 'tables, holes, what a store would lock', level: 'modelled' },
    { call: 'locks of tables', level: 'partly', note: 'told of each store; calls run one after the other' },
  ],
  create: <T extends object>() => new PageTableIndex<T>(),
};

/** The plugin that brings {@link index}. */
export const plugin: Plugin = definePlugin({
  id: 'mm-playground-index-page-table-radix',
  title: 'An index without a tree of VMAs',
  version: '0.0.0',
  api: '^1.0',
  contributes: { indexes: [index] },
});
