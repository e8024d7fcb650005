/** What a package costs a page: its built entry with all that it imports, bundled and minified as Vite does it, gzipped. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

/** What a page may pay for a package: the names that it uses, and kilobytes (1000 bytes) with all that they need. */
export interface Budget {
  readonly names: readonly string[];
  readonly kilobytes: number;
}

/** By package. What is not used is not paid for: positions, `validate()` and `dump()` come when they are asked for. */
export const BUDGETS: Readonly<Record<string, Budget>> = {
  '@mm-playground/maple-tree': { names: ['MapleTree'], kilobytes: 10 },
};

/** Gzipped bytes of what `names` of `entry`, an absolute path, become. */
export async function bundledSize(entry: string, names: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'mm-playground-size-'));
  try {
    const used = join(folder, 'used.js');
    writeFileSync(used, `export { ${names.join(', ')} } from ${JSON.stringify(entry)};\n`);
    return gzipSync(await bundled(used), { level: 9 }).length;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function bundled(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    // One chunk with everything; as a module it would keep its white space.
    build: { write: false, lib: { entry, formats: ['iife'], name: 'bundle' } },
  });
  const outputs = 'close' in built ? [] : [built].flat();
  const chunks = outputs.flatMap(({ output }) => output.flatMap((file) => (file.type === 'chunk' ? [file.code] : [])));
  if (chunks.length === 0) throw new Error(`${entry} was not bundled`);
  return chunks.join('\n');
}
