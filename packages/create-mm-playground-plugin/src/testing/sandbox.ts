/**
 * For tests: a folder below this package, so that what is written there finds the packages of the workspace without a network, and the
 * commands that an author runs in it. What is theirs alone is the condition under which packages lead to sources that need no build.
 */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { SOURCE_CONDITION } from '@mm-playground/vitest-preset';

const PACKAGE = join(import.meta.dirname, '..', '..');
const MM = join(PACKAGE, '..', 'cli', 'src', 'main.ts');
const CHECK_CONFIG = `import preset from '@mm-playground/vitest-preset';
import { mergeConfig } from 'vite';
import own from './vite.config.ts';
export default mergeConfig(preset, own);
`;

/** An empty folder; {@link Sandbox.remove} takes it away. */
export class Sandbox {
  readonly folder = mkdtempSync(join(PACKAGE, '.generated-'));

  /** Runs a plugin's own `test` and `build` by the sources of the workspace. */
  prepare(plugin: string): void {
    writeFileSync(join(this.folder, plugin, 'check.config.ts'), CHECK_CONFIG);
  }
  typecheck(plugin: string): Promise<string> {
    return this.#run(plugin, [binOf('typescript', 'bin/tsc'), '-p', '.', '--customConditions', SOURCE_CONDITION]);
  }
  test(plugin: string): Promise<string> {
    return this.#run(plugin, [binOf('vitest', 'vitest.mjs'), 'run', '--config', 'check.config.ts']);
  }
  build(plugin: string): Promise<string> {
    return this.#run(plugin, [binOf('vite', 'bin/vite.js'), 'build', '--config', 'check.config.ts']);
  }
  /** `mm-playground WORDS` in the plugin's folder. */
  mm(plugin: string, ...words: readonly string[]): Promise<string> {
    return this.#run(plugin, [`--conditions=${SOURCE_CONDITION}`, MM, ...words]);
  }
  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** What a program of Node prints. Rejects with that where it fails. */
  async #run(plugin: string, args: readonly string[]): Promise<string> {
    const cwd = join(this.folder, plugin);
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env }).catch(
      (error: { readonly stdout: string; readonly stderr: string }) => {
        throw new Error(`${args.join(' ')}\n${error.stdout}\n${error.stderr}`);
      },
    );
    return stdout;
  }
}

const binOf = (name: string, path: string): string =>
  join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), path);
