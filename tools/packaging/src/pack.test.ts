import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagesIn } from '@mm-playground/checks/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packAll, publintProblems, typeProblems } from './pack.ts';

const publishable = packagesIn('packages').filter(({ manifest }) => manifest.private !== true);
const folder = mkdtempSync(join(tmpdir(), 'mm-playground-pack-'));
let tarballs: ReadonlyMap<string, string> = new Map();

beforeAll(() => {
  tarballs = packAll(publishable, folder);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(publishable)('the tarball of $path', ({ manifest }) => {
  const tarball = (): string => tarballs.get(manifest.name) ?? '';

  it('matches its manifest (publint)', async () => {
    expect(await publintProblems(tarball())).toEqual([]);
  });

  it('has types for everything that it exports (are the types wrong?)', async () => {
    expect(await typeProblems(tarball())).toEqual([]);
  });
});
