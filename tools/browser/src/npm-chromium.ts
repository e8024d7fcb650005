/*
 * The browser that comes as an npm package: @sparticuz/chromium, compressed. Its own unpacking writes into the shared
 * temporary folder in place, so that of two test runs that start together one executes half a browser. Here it is
 * unpacked aside and moved into the user's cache in one step.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PACKAGE = '@sparticuz/chromium';

/** Where the unpacked browser is, and what its environment needs. */
export interface NpmChromium {
  readonly executablePath: string;
  /** Points fontconfig at the fonts of the package when the system has none; empty otherwise. */
  readonly env: Readonly<Record<string, string>>;
}

/** Unpacks the browser into `cache` (the user's cache folder by default) unless it is there. */
export async function unpackNpmChromium(cache: string = join(userCache(), 'mm-playground')): Promise<NpmChromium> {
  const folder = join(cache, `chromium-${await installedVersion()}`);
  const executablePath = join(folder, 'chromium');
  if (!existsSync(executablePath)) await unpackInto(folder);
  const fontsOfSystem = existsSync('/etc/fonts/fonts.conf');
  return { executablePath, env: fontsOfSystem ? {} : { FONTCONFIG_FILE: join(folder, 'fonts.conf') } };
}

async function unpackInto(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const aside = await mkdtemp(`${folder}-`);
  try {
    // The package unpacks to the temporary folder of its process, hence a process with one of its own.
    const code = `await (await import(${JSON.stringify(import.meta.resolve(PACKAGE))})).default.executablePath()`;
    const options = { env: { ...env, TMPDIR: aside, TMP: aside, TEMP: aside } };
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], options);
    await writeFile(join(aside, 'fonts.conf'), fontsConf(join(folder, 'fonts')));
    await rename(aside, folder).catch((error: unknown) => {
      // Another process was faster: its folder is complete, because it was moved there as well.
      if (!existsSync(join(folder, 'chromium'))) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

function fontsConf(fonts: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${fonts}-cache</cachedir>
</fontconfig>
`;
}

async function installedVersion(): Promise<string> {
  const manifest = join(dirname(fileURLToPath(import.meta.resolve(PACKAGE))), '..', 'package.json');
  return (JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string }).version;
}

function userCache(): string {
  const chosen = env['XDG_CACHE_HOME'];
  return chosen === undefined || chosen === '' ? join(homedir(), '.cache') : chosen;
}
