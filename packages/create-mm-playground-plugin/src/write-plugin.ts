/** Writes a plugin into a folder of its own: all of it, or nothing. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NameError } from './kind.ts';
import type { NewPlugin } from './plugin-files.ts';

/**
 * Writes all files of a plugin below `parent`.
 *
 * @throws NameError where the plugin's folder is there already; then nothing was written
 */
export function writePlugin(plugin: NewPlugin, parent: string): void {
  if (existsSync(join(parent, plugin.folder)))
    throw new NameError(`the folder ${plugin.folder} is there already: nothing was written`);
  for (const { path, content } of plugin.files) {
    const file = join(parent, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
