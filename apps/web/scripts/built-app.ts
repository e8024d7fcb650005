/*
 * The app as its users get it: built, served on a free port of this machine, opened in a real browser. The end-to-end tests
 * and the screenshots both start here, so a picture shows what was tested.
 */
import { join } from 'node:path';
import { findBrowser } from '@mm-playground/browser-launcher';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { build, preview } from 'vite';

const ROOT = join(import.meta.dirname, '..');

/** Where the app is built to: a folder of its own, so that nobody's `dist` changes under them. */
export const BUILT = join(ROOT, 'node_modules', '.built-for-tests');

/** The first picture takes a fraction of a second; a machine that is busy takes longer. */
const READY_MS = 20_000;

/** The built app, served. */
export interface ServedApp {
  /** Where it is served, with a slash at the end. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

export interface BuiltApp extends ServedApp {
  readonly browser: Browser;
  /** Opens a page at `path` and waits for the first picture. What goes wrong in the page is collected in `problems`. */
  readonly open: (path?: string, options?: BrowserContextOptions) => Promise<OpenPage>;
}

export interface OpenPage {
  readonly page: Page;
  /** Uncaught errors, console errors and violations of the Content-Security-Policy. */
  readonly problems: readonly string[];
}

/** Builds into a folder that nobody else builds into meanwhile, and serves it. */
export async function serveBuiltApp(outDir: string): Promise<ServedApp> {
  const configFile = join(ROOT, 'vite.config.ts');
  await build({ root: ROOT, configFile, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  const server = await preview({
    root: ROOT,
    configFile,
    logLevel: 'warn',
    build: { outDir },
    preview: { port: 0 },
  });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('the preview server has no address');
  return { address, close: () => server.close() };
}

/** Serves it, and opens Chromium. */
export async function startBuiltApp(outDir = BUILT): Promise<BuiltApp> {
  const { address, close } = await serveBuiltApp(outDir);
  const { executablePath, args } = await findBrowser();
  const browser = await chromium.launch({ executablePath, args: [...args] });
  return {
    address,
    browser,
    open: (path, options) => open(browser, address, path, options),
    async close() {
      await browser.close();
      await close();
    },
  };
}

/** Says on the console what the page's policy forbade: it runs in the page, before everything else. */
export function tellViolations(): void {
  addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile, lineNumber, sample }) => {
    console.error(`policy: ${violatedDirective} at ${sourceFile}:${lineNumber} ${sample}`);
  });
}

async function open(
  browser: Browser,
  address: string,
  path = '',
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  await page.addInitScript(tellViolations);
  await page.goto(address + path);
  try {
    await page.locator('mm-app[data-ready]').waitFor({ timeout: READY_MS });
  } catch (error) {
    throw new Error(`no first picture: ${problems.join('; ')}`, { cause: error });
  }
  return { page, problems };
}
