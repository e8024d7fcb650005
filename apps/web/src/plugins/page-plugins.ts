/*
 * The plugins of strangers that this page was opened with. They are there before the rest of the app is fetched, and stay as long as the
 * page: lists that are made when a module is evaluated have what they bring, and every part of the app makes its playgrounds here.
 */
import type { ExporterPlugin, Plugin, ViewerPlugin } from '@mm-playground/api';
import { createPlayground, type Playground, type PlaygroundOptions } from 'mm-playground';

let pagePlugins: readonly Plugin[] = [];

/** Takes plugins in, once, before the app starts. */
export function takePlugins(plugins: readonly Plugin[]): void {
  pagePlugins = plugins;
}

/** A playground with our own plugins and those of the page. */
export const appPlayground = ({ plugins = [], ...options }: PlaygroundOptions = {}): Playground =>
  createPlayground({ ...options, plugins: [...plugins, ...pagePlugins] });

/** Viewers that the page was opened with. */
export const pluginViewers = (): readonly ViewerPlugin[] =>
  pagePlugins.flatMap(({ contributes }) => contributes.viewers ?? []);

/** Exporters that the page was opened with. */
export const pluginExporters = (): readonly ExporterPlugin[] =>
  pagePlugins.flatMap(({ contributes }) => contributes.exporters ?? []);

/** A script that a plugin brought along. */
export interface PluginScript {
  /** `PACK.SCRIPT`, as it stands in a link. */
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly text: string;
}

/** Scripts that the page was opened with. */
export const pluginScripts = (): readonly PluginScript[] =>
  pagePlugins
    .flatMap(({ contributes }) => contributes.scripts ?? [])
    .flatMap((pack) => pack.scripts.map((script) => ({ ...script, id: `${pack.id}.${script.id}` })));
