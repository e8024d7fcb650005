/** The protocol of mdBook's preprocessors, as its guide has it: https://rust-lang.github.io/mdBook/for_developers/preprocessors.html */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { markdownWithFigures } from './mdbook.ts';

const EMBED = join(import.meta.dirname, '..', '..');
const COMMAND = join(EMBED, 'src', 'commands', 'mdbook-main.ts');

/** What mdBook starts. */
function mdbook(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@mm-playground/source', COMMAND, ...args],
    { input, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

const chapter = (name: string, content: string, sub_items: readonly unknown[] = []) => ({
  Chapter: {
    ...{ name, content, number: [1], sub_items, path: `${name}.md`, source_path: `${name}.md`, parent_names: [] },
  },
});
const context = {
  root: '/path/to/book',
  config: {
    book: { authors: ['AUTHOR'], language: 'en', src: 'src', title: 'TITLE' },
    preprocessor: { 'mm-playground': { command: 'npx mdbook-mm-playground', kernel: '6.12' } },
  },
  renderer: 'html',
  mdbook_version: '0.4.21',
};
const FENCE = '```mm\nbrk(NULL)\n```\n';

describe('the preprocessor', () => {
  it.each([
    ['html', 0],
    ['markdown', 1],
    ['latex', 1],
  ])('says whether it works for %s', (renderer, status) => {
    expect(mdbook(['supports', renderer])).toEqual({ status, stdout: '', stderr: '' });
  });

  it.each(['sections', 'items'])('gives the book back with its figures, in chapters of chapters, called %s', (name) => {
    const book = {
      [name]: [
        chapter('One', `# One\n\n${FENCE}`, [chapter('Two', `${FENCE}\nText`)]),
        'Separator',
        { PartTitle: '```mm' },
        { Chapter: { ...chapter('Draft', '').Chapter, path: null, source_path: null } },
      ],
      __non_exhaustive: null,
    };
    const { status, stdout, stderr } = mdbook([], JSON.stringify([context, book]));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const figures = stdout.match(/<mm-playground script=\\"brk\(NULL\)\\" kernel=\\"6\.12\\">/g);
    expect(figures).toHaveLength(2);
    const without: unknown = JSON.parse(stdout.replaceAll(/<figure.*?<\/figure>/g, '```mm\\nbrk(NULL)\\n```'));
    expect(without).toEqual(book);
  });

  it('fails where a script is wrong, naming chapter, line and column', () => {
    const book = {
      sections: [chapter('One', '# One\n\n```mm\nbrk(NULL)\nmunmap(p, )\n```\n')],
      __non_exhaustive: null,
    };
    const { status, stdout, stderr } = mdbook([], JSON.stringify([context, book]));
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^One\.md:5:\d+: /);
  });
});

describe('Markdown with figures', () => {
  it('is Markdown around them, wherever they stand', () => {
    const page = `Text\n${FENCE}More\n\n- a list\n\n  ${FENCE.replaceAll('\n', '\n  ')}\n\n> ${FENCE.replaceAll('\n', '\n> ')}\n> quoted\n`;
    const kinds = (text: string): unknown[] =>
      JSON.stringify(fromMarkdown(text), ['type', 'children', 'lang']).match(
        /"(paragraph|html|code|list|blockquote)"/g,
      ) ?? [];
    expect(kinds(markdownWithFigures(page, 'page.md')).join(' ')).toBe(
      kinds(page).join(' ').replaceAll('code', 'html'),
    );
  });

  it('keeps empty lines and tags of the script inside of the figure', () => {
    const page = '```mm\nbrk(NULL)\n\n# </pre><script>x</script>\n\n\nbrk(0)\n```\n\nText\n';
    const { children } = fromMarkdown(markdownWithFigures(page, 'page.md'));
    expect(children.map(({ type }) => type)).toEqual(['html', 'paragraph']);
    expect(markdownWithFigures(page, 'page.md')).not.toContain('<script>x');
  });

  it('leaves a page without figures as it is', () => {
    const page = '# A page\r\n\r\n```c\nmm\n```\n\t*text*\n';
    expect(markdownWithFigures(page, 'page.md')).toBe(page);
  });
});
