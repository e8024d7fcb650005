/*
 * Makes the pictures of docs/images from the built app: the same windows, the same place in time, every time.
 *
 *     node --conditions=@mm-playground/source scripts/screenshots.ts [FOLDER]
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import { startBuiltApp } from './built-app.ts';

interface Shot {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
  /** What follows the address. */
  readonly path?: string;
}

const SHOTS: readonly Shot[] = [
  { name: 'playground-light', width: 1440, height: 900, scheme: 'light' },
  { name: 'playground-dark', width: 1440, height: 900, scheme: 'dark' },
  { name: 'playground-narrow-light', width: 400, height: 860, scheme: 'light' },
  { name: 'playground-narrow-dark', width: 400, height: 860, scheme: 'dark' },
  { name: 'playground-wide-dark', width: 2560, height: 1200, scheme: 'dark' },
];

const folder = resolve(argv[2] ?? join(import.meta.dirname, '..', '..', '..', 'docs', 'images'));
await mkdir(folder, { recursive: true });
const app = await startBuiltApp();
try {
  for (const { name, width, height, scheme, path } of SHOTS) {
    const { page, problems } = await app.open(path, { viewport: { width, height }, colorScheme: scheme });
    await page.locator('mm-app[data-editor]').waitFor();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
    for (const problem of problems) console.error(`${name}: ${problem}`);
    await page.context().close();
  }
} finally {
  await app.close();
}
