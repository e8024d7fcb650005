/** The plugins, each in the tool that it is for. */
import { compile } from '@mdx-js/mdx';
import { fromHtml } from 'hast-util-from-html';
import MarkdownIt from 'markdown-it';
import rehypeParse from 'rehype-parse';
import rehypeStringify from 'rehype-stringify';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { VFile } from 'vfile';
import { describe, expect, it } from 'vitest';
import { figureHtml } from '../figure/figure.ts';
import { markdownItMm, mmElements } from './markdown-it.ts';
import { rehypeMm } from './rehype.ts';
import { remarkMm } from './remark.ts';

const SCRIPT = `p = mmap(NULL, 8*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)

munmap(p + 4*PAGE, 2*PAGE)`;
const PAGE = `# A page

Text
\`\`\`mm kernel=6.12 step=1 title="A &amp; B"
${SCRIPT}
\`\`\`
More

- a list

  ~~~mm static
  brk(NULL)
  ~~~

\`\`\`c
mm
\`\`\`
`;

const withMarkdownIt = (page: string, env: Record<string, unknown> = {}, md = new MarkdownIt()): string =>
  md.use(markdownItMm).render(page, env);
const withRemark = async (page: string): Promise<string> =>
  String(
    await unified()
      .use(remarkParse)
      .use(remarkMm)
      .use(remarkRehype)
      .use(rehypeStringify)
      .process(new VFile({ path: 'page.md', value: page })),
  );
const withRehype = async (page: string): Promise<string> =>
  String(
    await unified()
      .use(remarkParse)
      .use(remarkRehype)
      .use(rehypeMm)
      .use(rehypeStringify)
      .process(new VFile({ path: 'page.md', value: page })),
  );

/** What is wrong with a page, as the tool's user is told. */
async function troubleOf(render: () => string | Promise<string>): Promise<string> {
  try {
    await render();
    return '';
  } catch (error) {
    return String(error);
  }
}

const BAD = `---\ntitle: A page\n---\n\n> \`\`\`mm kernel=6.12\n> brk(NULL)\n> munmap(p, )\n> \`\`\`\n`;
const figuresIn = (html: string): string[] => html.match(/<figure.*?<\/figure>/gs) ?? [];

describe.each([
  ['markdown-it', withMarkdownIt],
  ['remark', withRemark],
  ['rehype', withRehype],
])('%s', (name, render) => {
  it('makes figures of fences, wherever they stand, and leaves other code alone', async () => {
    const html = await render(PAGE);
    const [live = '', still = ''] = figuresIn(html);
    expect(figuresIn(html)).toHaveLength(2);
    expect(live).toMatch(/<mm-playground script="[^"]*" kernel="6.12" step="1"><pre/);
    expect(live).toContain('(Linux 6.12, x86-64, 4 levels)');
    expect(live).toMatch(/<figcaption>A &(amp|#x26); B<\/figcaption><\/figure>$/);
    expect(still).not.toContain('mm-playground');
    expect(still).toContain('after brk(NULL)');
    expect(html).toContain('<code class="language-c">');
    expect(html).toMatch(/<p>More<\/p>\s*<ul>/);
  });

  it('tells the place in the page', async () => {
    const trouble = await troubleOf(() => render(BAD.slice('---\ntitle: A page\n---\n\n'.length)));
    expect(trouble).toMatch(/:3:/);
    expect(trouble).toMatch(name === 'markdown-it' ? /markdown:3:\d+: / : /page\.md:3:\d+/);
  });

  it('tells the place of a wrong word, and what there is', async () => {
    const trouble = await troubleOf(() => render('\n```mm kernal=6.12\nbrk(NULL)\n```\n'));
    expect(trouble).toMatch(/:2:1: there is no word kernal; there are: kernel=\.\.\./);
  });

  it('has a script that tries to be HTML as text', async () => {
    const html = await render('```mm\n# </pre><script>document.title=1</script>\nbrk(NULL)\n```\n');
    const tags = new Set<string>();
    visit(fromHtml(html, { fragment: true }), 'element', ({ tagName }) => {
      tags.add(tagName);
    });
    expect(tags.has('mm-playground')).toBe(true);
    expect(tags.has('script')).toBe(false);
  });
});

describe('markdown-it', () => {
  it('gives what figureHtml gives', () => {
    const place = { file: 'markdown', line: 2, column: 1 };
    expect(withMarkdownIt('```mm\nbrk(NULL)\n```\n')).toBe(`${figureHtml('brk(NULL)', { place })}\n`);
  });

  it('names the file and the line of the file, behind its front matter', async () => {
    const md = new MarkdownIt();
    // As VitePress does it.
    const render = md.render.bind(md);
    md.render = (source, env) => render(source.replace(/^---\n.*?\n---\n/s, ''), env);
    const trouble = await troubleOf(() => withMarkdownIt(BAD, { relativePath: 'guide/page.md' }, md));
    expect(trouble).toMatch(/guide\/page\.md:7:\d+: /);
  });

  it('takes what a site says for all of its figures', () => {
    const html = new MarkdownIt()
      .use(markdownItMm, { kernel: '6.1', arch: 'arm64' })
      .render('```mm arch=riscv64\nbrk(NULL)\n```');
    expect(html).toContain('<mm-playground script="brk(NULL)" kernel="6.1" arch="riscv64">');
  });

  it("tells Vue's compiler which elements are ours", () => {
    expect(['mm-playground', 'mm-pte', 'RouterLink', 'hmm-x'].filter(mmElements.isCustomElement)).toEqual([
      'mm-playground',
      'mm-pte',
    ]);
  });
});

describe('unified', () => {
  it('takes HTML that was Markdown elsewhere', async () => {
    const page = '<h1>A page</h1>\n<pre><code class="language-mm">brk(NULL)\nmunmap(p, )\n</code></pre>';
    const processor = unified().use(rehypeParse, { fragment: true }).use(rehypeMm).use(rehypeStringify);
    expect(await troubleOf(async () => String(await processor.process(page)))).toMatch(/3:\d+/);
    expect(String(await processor.process(page.replace('munmap(p, )', 'brk(0)')))).toContain('"><pre');
  });

  it('passes through MDX, where HTML does not', async () => {
    const compiled = String(await compile(PAGE, { remarkPlugins: [remarkMm] }));
    expect(compiled).toContain('"mm-playground"');
    expect(compiled).toContain('textAnchor');
    expect(compiled).toContain(`script: ${JSON.stringify(SCRIPT)}`);
  });
});
