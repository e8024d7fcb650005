import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { firstExample, LONGEST_EXAMPLE, runInBrowser, runInNode } from './readme.ts';
import { type Package, packagesIn, ROOT } from './workspace.ts';

/** Packages whose example needs a page. */
const DRAWS = new Set(['packages/viewers', 'packages/embed']);

const TIMEOUT_MS = 60_000;

const packages = packagesIn('packages', 'examples');

const readmeOf = (folder: string): string => {
  const file = join(folder, 'README.md');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

describe.each(packages)('the README of $path', (pkg) => {
  const readme = readmeOf(pkg.folder);

  it('exists', () => {
    expect(readme).not.toBe('');
  });

  it(`has an example of at most ${LONGEST_EXAMPLE} lines that runs`, { timeout: TIMEOUT_MS }, async () => {
    const example = firstExample(readme);
    expect(example).toBeDefined();
    const run = DRAWS.has(pkg.path) ? runInBrowser : runInNode;
    await expect(run(pkg, example ?? '')).resolves.not.toThrow();
  });
});

describe('the README of the project', () => {
  // The cli may import everything that a reader of the front page installs.
  const reader = packages.find(({ path }) => path === 'packages/cli');
  const example = firstExample(readmeOf(ROOT));

  it.runIf(reader !== undefined && example !== undefined)('has a first example that runs', async () => {
    await expect(runInNode(reader as Package, example as string)).resolves.not.toThrow();
  });
});

describe('an example', () => {
  const tools: Package = { path: 'tools/checks', folder: join(ROOT, 'tools/checks'), manifest: { name: 'x' } };

  it('is the first short ts block', () => {
    const long = `\`\`\`ts\n${'x;\n'.repeat(LONGEST_EXAMPLE + 1)}\`\`\`\n`;
    expect(firstExample(`\`\`\`sh\nls\n\`\`\`\n${long}\`\`\`ts\nlet a: number;\n\`\`\`\n`)).toBe('let a: number;');
    expect(firstExample(long)).toBeUndefined();
  });

  it('runs in Node with types and top-level await', async () => {
    const code =
      "import { ROOT } from '@mm-playground/checks/workspace';\nconst n: string = await ROOT; console.log(n);";
    expect(await runInNode(tools, code)).toBe(`${ROOT}\n`);
    await expect(runInNode(tools, "throw new Error('no')")).rejects.toThrow('no');
  });

  it('runs in a page', { timeout: TIMEOUT_MS }, async () => {
    await expect(
      runInBrowser(tools, "const b: HTMLElement = document.createElement('b');\ndocument.body.append(b);"),
    ).resolves.toBeUndefined();
    await expect(runInBrowser(tools, "throw new Error('no page')")).rejects.toThrow('no page');
  });
});
