import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileViolations, manifestViolations, sourceViolations } from './import-rules.ts';
import { rowOf, type ImportRow } from './import-table.ts';
import { type Package, packagesIn, ROOT } from './workspace.ts';

const sample = (name: string, dependencies: Record<string, string> = {}): Package => ({
  path: 'packages/sample',
  folder: join(ROOT, 'packages/sample'),
  manifest: { name, dependencies },
});

const row = (name: string): ImportRow => {
  const found = rowOf(name);
  if (found === undefined) throw new RangeError(`no row for ${name}`);
  return found;
};

const violations = (pkg: Package, text: string, path = 'src/a.ts'): string[] =>
  fileViolations(pkg, row(pkg.manifest.name), join(pkg.folder, path), text);

describe.each(packagesIn('packages', 'apps', 'examples'))('$path', (pkg) => {
  it('depends only on what the architecture allows', () => {
    expect(manifestViolations(pkg)).toEqual([]);
  });

  it('reaches only what the architecture allows', () => {
    expect(sourceViolations(pkg)).toEqual([]);
  });
});

describe('the import rules', () => {
  it('refuse a dependency that the table does not have', () => {
    expect(manifestViolations(sample('@mm-playground/session', { '@mm-playground/core': '*' }))).toEqual([
      expect.stringContaining('must not depend on @mm-playground/core'),
    ]);
    expect(manifestViolations(sample('@mm-playground/unheard-of'))).toHaveLength(1);
  });

  it('know a plugin by the first word of its name', () => {
    const kernel = { '@mm-playground/api': '*', '@mm-playground/core': '*' };
    expect(manifestViolations(sample('@mm-playground/kernel-mine', kernel))).toEqual([]);
    expect(manifestViolations(sample('@mm-playground/arch-mine', kernel))).toEqual([
      expect.stringContaining('must not depend on @mm-playground/core'),
    ]);
    expect(manifestViolations(sample('@mm-playground/viewer-mine', { lit: '*' }))).toEqual([]);
    expect(manifestViolations(sample('@mm-playground/index-mine', { lit: '*' }))).toHaveLength(1);
  });

  it.each([
    ["import { mergeMap } from 'rxjs';", 'must not import rxjs'],
    ["export * from '@mm-playground/core';", 'must not import @mm-playground/core'],
    ["const lazy = import('lit');", 'must not import lit'],
    ["type T = import('lit').LitElement;", 'must not import lit'],
    ["import { x } from '@mm-playground/event-bus';", 'not among the dependencies'],
    ["import { readFileSync } from 'node:fs';", 'is of Node alone'],
    ["import { x } from '../../core/src/x.ts';", 'leaves the package'],
    ['document.body.append();', 'document is not of the language'],
    ['const wide = window?.innerWidth;', 'window is not of the language'],
    ['queue.push(() => setTimeout(run));', 'setTimeout is not of the language'],
  ])('session must not: %s', (text, problem) => {
    expect(violations(sample('@mm-playground/session', { '@mm-playground/api': '*' }), text)).toContainEqual(
      expect.stringContaining(problem),
    );
  });

  it.each(['Math.random()', "Math['random']()", 'Date.now()', 'new Date()', 'performance.now()'])(
    'core must not call %s',
    (call) => {
      expect(violations(sample('@mm-playground/core'), `export const x = ${call};`)).toHaveLength(1);
    },
  );

  it.each([
    'const { random } = Math;',
    'const { random: chance } = Math;',
    'const { ...math } = Math;',
    'const m = Math;',
  ])('core must not take chance along: %s', (declaration) => {
    expect(violations(sample('@mm-playground/core'), declaration)).toHaveLength(1);
  });

  it('leave alone what else is of Math', () => {
    expect(
      violations(sample('@mm-playground/core'), 'const { max } = Math; export const x = Math.min(max(1, 2));'),
    ).toEqual([]);
  });

  it('leave alone what only looks like a global', () => {
    const text = `
      // document, window and Date.now() in prose
      import { status, type Event } from './status.ts';
      interface Shape { readonly window: Location; }
      export function area({ name: location, size = 1 }: { name: string; size?: number }, ...rest: number[]) {
        const text = 'document';
        loop: for (const history of rest) { if (history > size) break loop; }
        try { return { document: text, screen() {} }.document + location + status; } catch (event) { throw event; }
      }
      export { area as confirm, type Shape as Element };
      export { name, type Node } from './status.ts';
      export type { Position } from './status.ts';
      interface Text {}
      export type { Text };
      export class Range { origin = 0n; static of() { return new Range() satisfies Range; } }
      const here = import.meta;
    `;
    expect(violations(sample('@mm-playground/core'), text)).toEqual([]);
  });

  it('see an export of a global', () => {
    expect(violations(sample('@mm-playground/core'), 'export { document as page };')).toHaveLength(1);
  });

  it('let programs of a package use Node, and nothing else import them', () => {
    const embed = sample('@mm-playground/embed');
    const text = "import { readFileSync } from 'node:fs';";
    expect(violations(embed, text, 'src/commands/a.ts')).toEqual([]);
    expect(violations(embed, text, 'src/a.ts')).toHaveLength(1);
    expect(violations(embed, "import { a } from './commands/a.ts';", 'src/b.ts')).toHaveLength(1);
    expect(violations(embed, "import { a } from './a.ts';", 'src/commands/b.ts')).toEqual([]);
  });

  it('know that types come in packages of their own', () => {
    const embed = sample('@mm-playground/embed', { '@types/mdast': '*' });
    expect(violations(embed, "import type { Root } from 'mdast';")).toEqual([]);
    expect(violations(embed, "import type { Root } from 'hast';")).toHaveLength(1);
  });

  it('let only the testing folder of api bring test libraries', () => {
    const api: Package = sample('@mm-playground/api');
    const withPeers = { ...api, manifest: { ...api.manifest, peerDependencies: { vitest: '*' } } };
    const text = "import { it } from 'vitest';";
    expect(violations(withPeers, text, 'src/testing/a.ts')).toEqual([]);
    expect(violations(withPeers, text)).toHaveLength(1);
  });
});
