/**
 * `mm open`: the playground in the browser with a file loaded, served from this machine to this machine until it is
 * interrupted.
 */

import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPlayground } from 'mm-playground';
import { InputError, UsageError, type ExitCode } from '../exit.ts';
import { readInput, STDIN } from '../input.ts';
import { openInBrowser } from '../open/browser.ts';
import { serve } from '../open/server.ts';
import { tell } from '../replay.ts';

/** What `mm open` takes besides the file. */
export interface OpenOptions {
  readonly browser: boolean;
  readonly kernel?: string;
  readonly arch?: string;
  readonly index?: string;
}

/** Where the built app is: packed with this package, or beside it in the workspace. */
const APP_FOLDERS = ['../web', '../../../../apps/web/dist'];

/** Serves the app with a file until an interrupt. @throws InputError where the file cannot be read. */
export async function open(file: string, { browser, ...parts }: OpenOptions): Promise<ExitCode> {
  const appFolder = findAppFolder();
  const bytes = await readInput(file);
  await checkInput(bytes, file, parts);
  const server = await serve({ appFolder, name: file === STDIN ? 'stdin.strace' : basename(file), bytes });
  const address = server.address + fragmentOf(parts);
  process.stdout.write(`${address}\n`);
  tell('Ctrl-C ends it.');
  if (browser) openInBrowser(address, (reason) => tell(`${reason}: open the address above in a browser`));
  await interrupted();
  await server.close();
  return 0;
}

function findAppFolder(): string {
  const folders = APP_FOLDERS.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const folder = folders.find((candidate) => existsSync(join(candidate, 'index.html')));
  if (folder === undefined) throw new UsageError('the web app is not built: pnpm --filter @mm-playground/web build');
  return folder;
}

async function checkInput(bytes: Uint8Array, file: string, parts: Omit<OpenOptions, 'browser'>): Promise<void> {
  const { session, diagnostics } = await playgroundFor(parts).load(bytes, { file });
  if (session === undefined) throw new InputError(diagnostics);
}

function playgroundFor(parts: Omit<OpenOptions, 'browser'>): ReturnType<typeof createPlayground> {
  try {
    return createPlayground(parts);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The app takes the chosen parts from behind the `#`. */
function fragmentOf(parts: Omit<OpenOptions, 'browser'>): string {
  const words = Object.entries(parts).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return words.length === 0 ? '' : `#${words.join('&')}`;
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
