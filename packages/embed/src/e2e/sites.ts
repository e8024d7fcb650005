/*
 * What tests of sample sites share: a site is built by its own tool into a folder of this run, served, and opened in a browser with and
 * without script. A page that fails anywhere, or asks another origin, has problems.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findBrowser } from '@mm-playground/browser-launcher';
import { chromium, type BrowserContextOptions, type Page } from 'playwright';
import { preview } from 'vite';

/** The package. */
export const EMBED = join(import.meta.dirname, '..', '..');
/** How Node finds packages of this repository as their sources. */
export const SOURCES = '--conditions=@mm-playground/source';

/** A site that is served. */
export interface SampleSite {
  /** Opens a page; it is closed again, and its problems are returned. */
  readonly visit: (
    path: string,
    use: (page: Page) => Promise<void>,
    options?: BrowserContextOptions,
  ) => Promise<string[]>;
  readonly close: () => Promise<void>;
}

/** A folder for what a tool builds. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'mm-playground-site-'));

const run = promisify(execFile);

/** Runs a tool in a sample's folder. Returns what it printed, both ways. @throws Error with all of that where it fails */
export async function runTool(sample: string, command: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run(command, [...args], { cwd: join(EMBED, 'samples', sample), maxBuffer: 2 ** 26 });
  return `${stdout}${stderr}`;
}

/** Serves a folder, which goes away with the site. */
export async function serveSite(folder: string): Promise<SampleSite> {
  const server = await preview({
    configFile: false,
    logLevel: 'silent',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const [address = ''] = server.resolvedUrls?.local ?? [];
  const { executablePath, args } = await findBrowser();
  const browser = await chromium.launch({ executablePath, args: [...args] });
  return {
    async visit(path, use, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      const problems = problemsOf(page, address);
      await page.goto(`${address}${path}`);
      await use(page);
      await context.close();
      return problems;
    },
    async close() {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Grows while the page is open. */
function problemsOf(page: Page, address: string): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) problems.push(`asks ${request.url()}`);
  });
  return problems;
}
