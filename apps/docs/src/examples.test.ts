/** Every example of the site's own pages, done as a reader would do it. */
import { execFile } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { runInBrowser } from '@mm-playground/checks/readme';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOf, examplesOf, readExamples, saveFiles, type Example } from '../scripts/examples.ts';

const DOCS = join(import.meta.dirname, '..');
const ROOT = join(DOCS, '..', '..');
const SOURCES = '--conditions=@mm-playground/source';
/** Below the package, so that examples find what it depends on. */
const folder = mkdtempSync(join(DOCS, '.examples-'));
const run = promisify(execFile);
/** Whoever runs the tests may want colours; a page has none. */
const PLAIN = { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' };

const pages = globSync('pages/**/*.md', { cwd: DOCS })
  .toSorted()
  .map((path) => ({ path, examples: readExamples(join(DOCS, path)), home: join(folder, path.replaceAll(/\W/g, '-')) }));
const isRun = ({ words }: Example): boolean => !words.split(' ').includes('no-run');
const isTest = ({ file }: Example): boolean => file?.endsWith('.test.ts') === true;

const binOf = (name: string, ...path: readonly string[]): string =>
  join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), ...path);

beforeAll(() => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const main = join(ROOT, 'packages', 'cli', 'src', 'main.ts');
  writeFileSync(join(bin, 'mm'), `#!/bin/sh\nexec "${process.execPath}" ${SOURCES} "${main}" "$@"\n`, { mode: 0o755 });
  // `npm create NAME` runs `create-NAME`, which here needs no registry.
  const create = join(ROOT, 'packages', 'create-mm-playground-plugin', 'src', 'main.ts');
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${create}" "$@"\n`, { mode: 0o755 });
  for (const { home, examples } of pages) {
    saveFiles(home, examples);
    for (const { language, code, line, file, words } of examples)
      if (language === 'ts' && file === undefined && !words.includes('no-run'))
        writeFileSync(join(home, `line-${line}.ts`), code);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a command prints, to either stream, whatever it ends with. */
async function printed(command: string, cwd: string): Promise<string> {
  const env = { ...PLAIN, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` };
  const { stdout } = await run('bash', ['-c', `${command} 2>/dev/null || true`], { cwd, env });
  return stdout.trimEnd();
}

it('examples are of the right types', async () => {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../tsconfig.json', include: ['**/*.ts'] }));
  const tsc = binOf('typescript', 'bin', 'tsc');
  const found = await run(process.execPath, [tsc, '-p', folder]).catch(({ stdout }: { readonly stdout: string }) => ({
    stdout,
  }));
  expect(found.stdout).toBe('');
});

it('examples that are tests pass', async () => {
  writeFileSync(
    join(folder, 'vitest.config.ts'),
    "import preset from '@mm-playground/vitest-preset';\nexport default { ...preset, test: { include: ['**/*.test.ts'] } };\n",
  );
  const report = join(folder, 'report.json');
  const vitest = [binOf('vitest', 'vitest.mjs'), 'run', '--root', folder, '--reporter=json', `--outputFile=${report}`];
  await run(process.execPath, vitest);
  const { numFailedTests, numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    readonly numFailedTests: number;
    readonly numPassedTests: number;
    readonly testResults: readonly unknown[];
  };
  expect([numFailedTests, testResults.length]).toEqual([
    0,
    pages.flatMap(({ examples }) => examples.filter(isTest)).length,
  ]);
  expect(numPassedTests).toBeGreaterThan(50);
});

describe.each(
  pages.filter(({ examples }) => examples.some(({ language }) => language === 'ts' || language === 'console')),
)('$path', ({ path, examples, home }) => {
  const scripts = examples.filter((example) => example.language === 'ts' && isRun(example) && !isTest(example));
  it.each(scripts)('line $line runs', async ({ line, file, words, code, output }) => {
    if (words.includes('browser')) {
      await runInBrowser({ path, folder: home, manifest: { name: basename(home) } }, code);
      return;
    }
    const { stdout } = await run(process.execPath, [SOURCES, file ?? `line-${line}.ts`], { cwd: home, env: PLAIN });
    expect(stdout).toBe(output ?? '');
  });

  const commands = examples.filter((example) => example.language === 'console' && isRun(example));
  it.each(commands.flatMap(({ code }) => commandsOf(code)))('$command', async ({ command, output }) => {
    expect(await printed(command, home)).toBe(output);
  });
});

it('no example is left out without a word', () => {
  const left = pages.flatMap(({ path, examples }) =>
    examples
      .filter((example) => /^(sh|bash|js)$/.test(example.language) && isRun(example))
      .map(({ line }) => `${path}:${line}`),
  );
  expect(left).toEqual([]);
});

it('an example is read with its file, its line and what it prints', () => {
  const page = '# A\n\n```ts file=a.ts\nlet a;\n```\n\n```text output\n1\n```\n\n```mm title="b.mm"\nbrk(NULL)\n```\n';
  expect(examplesOf(page).map(({ language, file, line, output }) => [language, file, line, output])).toEqual([
    ['ts', 'a.ts', 3, '1\n'],
    ['text', undefined, 7, undefined],
    ['mm', 'b.mm', 11, undefined],
  ]);
  expect(commandsOf('$ a\n1\n2\n$ b\n')).toEqual([
    { command: 'a', output: '1\n2' },
    { command: 'b', output: '' },
  ]);
});
