import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { anchors, codeBlocks, links } from './markdown.ts';
import { ROOT, trackedFiles } from './workspace.ts';

/** A changelog quotes what was true at the time. */
const documents = trackedFiles().filter((path) => path.endsWith('.md') && !path.endsWith('CHANGELOG.md'));

/** Why `target` in the document `path` leads nowhere. Addresses with a scheme are not followed. */
function problemOf(path: string, target: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(target)) return undefined;
  const [address = '', fragment] = target.split('#');
  const file = address === '' ? join(ROOT, path) : join(ROOT, dirname(path), decodeURI(address));
  if (relative(ROOT, file).startsWith('..')) return 'leaves the repository';
  if (!existsSync(file)) return 'no such file';
  if (fragment === undefined || fragment === '' || !file.endsWith('.md')) return undefined;
  return anchors(readFileSync(file, 'utf8')).has(fragment) ? undefined : `no heading #${fragment}`;
}

it.each(documents)('every relative link in %s leads somewhere', (path) => {
  const broken = links(readFileSync(join(ROOT, path), 'utf8')).flatMap(({ target, line }) => {
    const problem = problemOf(path, target);
    return problem === undefined ? [] : [`${path}:${line}: ${target}: ${problem}`];
  });
  expect(broken).toEqual([]);
});

it('finds links outside code only', () => {
  const text = ['[a](b.md "t") ![i](c_(1).png)', '`[no](x)`', '```', '[no](y)', '```', '[r]: d.md#e'].join('\n');
  expect(links(text).map(({ target, line }) => `${line} ${target}`)).toEqual(['1 b.md', '1 c_(1).png', '6 d.md#e']);
});

it('names headings as GitHub does', () => {
  expect([...anchors('# One `mmap()`, from text\n## Same\n## Same\n```\n# no\n```')]).toEqual([
    'one-mmap-from-text',
    'same',
    'same-1',
  ]);
});

it('finds code blocks with their language', () => {
  expect(codeBlocks('a\n```ts\nlet x;\n\n```\n~~~~ sh\n~~~\n~~~~')).toEqual([
    { language: 'ts', code: 'let x;\n', line: 2 },
    { language: 'sh', code: '~~~', line: 6 },
  ]);
});

it('sees what leads nowhere', () => {
  expect(problemOf('CONTRIBUTING.md', 'no-such-file.md')).toBe('no such file');
  expect(problemOf('CONTRIBUTING.md', '../x')).toBe('leaves the repository');
  expect(problemOf('CONTRIBUTING.md', '#no-such-heading')).toBe('no heading #no-such-heading');
  expect(problemOf('CONTRIBUTING.md', 'https://example.org/#x')).toBeUndefined();
});
