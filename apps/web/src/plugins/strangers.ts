/*
 * The plugins of strangers that this page was opened with. They are there before anything else starts, and stay as long as the
 * page: so every part of the app makes its playgrounds here.
 */
import type { ExporterPlugin, Plugin, ViewerPlugin } from '@mm-playground/api';
import { createPlayground, type Playground, type PlaygroundOptions } from 'mm-playground';

let strangers: readonly Plugin[] = [];

/** Takes plugins in, once, before the app starts. */
export function welcome(plugins: readonly Plugin[]): void {
  strangers = plugins;
}

/** A playground with our own plugins and those of the page. */
export const appPlayground = ({ plugins = [], ...options }: PlaygroundOptions = {}): Playground =>
  createPlayground({ ...options, plugins: [...plugins, ...strangers] });

/** Viewers that the page was opened with. */
export const strangeViewers = (): readonly ViewerPlugin[] =>
  strangers.flatMap(({ contributes }) => contributes.viewers ?? []);

/** Exporters that the page was opened with. */
export const strangeExporters = (): readonly ExporterPlugin[] =>
  strangers.flatMap(({ contributes }) => contributes.exporters ?? []);

/** A script that a plugin brought along. */
export interface StrangeScript {
  /** `PACK.SCRIPT`, as it stands in a link. */
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly text: string;
}

/** Scripts that the page was opened with. */
export const strangeScripts = (): readonly StrangeScript[] =>
  strangers
    .flatMap(({ contributes }) => contributes.scripts ?? [])
    .flatMap((pack) => pack.scripts.map((script) => ({ ...script, id: `${pack.id}.${script.id}` })));
