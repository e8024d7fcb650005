/*
 * Finds a browser for tests. The order: $CHROME_PATH, an installed chromium or chrome, Playwright's own download, and
 * last the one from the npm registry (@sparticuz/chromium), which needs no system package: a fresh machine always has
 * a browser.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { env, getuid, platform } from 'node:process';
import type { LaunchOptions } from 'playwright';
import { unpackNpmChromium } from './npm-chromium.ts';

/** A browser that was found: what to execute, with which arguments, and where it came from (for messages). */
export interface FoundBrowser {
  readonly executablePath: string;
  readonly args: readonly string[];
  /** Added to the environment of the browser. */
  readonly env: Readonly<Record<string, string>>;
  readonly source: 'CHROME_PATH' | 'installed' | 'playwright' | '@sparticuz/chromium';
}

const CHROMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const CHROME_ON_MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const FIREFOXES = ['firefox', 'firefox-esr'];
const FIREFOX_ON_MAC = '/Applications/Firefox.app/Contents/MacOS/firefox';

/** Chromium refuses to sandbox for root; the rest keeps a container quiet and offline. */
function commonArgs(): string[] {
  const quiet = ['--disable-gpu', '--disable-background-networking'];
  return getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet;
}

function installed(names: readonly string[], onMac: string): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  if (platform === 'darwin') candidates.push(onMac);
  return candidates.find((path) => existsSync(path));
}

/** The path in an environment variable; undefined where it is not set. Throws `RangeError` when it names no file. */
function chosenBy(variable: string): string | undefined {
  const path = env[variable];
  if (path === undefined || path === '') return undefined;
  if (!existsSync(path)) throw new RangeError(`${variable} names no file: ${path}`);
  return path;
}

/** The first browser in the order above. Throws `RangeError` when $CHROME_PATH is set and names no file. */
export async function findBrowser(): Promise<FoundBrowser> {
  const chosen = chosenBy('CHROME_PATH');
  if (chosen !== undefined) return { executablePath: chosen, args: commonArgs(), env: {}, source: 'CHROME_PATH' };
  const chrome = installed(CHROMES, CHROME_ON_MAC);
  if (chrome !== undefined) return { executablePath: chrome, args: commonArgs(), env: {}, source: 'installed' };

  const { chromium: playwright } = await import('playwright');
  if (existsSync(playwright.executablePath())) {
    return { executablePath: playwright.executablePath(), args: commonArgs(), env: {}, source: 'playwright' };
  }
  // Its own flags are for cloud functions (one process, no web security): none of them is wanted here.
  return { ...(await unpackNpmChromium()), args: commonArgs(), source: '@sparticuz/chromium' };
}

/**
 * The Firefox of this machine: $FIREFOX_PATH, else an installed one. None comes along, so there may be none: whoever tests in Firefox
 * leaves out those tests then, and says so. Throws `RangeError` when $FIREFOX_PATH is set and names no file.
 */
export const findFirefox = (): string | undefined => chosenBy('FIREFOX_PATH') ?? installed(FIREFOXES, FIREFOX_ON_MAC);

/** What Playwright's `chromium.launch` takes to start the browser that was found. */
export async function launchOptions(): Promise<LaunchOptions> {
  const found = await findBrowser();
  return {
    executablePath: found.executablePath,
    args: [...found.args],
    env: { ...env, ...found.env },
  };
}
