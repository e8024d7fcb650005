/**
 * `mm open`: the playground in the browser with a file loaded, or following a program or a process, served from this
 * machine to this machine until it is interrupted.
 */

import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { follow, RecordError, type Live, type LiveOptions } from '@mm-playground/oracle';
import type { Playground } from 'mm-playground';
import { InputError, UsageError, type ExitCode } from '../exit.ts';
import { readInput, readSource, STDIN } from '../input.ts';
import { openInBrowser } from '../open/browser.ts';
import { LiveFeed } from '../open/live-feed.ts';
import { serve, type OpenServer, type Served } from '../open/server.ts';
import { openPlayground, tell } from '../replay.ts';

/** What `mm open` takes besides the file. */
export interface OpenOptions extends Parts {
  /** Plugins: files that need no other file, as a browser takes them. */
  readonly plugin: readonly string[];
  readonly browser: boolean;
  /** The process to follow. */
  readonly pid?: number;
  /** Whether the words are a program to start. */
  readonly command?: boolean;
}

/** What it is played on. */
interface Parts {
  readonly kernel?: string;
  readonly arch?: string;
  readonly index?: string;
}

/** Where the built app is: packed with this package, or beside it in the workspace. */
const APP_FOLDERS = ['../web', '../../../../apps/web/dist'];

/** Serves the app with a file, or with what is followed, until an interrupt. @throws InputError where a file cannot be read. */
export async function open(words: readonly string[], options: OpenOptions): Promise<ExitCode> {
  const { browser, pid, command, plugin: files, ...parts } = options;
  for (const file of files)
    if (/\.[cm]?tsx?$/.test(file))
      throw new UsageError(`a browser runs no TypeScript: build ${file}, and open what was built (dist/index.js)`);
  const playground = await openPlayground({ ...parts, plugin: files }, 'off');
  const plugins = await Promise.all(files.map(readInput));
  const [file, ...more] = words;
  const shown = (server: OpenServer): void => show(server, browser, parts);
  if (command === true) return openLive({ command: words }, { name: basename(file ?? ''), plugins }, shown);
  if (pid !== undefined && file === undefined) return openLive({ pid }, { name: `process-${pid}`, plugins }, shown);
  if (pid !== undefined || file === undefined || more.length > 0)
    throw new UsageError('expected one of FILE, --pid PID, or -- COMMAND');
  const appFolder = findAppFolder();
  const bytes = await readSource(file, playground.registry.scripts);
  await checkInput(playground, bytes, file);
  const name = file === STDIN ? 'stdin.strace' : basename(file);
  const server = await serve({ appFolder, name, content: bytes, plugins });
  shown(server);
  await interrupted();
  await server.close();
  return 0;
}

/** Follows a program or a process until an interrupt; what it told stays to be seen after its end. */
async function openLive(
  what: LiveOptions['what'],
  { name, plugins }: Required<Pick<Served, 'name' | 'plugins'>>,
  show: (server: OpenServer) => void,
): Promise<ExitCode> {
  const appFolder = findAppFolder();
  const feed = new LiveFeed();
  const server = await serve({ appFolder, name: `${name}.strace`, content: feed, plugins });
  const interrupt = interrupted();
  try {
    let live: Live | null = null;
    const full = (): void => void live?.stop();
    live = await follow({ what, onText: (text) => void (feed.tell(text) || full()) });
    show(server);
    void live.ended.then(
      (end) => {
        feed.close(end);
        tell(`${name}: ${end.how}.`);
        for (const warning of end.warnings) tell(`warning: ${warning}`);
      },
      (error: unknown) => feed.close({ how: error instanceof Error ? error.message : String(error), warnings: [] }),
    );
    await interrupt;
    await live.stop();
    await live.ended.catch(() => undefined);
    return 0;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    if (error.code === 'command-not-found' || error.code === 'no-such-process') throw new UsageError(error.message);
    tell(`cannot follow: ${error.message}`);
    return 1;
  } finally {
    await server.close();
  }
}

function show(server: OpenServer, browser: boolean, parts: Parts): void {
  const address = server.address + fragmentOf(parts);
  process.stdout.write(`${address}\n`);
  tell('Ctrl-C ends it.');
  if (browser) openInBrowser(address, (reason) => tell(`${reason}: open the address above in a browser`));
}

function findAppFolder(): string {
  const folders = APP_FOLDERS.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const folder = folders.find((candidate) => existsSync(join(candidate, 'index.html')));
  if (folder === undefined) throw new UsageError('the web app is not built: pnpm --filter @mm-playground/web build');
  return folder;
}

async function checkInput(playground: Playground, bytes: Uint8Array, file: string): Promise<void> {
  const { session, diagnostics } = await playground.load(bytes, { file });
  if (session === undefined) throw new InputError(diagnostics);
}

/** The app takes the chosen parts from behind the `#`. */
function fragmentOf(parts: Parts): string {
  const words = Object.entries(parts).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return words.length === 0 ? '' : `#${words.join('&')}`;
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
