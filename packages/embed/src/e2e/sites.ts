/*
 * What tests of sample sites share: a site is built by its own tool into a folder of this run, served, and opened in a browser with and
 * without script. A page that fails anywhere, or asks another origin, has problems.
 * Samples are as strangers write them, and take what is built: `dist` must be there (`pnpm build`).
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

/** The folder of a sample. */
export const sampleFolder = (sample: string): string => join(EMBED, 'samples', sample);

/** Runs a tool in a folder. Returns what it printed, both ways. @throws Error with all of that where it fails */
export async function runTool(folder: string, command: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run(command, [...args], {
    cwd: folder,
    // What is built is what is shipped.
    env: { ...process.env, NODE_ENV: 'production' },
    maxBuffer: 2 ** 26,
  });
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

/** What a reader sees of the figure of every sample: the script is the same in all of them. */
export interface Seen {
  /** Without its empty lines: themes make of a line what they like. */
  readonly script: string;
  readonly hasPicture: boolean;
  readonly caption: string;
  /** The first row of the maps. */
  readonly row: string;
  readonly problems: readonly string[];
}

const linesOf = (text: string): string => text.trim().replaceAll(/\n\s*/g, '\n');

/** What the samples show to a reader without script. */
export const SEEN_WITHOUT_SCRIPT: Seen = {
  script: `p = mmap(NULL, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
store(p + PAGE)
munmap(p + 4*PAGE, 2*PAGE)`,
  hasPicture: true,
  caption: 'A hole in the middle',
  row: '7ffff7fef000-7ffff7ff3000 rw-p 00000000 00:00 0',
  problems: [],
};

/** What a reader without script sees of the first figure of a page. */
export async function seenWithoutScript(site: SampleSite, path: string): Promise<Seen> {
  let seen = { script: '', hasPicture: false, caption: '', row: '' };
  const problems = await site.visit(
    path,
    async (page) => {
      const figure = page.locator('mm-playground');
      seen = {
        script: linesOf(await figure.locator('pre').innerText()),
        hasPicture: await figure.locator('.mm-static svg').isVisible(),
        caption: await page.locator('.mm-figure > figcaption').first().innerText(),
        row: (await figure.getByRole('row').nth(1).innerText()).replaceAll(/\s+/g, ' ').trim(),
      };
    },
    { javaScriptEnabled: false },
  );
  return { ...seen, problems };
}

/** Waits until the figure of a page is alive. Returns what went wrong in the page. */
export const problemsAlive = (site: SampleSite, path: string): Promise<string[]> =>
  site.visit(path, async (page) => {
    await page.locator('mm-playground mm-call-list').getByText('munmap').waitFor();
  });

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
