/* `pnpm run pack-all FOLDER`: every package as npm would have it, for who wants to use them before they are published. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { packagesIn } from '@mm-playground/checks/workspace';
import { packAll } from './pack.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('error: expected a folder for the packed packages\n');
  process.exitCode = 2;
} else {
  mkdirSync(folder, { recursive: true });
  const packages = packagesIn('packages').filter(({ manifest }) => manifest.private !== true);
  for (const tarball of packAll(packages, resolve(folder)).values()) process.stdout.write(`${tarball}\n`);
}
