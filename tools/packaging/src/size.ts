/** What a package costs a page: its built entry with all that it imports, bundled and minified as Vite does it, gzipped. */

import { gzipSync } from 'node:zlib';
import { build } from 'vite';

/** Kilobytes (1000 bytes) that the entry of a package may have, dependencies included. */
export const BUDGETS: Readonly<Record<string, number>> = {
  '@mm-playground/maple-tree': 12,
};

/** Gzipped bytes of what `entry`, an absolute path, becomes. */
export async function bundledSize(entry: string): Promise<number> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    // One chunk with everything; as a module it would keep its white space.
    build: { write: false, lib: { entry, formats: ['iife'], name: 'bundle' } },
  });
  const outputs = 'close' in built ? [] : [built].flat();
  const chunks = outputs.flatMap(({ output }) => output.flatMap((file) => (file.type === 'chunk' ? [file.code] : [])));
  if (chunks.length === 0) throw new Error(`${entry} was not bundled`);
  return gzipSync(chunks.join('\n'), { level: 9 }).length;
}
