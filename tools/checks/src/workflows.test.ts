/* The workflows are ones that GitHub would take, and call what is there. Nobody runs them before they are merged. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateWorkflow } from '@action-validator/core';
import { describe, expect, it } from 'vitest';
import { packagesIn, ROOT } from './workspace.ts';

const FOLDER = join(ROOT, '.github', 'workflows');
const workflows = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));
const scriptsIn = (file: string): Readonly<Record<string, string>> =>
  (JSON.parse(readFileSync(file, 'utf8')) as { readonly scripts: Record<string, string> }).scripts;
const scriptsOf = (file: string): readonly string[] => Object.keys(scriptsIn(file));

describe.each(workflows)('$name', ({ text }) => {
  it('is a workflow', () => {
    expect(validateWorkflow(text).errors).toEqual([]);
  });

  it('calls scripts that there are', () => {
    const ofRoot = scriptsOf(join(ROOT, 'package.json'));
    for (const [, script = ''] of text.matchAll(/pnpm@[\d.]+ (?:--silent )?(?:run )?([a-z][\w:-]*)/g))
      expect([...ofRoot, 'exec']).toContain(script);
    expect(text).not.toMatch(/\b(?:pnpm|npm) i(?:nstall)?\b/);
  });

  it('gives words to scripts that are one command: of two, only the last would get them', () => {
    const ofRoot = scriptsIn(join(ROOT, 'package.json'));
    for (const [, script = ''] of text.matchAll(/pnpm@[\d.]+ (?:--silent )?(?:run )?([a-z][\w:-]*)[ \t]+\S/g))
      expect(ofRoot[script] ?? '').not.toContain('&&');
  });

  it('may not do more than it has to', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: (?:read|write)$/m);
  });
});

it('the nightly workflow shards by seed: no two jobs of one kernel have the same', () => {
  const nightly = workflows.find(({ name }) => name === 'nightly.yml')?.text ?? '';
  for (const [command] of nightly.matchAll(/mm oracle(?: --boot \S+ \S+ \S+)? --count[^]*?--output/g))
    expect(command).toContain('matrix.shard }} * 100000');
  const packages = packagesIn('packages', 'apps', 'tools', 'examples').filter(({ folder }) =>
    scriptsOf(join(folder, 'package.json')).includes('nightly'),
  );
  for (const { manifest } of packages) expect(nightly).toContain(manifest.name);
});
