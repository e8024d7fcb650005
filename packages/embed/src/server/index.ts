/**
 * Elements as HTML, rendered on a server or when a site is built: what a page shows without script, and until the elements are alive.
 * Importing this module defines nothing; rendering defines the elements that it needs, in Lit's registry for servers.
 */
export { renderEntry, renderPlayground, renderViewer, styleSheets } from './render.ts';
export type { EntryOptions, FigureOptions, RenderOptions, ScriptOptions } from './render.ts';
