/**
 * Kernels on this machine: the folder that fetched ones are kept in, and what `--boot` means, which may be one of them or any
 * other file. A kernel's configuration lies beside it where there is one; it tells what cannot be read from a running kernel.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { BootError } from './boot-error.ts';
import { DISTRIBUTION_KERNELS } from './kernels.ts';

/** A kernel that can be booted. */
export interface KernelImage {
  /** The path of the image. */
  readonly path: string;
  /** As in `process.arch`. */
  readonly arch: 'x64' | 'arm64' | 'riscv64';
  /** The text of its configuration, or null where none lies beside it. */
  readonly config: string | null;
}

/** The folder of fetched kernels, one folder for each by its name; `$XDG_CACHE_HOME` decides where. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? '';
  return join(base === '' ? join(homedir(), '.cache') : base, 'mm-playground', 'kernels');
}

/** The image of a fetched kernel, or null where it is not there. */
export function cachedImage(id: string, folder = cacheFolder()): string | null {
  const home = join(folder, id);
  const name = existsSync(home) ? readdirSync(home).find((each) => each.startsWith('vmlinuz-')) : undefined;
  return name === undefined ? null : join(home, name);
}

/**
 * The kernel that `--boot` means: a file, or a fetched one by its name.
 *
 * @throws BootError `no-kernel`.
 */
export function findKernel(wanted: string, folder = cacheFolder()): KernelImage {
  const path = existsSync(wanted) && statSync(wanted).isFile() ? wanted : cachedImage(wanted, folder);
  if (path === null) throw new BootError('no-kernel', absence(wanted));
  const arch = architectureOf(readFileSync(path));
  if (arch === null) throw new BootError('no-kernel', `${path} is no kernel image of x86-64, arm64 or riscv64`);
  return { path, arch, config: configBeside(path) };
}

function absence(wanted: string): string {
  const known = DISTRIBUTION_KERNELS.map(({ id }) => id);
  if (!known.includes(wanted)) return `there is no file ${wanted}; kernels that can be fetched: ${known.join(', ')}`;
  return `kernel ${wanted} is not here; fetch it first: npx -y pnpm@12.21.0 --filter @mm-playground/oracle fetch-kernels ${wanted}`;
}

/** Where an image says what it is: the boot protocol's header on x86, the image header on arm64 and riscv64. */
const HEADERS = [
  { arch: 'x64', offset: 0x202, magic: 'HdrS' },
  { arch: 'arm64', offset: 0x38, magic: 'ARMd' },
  { arch: 'riscv64', offset: 0x30, magic: 'RISCV' },
] as const;

/** The architecture of a kernel image, by its header; null where it has none that we know. */
export function architectureOf(image: Buffer): KernelImage['arch'] | null {
  const found = HEADERS.find(({ offset, magic }) => image.toString('latin1', offset, offset + magic.length) === magic);
  return found?.arch ?? null;
}

/** Distributions call them `vmlinuz-RELEASE` and `config-RELEASE`, or `vmlinuz` and `config`. */
function configBeside(path: string): string | null {
  const config = join(dirname(path), basename(path).replace(/^vmlinu[xz]/, 'config'));
  return config !== path && existsSync(config) ? readFileSync(config, 'utf8') : null;
}
