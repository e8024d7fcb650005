/**
 * Sites of Starlight and of Docusaurus, as strangers have them: our packages as they are published, installed by npm beside the tool.
 * `pnpm --filter @mm-playground/embed nightly` builds the packages and runs this; it needs the registry and about half a gigabyte.
 */
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  EMBED,
  newFolder,
  problemsAlive,
  runTool,
  sampleFolder,
  SEEN_WITHOUT_SCRIPT,
  seenWithoutScript,
  serveSite,
  type SampleSite,
} from './sites.ts';

const packed = newFolder();
let tarballs: readonly string[] = [];

beforeAll(async () => {
  const filter = ['--filter-prod', '@mm-playground/embed...'];
  await runTool(EMBED, 'pnpm', [...filter, '--recursive', 'pack', '--pack-destination', packed]);
  tarballs = readdirSync(packed).map((name) => join(packed, name));
});
afterAll(() => rmSync(packed, { recursive: true }));

describe.each([
  ['starlight', 'dist'],
  ['docusaurus', 'build'],
])('%s', (sample, output) => {
  const folder = newFolder();
  let site: SampleSite;
  let printed: string;

  beforeAll(async () => {
    cpSync(sampleFolder(sample), folder, { recursive: true });
    await runTool(folder, 'npm', ['install', '--no-audit', '--no-fund', ...tarballs]);
    printed = await runTool(folder, 'npm', ['run', 'build']);
    site = await serveSite(join(folder, output));
  });
  afterAll(async () => {
    await site.close();
    rmSync(folder, { recursive: true });
  });

  it('is built without what a server has not', () => {
    expect(printed).not.toMatch(/is not defined/);
  });

  it('has a figure that comes alive', async () => {
    expect(await problemsAlive(site, '')).toEqual([]);
  });

  it('has script, picture and maps for a reader without script', async () => {
    expect(await seenWithoutScript(site, '')).toEqual(SEEN_WITHOUT_SCRIPT);
  });
});
