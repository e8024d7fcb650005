/** Begins a plugin of mm-playground: one set of templates, for packages of their own and for this repository. */
export { KINDS, NameError } from './kind.ts';
export type { Door } from './manifest.ts';
export { pluginFiles, type NewPlugin, type PluginFile } from './plugin-files.ts';
export { writePlugin } from './write-plugin.ts';
