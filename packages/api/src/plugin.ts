/**
 * Plugins and extension points. A plugin is a value that contributes to named points; our own packages are plugins like any
 * other and come in through this door.
 *
 * ```ts
 * export default definePlugin({ id: 'my-arch', title: 'My CPU', version: '1.0.0', api: '^1.0', contributes: { architectures: [myCpu] } });
 * ```
 *
 * Each point has its contract in a file of its own, written as a recipe: what is needed, then what each optional part brings.
 *
 * | point | contract | its kit in `api/testing` |
 * | --- | --- | --- |
 * | `models` | `model.ts`; for a kernel or a patch `defineKernel` of the core package | `describeKernel` |
 * | `architectures` | `architecture.ts`, `mmu.ts` | `describeArchitecture` |
 * | `indexes` | `vma-index.ts` | `describeVmaIndex` |
 * | `viewers` | `viewer.ts` | `describeViewer` |
 * | `importers` | `importer.ts` | `describeImporter` |
 * | `exporters` | `exporter.ts` | `describeExporter` |
 * | `scripts` | `script-pack.ts` | `describeScriptPack` |
 */

import type { ArchitecturePlugin } from './architecture.ts';
import type { ExporterPlugin } from './exporter.ts';
import type { ImporterPlugin } from './importer.ts';
import type { Model } from './model.ts';
import type { ScriptPack } from './script-pack.ts';
import type { ViewerPlugin } from './viewer.ts';
import type { VmaIndexPlugin } from './vma-index.ts';

/**
 * The version of the contracts in this package, `MAJOR.MINOR`. A minor version adds what a plugin may leave out; a major one
 * changes or takes away what plugins rely on.
 */
export const API_VERSION = '1.0';

/** The extension points, and what each takes. */
export interface Contributions {
  readonly models?: readonly Model[];
  readonly architectures?: readonly ArchitecturePlugin[];
  readonly indexes?: readonly VmaIndexPlugin[];
  readonly viewers?: readonly ViewerPlugin[];
  readonly importers?: readonly ImporterPlugin[];
  readonly exporters?: readonly ExporterPlugin[];
  readonly scripts?: readonly ScriptPack[];
}

/** What a package hands in. */
export interface Plugin {
  /** Unique; the package's name is a good choice. */
  readonly id: string;
  readonly title: string;
  /** The package's own version. */
  readonly version: string;
  /**
   * The versions of the contracts that it works with: `^1.2` is 1.2 and every later 1.x, `^1.2 || ^2.0` also those of 2. Held against
   * {@link API_VERSION} when it is loaded.
   */
  readonly api: string;
  readonly contributes: Contributions;
}

/**
 * Checks a plugin and returns it frozen.
 *
 * @throws TypeError naming the plugin and what is wrong: no id, no range, contracts that it was not written for, contributions that are
 * none; and what to do
 */
export function definePlugin(plugin: Plugin): Plugin {
  if (plugin.id === '') throw new TypeError('a plugin needs an id');
  const reason = incompatibility(plugin, API_VERSION);
  if (reason !== undefined) throw new TypeError(reason);
  const points: [point: string, parts: unknown][] = Object.entries(plugin.contributes);
  for (const [point, parts] of points) checkParts(plugin.id, point, parts);
  return Object.freeze({ ...plugin, contributes: Object.freeze({ ...plugin.contributes }) });
}

/** A plugin may come from anywhere, and be written without types. */
function checkParts(id: string, point: string, parts: unknown): void {
  if (!Array.isArray(parts)) throw new TypeError(`plugin ${id}: contributes.${point} is no list`);
  const isNamed = (part: unknown): boolean =>
    typeof part === 'object' && part !== null && 'id' in part && typeof part.id === 'string' && part.id !== '';
  const at = parts.findIndex((part) => !isNamed(part));
  if (at >= 0) throw new TypeError(`plugin ${id}: contributes.${point}[${at}] has no id`);
}

/** Why a plugin does not go with a version of the contracts, and what to do about it; undefined where it does. */
export function incompatibility({ id, api }: Pick<Plugin, 'id' | 'api'>, version: string): string | undefined {
  const floors = String(api)
    .split('||')
    .map((part) => /^\^(\d+)\.(\d+)$/.exec(part.trim()));
  if (floors.some((floor) => floor === null))
    return `plugin ${id} says api: ${JSON.stringify(api)}, which is no range of versions: write api: '^${version}'`;
  const wanted = floors.map((floor) => [Number(floor?.[1]), Number(floor?.[2])] as const);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (wanted.some(([of, least]) => of === major && least <= minor)) return undefined;
  const written = `plugin ${id} was written for contracts ${api}, these are ${version}`;
  return wanted.some(([of, least]) => of > major || (of === major && least > minor))
    ? `${written}: install a newer mm-playground, or an older version of the plugin`
    : `${written}: install a newer version of the plugin, or an older mm-playground; what changed is in the changelog of @mm-playground/api`;
}
