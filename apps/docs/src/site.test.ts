/** The site as its readers get it: built by VitePress, served under its own policy, opened in Chromium. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScenarios } from '@mm-playground/web/scenarios';
import { PROGRAM_TOURS } from '@mm-playground/web/stories';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeProblems } from '@mm-playground/browser-launcher/axe';
import { newFolder, runTool, serveSite, type SampleSite } from '../../../packages/embed/src/e2e/sites.ts';
import { readExamples } from '../scripts/examples.ts';
import { ROOT, siteAddress, sitePages } from '../scripts/site-pages.ts';

const DOCS = join(import.meta.dirname, '..');
const VITEPRESS = join(DOCS, 'node_modules', 'vitepress', 'bin', 'vitepress.js');
const SOURCES = '--conditions=@mm-playground/source';
const folder = newFolder();

/** Nx has built it already; whoever runs vitest alone gets what the sources say now. */
async function built(): Promise<void> {
  if (process.env['NX_TASK_TARGET_PROJECT'] !== undefined) cpSync(join(DOCS, 'dist'), folder, { recursive: true });
  else await runTool(DOCS, process.execPath, [SOURCES, VITEPRESS, 'build', '.', '--outDir', folder]);
}

let site: SampleSite;
beforeAll(async () => {
  await built();
  site = await serveSite(folder);
}, 240_000);
afterAll(() => site.close());

const pages = sitePages();
const figures = Object.entries(pages)
  .map(([file, address]) => ({
    path: address.replace('.md', '.html'),
    fences: readExamples(join(ROOT, file)).filter(({ language }) => language === 'mm').length,
  }))
  .filter(({ fences }) => fences > 0);

const alive = (page: Page): Promise<void> =>
  page.locator('mm-playground mm-call-list').getByText('mmap').first().waitFor();

describe.each(figures)('$path', ({ path, fences }) => {
  it('has a picture and a table for each fence, before any script', () => {
    const html = readFileSync(join(folder, path), 'utf8');
    const parts = html.split('<figure class="mm-figure">').slice(1);
    expect(parts.length).toBe(fences);
    expect(parts.filter((part) => !/<svg[\s\S]*<caption>/.test(part))).toEqual([]);
  });

  it('has figures that come alive, and nothing goes wrong', async () => {
    const problems = await site.visit(path, async (page) => {
      const all = page.locator('mm-playground');
      expect(await all.count()).toBe(fences);
      for (let each = 0; each < fences; each++) {
        await all.nth(each).scrollIntoViewIfNeeded();
        await all.nth(each).locator('mm-call-list').getByText('mmap').first().waitFor();
        expect(await all.nth(each).getByRole('alert').count()).toBe(0);
      }
    });
    expect(problems).toEqual([]);
  });
});

it('shows the gap on its front page', async () => {
  await site.visit('', async (page) => {
    await alive(page);
    const table = page.locator('mm-playground mm-maps-table');
    await table.getByText('7ffff7fef000').first().waitFor();
    expect(await table.getByText(/^7ffff7ff1000/).count()).toBe(0);
    await page.locator('mm-playground mm-call-list').getByText('mmap(p').click();
    await table.getByText('7ffff7ff1000').first().waitFor();
  });
});

it('finds a function of the kernel without asking anybody', async () => {
  const problems = await site.visit('guides/script.html', async (page) => {
    await page.getByRole('button', { name: 'Search' }).first().click();
    await page.getByRole('searchbox').fill('vms_gather_munmap_vmas');
    const found = page.locator('#localsearch-list a').filter({ hasText: 'A gap, and how it was closed' });
    await found.first().click();
    await page.waitForURL(/tour.*#a-gap-and-how-it-was-closed/);
  });
  expect(problems).toEqual([]);
});

it('takes its figures along into the dark', async () => {
  await site.visit('', async (page) => {
    await alive(page);
    const canvas = (): Promise<string> =>
      page.locator('mm-playground').evaluate((figure) => getComputedStyle(figure).backgroundColor);
    const light = await canvas();
    await page.getByRole('switch', { name: 'Switch to dark theme' }).first().click();
    await expect.poll(canvas).not.toBe(light);
  });
});

it.each(['', 'guides/kernel.html', 'reference/elements.html'])('pleases axe and fits a phone: /%s', async (path) => {
  for (const colorScheme of ['light', 'dark'] as const)
    await site.visit(path, async (page) => expect(await axeProblems(page)).toEqual([]), { colorScheme });
  await site.visit(
    path,
    async (page) => expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400),
    { viewport: { width: 400, height: 800 } },
  );
});

it('leads from every story into the app, out of the site', () => {
  const html = readFileSync(join(folder, 'stories.html'), 'utf8');
  const links = [...html.matchAll(/<a href="\.\/app\/\?story=([\w-]+)" target="_self"/g)].map(([, id]) => id);
  expect(links).toEqual([...PROGRAM_TOURS, ...readScenarios()].map(({ id }) => id));
});

it('asks for no more than its policy allows, which names its scripts', () => {
  const [, policy = ''] =
    /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(readFileSync(join(folder, 'index.html'), 'utf8')) ??
    [];
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(/script-src ([^;]*)/.exec(policy)?.[1]).not.toContain('unsafe');
});

describe('links of the repository', () => {
  it('lead to the page that a file or a package became', () => {
    expect(siteAddress('docs/measured.md', 'support.md#calls', pages)).toBe('/reference/support.md#calls');
    expect(siteAddress('README.md', 'packages/api', pages)).toBe('/packages/api.md');
    expect(siteAddress('CONTRIBUTING.md', 'tools/checks/src/import-table.ts', pages)).toBeNull();
  });

  it('become text where the site has no such page', () => {
    const html = readFileSync(join(folder, 'contributing.html'), 'utf8');
    expect(html).toContain('import-table.ts');
    expect(html).not.toMatch(/href="[^"]*import-table/);
    expect(html).toMatch(/href="[^"]*decisions\/0001-toolchain/);
  });
});
