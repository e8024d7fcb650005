/*
 * Packs every publishable package as `pnpm publish` would and lets two judges look at the tarballs: publint (does the
 * manifest match the files?) and "are the types wrong?" (does TypeScript find what Node runs?).
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { type Package, ROOT } from '@mm-playground/checks/workspace';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** We publish ES modules only: what `require()` and Node 10 would see is not a promise that we make. */
const NOT_PROMISED = new Set(['node10', 'node16-cjs']);

/** Packs `packages` into `folder`. Returns the paths of the tarballs by package name. */
export function packAll(packages: readonly Package[], folder: string): Map<string, string> {
  const filters = packages.flatMap(({ manifest }) => ['--filter', manifest.name]);
  pnpm([...filters, '--recursive', 'pack', '--pack-destination', folder]);
  return new Map(
    packages.map(({ manifest }) => [
      manifest.name,
      join(folder, `${manifest.name.replace('@', '').replace('/', '-')}-${String(manifest['version'])}.tgz`),
    ]),
  );
}

/** What publint says about a tarball, errors and warnings. */
export async function publintProblems(tarball: string): Promise<string[]> {
  const bytes = new Uint8Array(readFileSync(tarball));
  const { messages, pkg: manifest } = await publint({
    level: 'warning',
    pack: { tarball: bytes.buffer },
  });
  return messages.map((message) => formatMessage(message, manifest, { color: false }) ?? message.code);
}

/** What TypeScript would get wrong about a tarball, for importers of ES modules and for bundlers. */
export async function typeProblems(tarball: string): Promise<string[]> {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))));
  if (result.types === false) return ['has no types'];
  return result.problems
    .filter((problem) => !('resolutionKind' in problem && NOT_PROMISED.has(problem.resolutionKind)))
    .map((problem) => JSON.stringify(problem));
}

/** Runs the pnpm that runs this test, or the one on the path. */
function pnpm(args: readonly string[]): void {
  const self = process.env['npm_execpath'] ?? 'pnpm';
  const [command, ...first] = /\.[cm]?js$/.test(self) ? [process.execPath, self] : [self];
  execFileSync(command ?? 'pnpm', [...first, ...args], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}
