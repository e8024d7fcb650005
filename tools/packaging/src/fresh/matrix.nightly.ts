/*
 * The packed tarballs in more surroundings: bundlers, a page without one, every Node that is supported. `pnpm --filter
 * @mm-playground/packaging nightly` builds the packages and runs this; it needs the registry.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '@mm-playground/browser-launcher';
import { packagesIn } from '@mm-playground/checks/workspace';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packAll } from '../pack.ts';
import { FreshProject } from './project.ts';
import { CDN_PAGE, FIGURE, pageWith, PLAYED, PLAYS } from './programs.ts';

const publishable = packagesIn('packages').filter(({ manifest }) => manifest.private !== true);
const packed = mkdtempSync(join(tmpdir(), 'mm-packed-'));
let tarballs: readonly string[] = [];

beforeAll(() => {
  tarballs = [...packAll(publishable, packed).values()];
});
afterAll(() => rmSync(packed, { recursive: true }));

/** Installs, uses, removes. */
async function inProject(
  init: Omit<Parameters<typeof FreshProject.install>[0], 'tarballs'>,
  use: (project: FreshProject) => Promise<void>,
): Promise<void> {
  const project = await FreshProject.install({ tarballs, ...init });
  try {
    await use(project);
  } finally {
    project.remove();
  }
}

/** What the table of the figure of a page says first, and everything that went wrong. */
async function firstRowOf(folder: string): Promise<{ readonly row: string; readonly problems: readonly string[] }> {
  const server = await preview({
    configFile: false,
    logLevel: 'silent',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const { executablePath, args } = await findBrowser();
  const browser = await chromium.launch({ executablePath, args: [...args] });
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
    await page.goto(server.resolvedUrls?.local[0] ?? '');
    const row = page.locator('mm-maps-table tbody tr').filter({ hasText: 'r--p' }).first();
    await row.waitFor();
    return { row: await row.innerText(), problems };
  } finally {
    await browser.close();
    await server.close();
  }
}

const FIRST_ROW = /[0-9a-f]+\s+r--p/;

describe('in a page', () => {
  it('through Vite', async () => {
    const files = { 'main.js': FIGURE, 'index.html': pageWith('<script type="module" src="./main.js"></script>') };
    await inProject({ others: ['vite'], files }, async (project) => {
      await project.run('npx', ['vite', 'build']);
      const { row, problems } = await firstRowOf(join(project.folder, 'dist'));
      expect([row, problems]).toEqual([expect.stringMatching(FIRST_ROW), []]);
    });
  });

  it('through webpack', async () => {
    const files = { 'src/index.js': FIGURE, 'index.html': pageWith('<script defer src="main.js"></script>') };
    await inProject({ others: ['webpack', 'webpack-cli'], files }, async (project) => {
      await project.run('npx', ['webpack', '--mode', 'production']);
      cpSync(join(project.folder, 'index.html'), join(project.folder, 'dist', 'index.html'));
      const { row, problems } = await firstRowOf(join(project.folder, 'dist'));
      expect([row, problems]).toEqual([expect.stringMatching(FIRST_ROW), []]);
    });
  });

  it('without a bundler, from what a CDN has', async () => {
    await inProject({ files: { 'site/index.html': CDN_PAGE } }, async (project) => {
      const cdn = join(project.folder, 'node_modules', '@mm-playground', 'embed', 'dist', 'cdn');
      cpSync(cdn, join(project.folder, 'site', 'cdn'), { recursive: true });
      const { row, problems } = await firstRowOf(join(project.folder, 'site'));
      expect([row, problems]).toEqual([expect.stringMatching(FIRST_ROW), []]);
    });
  });
});

it.each(['22', '24', '26'])('in Node %s', async (version) => {
  await inProject({ others: [`node@${version}`], files: { 'plays.mjs': PLAYS } }, async (project) => {
    const node = join('node_modules', '.bin', 'node');
    expect(await project.run(node, ['--version'])).toMatch(new RegExp(`^v${version}\\.`));
    expect(await project.run(node, ['plays.mjs'])).toMatch(PLAYED);
    expect(await project.run(node, ['node_modules/@mm-playground/cli/dist/main.js', '--version'])).toMatch(/^\d/);
  });
});
