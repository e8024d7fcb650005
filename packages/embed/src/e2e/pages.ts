/*
 * What end-to-end tests of the bundle share: pages of plain HTML beside it, served by a server of this machine with a strict
 * Content-Security-Policy, or opened from the disk; a page fails where anything went wrong in it.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findBrowser } from '@mm-playground/browser-launcher';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { build } from 'vite';
import { expect } from 'vitest';

export { axeProblems } from '@mm-playground/browser-launcher/axe';

const ROOT = join(import.meta.dirname, '..', '..');

/** What a careful site sends: nothing but its own origin, no inline style or script, no HTML out of strings. */
const POLICY = "default-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.mm': 'text/plain; charset=utf-8',
};

/** A page that is open. */
export interface OpenPage {
  readonly page: Page;
  /** Uncaught errors, console errors, violations of the policy and requests to other origins. */
  readonly problems: readonly string[];
}

/** The bundles, served, and a browser. */
export interface Site {
  /** Opens a page with this body, which loads the bundle. */
  readonly open: (body: string, options?: PageOptions) => Promise<OpenPage>;
  /** Opens a page for a while, and fails where anything went wrong in it. */
  readonly inPage: (body: string, use: (page: Page) => Promise<void>, options?: PageOptions) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface PageOptions extends BrowserContextOptions {
  /** From the disk, with the classic script; from the server where it is left out. */
  readonly from?: 'file';
  /** Leaves the bundle out: a page that was rendered on a server, and stays as it is. */
  readonly isStill?: true;
  /** Attributes of `<html>`. */
  readonly html?: string;
  /** Files beside the page. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Builds both bundles, serves them and starts a browser. */
export async function startSite(): Promise<Site> {
  // A folder of its own for each file of tests, so that nobody's bundle changes under them.
  const built = mkdtempSync(join(ROOT, 'node_modules', '.built-for-tests-'));
  await bundle('vite.config.ts', built);
  await bundle('vite.classic.config.ts', built);
  const server = serve(built);
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { executablePath, args } = await findBrowser();
  const browser = await chromium.launch({ executablePath, args: [...args] });
  let pages = 0;
  const open: Site['open'] = (body, options = {}) =>
    openPage(browser, { address, built, name: `page-${pages++}` }, body, options);
  return {
    open,
    async inPage(body, use, options) {
      const { page, problems } = await open(body, options);
      try {
        await use(page);
        expect(problems).toEqual([]);
      } finally {
        await page.context().close();
      }
    },
    async close() {
      await browser.close();
      server.close();
      rmSync(built, { recursive: true });
    },
  };
}

const bundle = async (config: string, outDir: string): Promise<unknown> =>
  build({ root: ROOT, configFile: join(ROOT, config), logLevel: 'warn', build: { outDir, emptyOutDir: false } });

function serve(folder: string): Server {
  return createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    try {
      const body = readFileSync(join(folder, path));
      response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
      response.setHeader('Content-Security-Policy', POLICY);
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
}

/** Where a page is written to, and served from. */
interface Place {
  readonly address: string;
  readonly built: string;
  readonly name: string;
}

async function openPage(
  browser: Browser,
  { address, built, name }: Place,
  body: string,
  { from, isStill, html = 'lang="en"', files = {}, ...options }: PageOptions,
): Promise<OpenPage> {
  const folder = join(built, name);
  mkdirSync(folder);
  const script =
    isStill === true
      ? ''
      : from === 'file'
        ? '<script defer src="../mm-playground.classic.js"></script>'
        : '<script type="module" src="../mm-playground.js"></script>';
  const head = `<meta charset="utf-8"><title>A page</title><link rel="stylesheet" href="../mm-playground.css"><link rel="stylesheet" href="page.css">${script}`;
  const all = {
    'index.html': `<!doctype html><html ${html}><head>${head}</head><body><main><h1>A page</h1>${body}</main></body></html>`,
    'page.css': ':root { color-scheme: light dark } body { font-family: sans-serif; margin: 1rem } ',
    ...files,
  };
  for (const [file, text] of Object.entries(all)) writeFileSync(join(folder, file), text);

  const context = await browser.newContext({ viewport: { width: 1024, height: 900 }, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('file:'))
      problems.push(`asks ${request.url()}`);
  });
  await page.goto(from === 'file' ? pathToFileURL(join(folder, 'index.html')).href : `${address}${name}/index.html`);
  return { page, problems };
}

/** How far things on the page were moved without anybody's doing, by now. */
export const layoutShift = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          resolve(list.getEntries().reduce((sum, entry) => sum + (entry as unknown as { value: number }).value, 0));
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(0), 500);
      }),
  );
