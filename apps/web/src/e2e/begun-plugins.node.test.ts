/* What `npm create mm-playground-plugin` begins, built as its author builds it and opened in the app. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCE_CONDITION } from '@mm-playground/vitest-preset';
import { pluginFiles, writePlugin } from 'create-mm-playground-plugin';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { axeProblems, builtApp, withPage } from './pages.ts';

vi.setConfig({ testTimeout: 60_000 });

const app = builtApp('begun-plugins');
/** Below this package, so that what is begun finds what it imports. */
const folder = mkdtempSync(join(import.meta.dirname, '..', '..', '.generated-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  for (const kind of ['arch', 'viewer']) {
    const plugin = pluginFiles(kind, 'my-own');
    writePlugin(plugin, folder);
    const root = join(folder, plugin.folder);
    await build({ root, logLevel: 'error', resolve: { conditions: [SOURCE_CONDITION, 'module', 'browser'] } });
    copyFileSync(join(root, 'dist', 'index.js'), join(app.folder, `${kind}.js`));
  }
});

it('a viewer is a pane, with its own copy of Lit, and what is pressed in it is selected everywhere', () =>
  withPage(app, 'with-plugins.html?plugin=viewer.js&sample=gap', async (page) => {
    // It is there without being asked for.
    const row = page.getByRole('button', { name: 'anon', exact: true });
    await row.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => row.getAttribute('aria-pressed')).toBe('true');
    expect(await axeProblems(page)).toEqual([]);
  }));

it('an architecture plays what is open', () =>
  withPage(app, 'with-plugins.html?plugin=arch.js&sample=gap#arch=my-own', async (page) => {
    await expect.poll(() => page.getByLabel('Architecture').inputValue()).toMatch(/^my-own/);
  }));
