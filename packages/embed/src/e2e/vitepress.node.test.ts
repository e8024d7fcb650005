/** A site of VitePress: built by VitePress, opened with and without script. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { axeProblems } from './pages.ts';
import {
  EMBED,
  newFolder,
  runTool,
  sampleFolder,
  SEEN_WITHOUT_SCRIPT,
  seenWithoutScript,
  serveSite,
  type SampleSite,
} from './sites.ts';

const VITEPRESS = join(EMBED, 'node_modules', 'vitepress', 'bin', 'vitepress.js');

vi.setConfig({ testTimeout: 20_000 });

let site: SampleSite;
let printed: string;
beforeAll(async () => {
  const folder = newFolder();
  printed = await runTool(sampleFolder('vitepress'), process.execPath, [VITEPRESS, 'build', '.', '--outDir', folder]);
  site = await serveSite(folder);
}, 240_000);
afterAll(() => site.close());

it('is built without a word about unknown components or what a server has not', () => {
  expect(printed).toContain('build complete');
  expect(printed).not.toMatch(/resolve component|is not defined|hydration/i);
});

it('has a figure that comes alive, and does not move the page', async () => {
  const problems = await site.visit('index.html', async (page) => {
    const figure = page.locator('mm-playground');
    await figure.locator('mm-call-list').getByText('munmap').waitFor();
    expect(await figure.locator('.mm-static').isVisible()).toBe(false);
    expect((await figure.boundingBox())?.height).toBe(480);
    expect(await figure.locator('p.foot').innerText()).toBe('Linux 6.18, x86-64, 4 levels');
    expect(await page.title()).toBe('Holes | A site of VitePress');
    await page.locator('mm-pte').getByText('NX', { exact: true }).first().waitFor();
  });
  expect(problems).toEqual([]);
});

it('has the same height while its code is on the way', async () => {
  await site.visit('index.html', async (page) => {
    await page.route('**/*.js', (route) => route.abort());
    await page.reload();
    const figure = page.locator('mm-playground');
    expect(await figure.locator('svg').isVisible()).toBe(true);
    expect((await figure.boundingBox())?.height).toBe(480);
  });
});

it('comes alive when a reader goes from page to page, and again when he comes back', async () => {
  const problems = await site.visit('plain.html', async (page) => {
    const calls = page.locator('mm-playground mm-call-list');
    await page.getByRole('main').getByRole('link', { name: 'Holes' }).click();
    await calls.getByText('munmap').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'A page without figures' }).click();
    await calls.waitFor({ state: 'detached' });
    await page.getByRole('main').getByRole('link', { name: 'Holes' }).click();
    await calls.getByText('munmap').waitFor();
  });
  expect(problems).toEqual([]);
});

it('has script, picture and maps for a reader without script', async () => {
  const seen = await seenWithoutScript(site, 'index.html');
  expect(seen).toEqual({
    ...SEEN_WITHOUT_SCRIPT,
    script: `${SEEN_WITHOUT_SCRIPT.script}\n# {{ constructor }} </pre><script>document.title = 1</script>`,
    caption: 'A hole in the {{ middle }}',
  });
});

it('pleases axe, in both schemes', async () => {
  for (const colorScheme of ['light', 'dark'] as const)
    await site.visit(
      'index.html',
      async (page) => {
        await page.locator('mm-playground mm-call-list').getByText('munmap').waitFor();
        const problems = await axeProblems(page);
        expect(problems.filter((line) => line.includes('mm-'))).toEqual([]);
      },
      { colorScheme },
    );
});
