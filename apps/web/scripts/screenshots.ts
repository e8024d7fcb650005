/*
 * Makes the pictures of docs/images from the built app: the same windows, the same place in time, every time.
 *
 *     node --conditions=@mm-playground/source scripts/screenshots.ts [FOLDER]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import { startBuiltApp, type BuiltApp } from './built-app.ts';
import { repackPng } from './repack-png.ts';

const SETTLE_MS = 600;

interface Shot {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
  /** What follows the address. */
  readonly path?: string;
  /** Keys that are pressed first. */
  readonly keys?: readonly string[];
  /** The pane of a narrow window. */
  readonly pane?: string;
}

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 400, height: 860 };

const SHOTS: readonly Shot[] = [
  { name: 'playground-1440-light', ...WIDE, scheme: 'light' },
  { name: 'playground-1440-dark', ...WIDE, scheme: 'dark', path: '#sample=cc1&call=20', keys: ['e', 's'] },
  { name: 'playground-400-light', ...NARROW, scheme: 'light' },
  { name: 'playground-400-dark', ...NARROW, scheme: 'dark', pane: 'Tables' },
];

const folder = resolve(argv[2] ?? join(import.meta.dirname, '..', '..', '..', 'docs', 'images'));
await mkdir(folder, { recursive: true });
const app = await startBuiltApp();
try {
  for (const shot of SHOTS) await take(app, shot);
} finally {
  await app.close();
}

async function take({ open }: BuiltApp, { name, width, height, scheme, path, keys = [], pane }: Shot): Promise<void> {
  const { page, problems } = await open(path, { viewport: { width, height }, colorScheme: scheme });
  await page.locator('mm-app[data-editor]').waitFor();
  for (const key of keys) await page.keyboard.press(key);
  if (pane !== undefined) await page.getByRole('button', { name: pane, exact: true }).click();
  // Pictures that move come to rest; the pointer hovers over nothing.
  await page.mouse.move(0, 0);
  await page.waitForTimeout(SETTLE_MS);
  await writeFile(join(folder, `${name}.png`), repackPng(await page.screenshot({ animations: 'disabled' })));
  for (const problem of problems) console.error(`${name}: ${problem}`);
  await page.context().close();
}
