/**
 * Plugins and extension points. A plugin is a value that contributes to named points; our own packages are plugins like any
 * other and come in through this door.
 *
 * ```ts
 * export default definePlugin({ id: 'my-arch', title: 'My CPU', api: 1, contributes: { architectures: [myCpu] } });
 * ```
 */

import type { ArchitecturePlugin } from './architecture.ts';
import type { Model } from './model.ts';
import type { ViewerPlugin } from './viewer.ts';
import type { VmaIndexPlugin } from './vma-index.ts';

/** The version of the contracts in this package. A plugin says which one it was written for. */
export const API_VERSION = 1;

/** The extension points, and what each takes. */
export interface Contributions {
  readonly models?: readonly Model[];
  readonly architectures?: readonly ArchitecturePlugin[];
  readonly indexes?: readonly VmaIndexPlugin[];
  readonly viewers?: readonly ViewerPlugin[];
}

/** What a package hands in. */
export interface Plugin {
  /** Unique; the package's name is a good choice. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** The {@link API_VERSION} that it was written for. */
  readonly api: number;
  readonly contributes: Contributions;
}

/**
 * Checks a plugin and returns it frozen.
 * @throws TypeError naming the plugin and what is wrong: no id, or contracts of another version.
 */
export function definePlugin(plugin: Plugin): Plugin {
  if (plugin.id === '') throw new TypeError('a plugin needs an id');
  if (plugin.api !== API_VERSION)
    throw new TypeError(
      `plugin ${plugin.id} was written for version ${plugin.api} of the contracts, this is version ${API_VERSION}`,
    );
  return Object.freeze({ ...plugin, contributes: Object.freeze({ ...plugin.contributes }) });
}
