/*
 * A plugin as a file. A stranger's is fetched once, hashed, and executed only as the bytes that were hashed: what is shown to
 * whoever is asked is what runs. One from where this page comes from is a module like those of the page.
 */
import { definePlugin, type Plugin } from '@mm-playground/api';

/** Longer files are no plugins; ours with everything have a tenth of it. */
const MOST_BYTES = 8_000_000;

/** A plugin that has not run yet. */
export interface PluginFile {
  readonly address: URL;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** `sha384-...`, as `<script integrity>` writes it. */
  readonly integrity: string;
  /** Whether it comes from where this page comes from: who serves the page could as well change the page. */
  readonly isOurs: boolean;
}

/** Fetches a plugin. @throws Error where it cannot be had, or is not the one that `wanted` names */
export async function fetchPlugin(address: URL, wanted: string | null): Promise<PluginFile> {
  const isOurs = address.origin === location.origin;
  if (!isOurs && address.protocol !== 'https:' && !isThisMachine(address))
    throw new Error(`${address.href}: plugins come by https, or from this machine`);
  const answer = await fetch(address, { credentials: isOurs ? 'same-origin' : 'omit', referrerPolicy: 'no-referrer' });
  if (!answer.ok) throw new Error(`${address.href}: the server answered ${answer.status} ${answer.statusText}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes.length > MOST_BYTES) throw new Error(`${address.href} has ${bytes.length} bytes, more than ${MOST_BYTES}`);
  const integrity = await integrityOf(bytes);
  if (wanted !== null && wanted !== integrity)
    throw new Error(`${address.href} is not the file that was meant: it has ${integrity}, wanted ${wanted}`);
  return { address, bytes, integrity, isOurs };
}

/** Runs a plugin's file. @throws Error where it is none, or is not for these contracts; it says what to do */
export async function runPlugin({ address, bytes, isOurs }: PluginFile): Promise<Plugin> {
  const url = isOurs ? address.href : URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' }));
  try {
    const module = (await import(/* @vite-ignore */ url)) as { readonly default?: Plugin; readonly plugin?: Plugin };
    const plugin = module.default ?? module.plugin;
    if (plugin === undefined) throw new Error('it exports neither `default` nor `plugin`');
    return definePlugin(plugin);
  } catch (error) {
    throw new Error(`${address.href} cannot be loaded: ${reasonOf(error)}`, { cause: error });
  } finally {
    if (!isOurs) URL.revokeObjectURL(url);
  }
}

async function integrityOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-384', bytes));
  return `sha384-${btoa(String.fromCharCode(...hash))}`;
}

const isThisMachine = ({ hostname }: URL): boolean => hostname === 'localhost' || hostname === '127.0.0.1';

/** A page resolves no names of packages. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /module specifier|bare specifier/i.test(message)
    ? `${message}: it imports packages by name; bundle it into one file`
    : message;
}
