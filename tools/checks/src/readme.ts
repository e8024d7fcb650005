/*
 * Runs the example at the top of a README as a reader would: from the package's folder, in Node, or in a browser for
 * packages that draw.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { launchOptions } from '@mm-playground/browser-launcher';
import { SOURCE_CONDITION } from '@mm-playground/vitest-preset';
import { chromium } from 'playwright';
import { build } from 'vite';
import { codeBlocks } from './markdown.ts';
import type { Package } from './workspace.ts';

/** An example is read at a glance. */
export const LONGEST_EXAMPLE = 10;

const TIME_LIMIT_MS = 20_000;

/** The first `ts` block of at most ten lines in `readme`, if any. */
export function firstExample(readme: string): string | undefined {
  return codeBlocks(readme).find(
    ({ language, code }) => language === 'ts' && code.split('\n').length <= LONGEST_EXAMPLE,
  )?.code;
}

/** Runs `code` in Node with the sources of the workspace, from the folder of `pkg`. Rejects with what it printed. */
export async function runInNode(pkg: Package, code: string): Promise<string> {
  const args = [`--conditions=${SOURCE_CONDITION}`, '--input-type=module-typescript', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: pkg.folder, timeout: TIME_LIMIT_MS });
  return stdout;
}

/** Bundles `code` and runs it in an empty page. Rejects with the first error of the page. */
export async function runInBrowser(pkg: Package, code: string): Promise<void> {
  const folder = mkdtempSync(join(pkg.folder, '.readme-'));
  try {
    writeFileSync(join(folder, 'example.ts'), code);
    await build({
      root: folder,
      configFile: false,
      logLevel: 'error',
      resolve: { conditions: [SOURCE_CONDITION, 'module', 'browser', 'development|production'] },
      build: {
        minify: false,
        target: 'es2024',
        lib: { entry: 'example.ts', formats: ['es'], fileName: 'example' },
        rolldownOptions: { output: { codeSplitting: false } },
      },
    });
    const [bundle = ''] = readdirSync(join(folder, 'dist')).filter((name) => /\.m?js$/.test(name));
    await runInPage(readFileSync(join(folder, 'dist', bundle), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runInPage(script: string): Promise<void> {
  const browser = await chromium.launch(await launchOptions());
  try {
    const page = await browser.newPage();
    const failed = new Promise<never>((_, reject) => void page.on('pageerror', reject));
    const run = async (): Promise<void> => {
      await page.setContent('<!doctype html><html><body></body></html>');
      await page.addScriptTag({ type: 'module', content: `${script}\n;globalThis.exampleDone = true;` });
      await page.waitForFunction('globalThis.exampleDone === true', undefined, { timeout: TIME_LIMIT_MS });
    };
    await Promise.race([run(), failed]);
  } finally {
    await browser.close();
  }
}
