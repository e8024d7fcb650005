/**
 * A living figure of an address space in any page. Importing this module defines nothing and touches no DOM, on a server too; `./auto`
 * is the module for a page that wants the elements at once.
 */
export { definePlayground, defineViewer } from './define.ts';
export { bringAlive } from './elements/alone.ts';
export type { MmPlayground } from './playground/playground.ts';
