/**
 * Gets distribution kernels into the cache, by name or all of them:
 * `node --conditions=@mm-playground/source packages/oracle/src/boot/fetch.ts [--mirror ADDRESS] [6.1 6.12 ...]`
 */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Archive, dependenciesOf, localMirror, unpack, update } from './apt.ts';
import { BootError } from './boot-error.ts';
import { cachedImage, cacheFolder } from './kernel-cache.ts';
import { DISTRIBUTION_KERNELS, type DistributionKernel } from './kernels.ts';

/** How many packages lie between the meta package and the image, at most. */
const DEPTH = 3;

/** Image and configuration: in /boot, or with the modules. */
const IMAGE = /^vmlinu[xz](?:-.*)?$/;
const CONFIG = /^config(?:-.*)?$/;

function main(): void {
  const { values, positionals } = parseArgs({ options: { mirror: { type: 'string' } }, allowPositionals: true });
  const wanted = positionals.length === 0 ? DISTRIBUTION_KERNELS : positionals.map(kernelOf);
  const mirror = values.mirror ?? localMirror();
  for (const kernel of wanted) {
    fetchKernel(kernel, mirror);
    process.stdout.write(`${kernel.id}: ${cachedImage(kernel.id) ?? ''}\n`);
  }
}

function kernelOf(id: string): DistributionKernel {
  const kernel = DISTRIBUTION_KERNELS.find((each) => each.id === id);
  const known = DISTRIBUTION_KERNELS.map((each) => each.id).join(', ');
  if (kernel === undefined) throw new BootError('no-kernel', `no kernel is called ${id}; there are: ${known}`);
  return kernel;
}

function fetchKernel({ id, suite, debianArch, metaPackage }: DistributionKernel, mirror: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'mm-kernel-'));
  try {
    const archive: Archive = { mirror, suite, debianArch, folder };
    update(archive);
    const unpacked = join(folder, 'unpacked');
    for (const name of packagesOf(archive, metaPackage)) unpack(archive, name, unpacked);
    keep(unpacked, id);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The packages with the image and its configuration: those of the same release that the meta package depends on. */
function packagesOf(archive: Archive, metaPackage: string): string[] {
  const [image] = dependenciesOf(archive, metaPackage).filter((name) => /^linux-image-\d/.test(name));
  if (image === undefined)
    throw new BootError('no-kernel', `${metaPackage} of ${archive.suite} depends on no kernel image`);
  const release = image.slice('linux-image-'.length);
  const found = new Set([image]);
  for (let depth = 1; depth < DEPTH; depth++)
    for (const name of [...found].flatMap((each) => dependenciesOf(archive, each)))
      if (name === `linux-binary-${release}` || name === `linux-base-${release}`) found.add(name);
  return [...found];
}

/** Puts image and configuration into the cache, in place of what was there. */
function keep(unpacked: string, id: string): void {
  const paths = readdirSync(unpacked, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const image = paths.find(({ name }) => IMAGE.test(name));
  const config = paths.find(({ name }) => CONFIG.test(name));
  if (image === undefined) throw new BootError('no-kernel', `the packages of ${id} hold no kernel image`);
  const release = releaseOf(image.name, image.parentPath);
  const home = join(cacheFolder(), id);
  const draft = `${home}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  copyFileSync(join(image.parentPath, image.name), join(draft, `vmlinuz-${release}`));
  if (config !== undefined) copyFileSync(join(config.parentPath, config.name), join(draft, `config-${release}`));
  rmSync(home, { recursive: true, force: true });
  renameSync(draft, home);
}

/** `vmlinuz-RELEASE` in /boot (`vmlinux-RELEASE` where it is not packed), or `vmlinuz` in the folder of the release's modules. */
function releaseOf(name: string, parent: string): string {
  return /^vmlinu[xz]-(.+)$/.exec(name)?.[1] ?? parent.split('/').at(-1) ?? 'unknown';
}

try {
  main();
} catch (error) {
  if (!(error instanceof BootError)) throw error;
  process.stderr.write(`cannot fetch: ${error.message}\n`);
  process.exitCode = 1;
}
