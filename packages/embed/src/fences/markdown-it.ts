/**
 * A plugin of markdown-it: ```` ```mm ```` becomes a figure. It works on the list of tokens, so that what a site does to fences (colours,
 * buttons, line numbers) does not reach figures.
 */

import { fenceHtml, type FenceDefaults } from './fence.ts';
import { isOurs } from './info-string.ts';

/** What the plugin uses of markdown-it, whichever version. */
export interface MarkdownIt {
  readonly core: { readonly ruler: { push(name: string, rule: (state: MarkdownItState) => void): void } };
  readonly utils: { unescapeAll(text: string): string };
  render(source: string, env?: unknown): string;
}
interface MarkdownItState {
  readonly src: string;
  readonly env: unknown;
  readonly tokens: MarkdownItToken[];
}
interface MarkdownItToken {
  type: string;
  content: string;
  readonly info: string;
  /** Its lines, from 0, the end excluded. */
  readonly map: readonly number[] | null;
}

/** Makes figures of fences. @throws FigureError, from `render`, naming the place in the Markdown */
export function markdownItMm(md: MarkdownIt, defaults: FenceDefaults = {}): void {
  const pages = new WeakMap<object, string>();
  rememberPages(md, pages);
  md.core.ruler.push('mm_figures', ({ src, env, tokens }) => {
    const page = { text: src, file: fileOf(env), before: linesBefore(src, isObject(env) ? pages.get(env) : undefined) };
    for (const token of tokens) {
      if (token.type !== 'fence' || !isOurs(token.info)) continue;
      token.content = `${fenceHtml(fenceOf(token, page, md), defaults)}\n`;
      token.type = 'html_block';
    }
  });
}

/** Text that is parsed, and where it is from. */
interface Page {
  readonly text: string;
  readonly file: string;
  /** Lines of the file that stand before the text. */
  readonly before: number;
}

function fenceOf({ info, content, map }: MarkdownItToken, { text, file, before }: Page, md: MarkdownIt) {
  const [first = 0] = map ?? [];
  const inFile = before + first + 1;
  const lines = text.split('\n');
  const script = content.replace(/\n$/, '');
  const [firstLine = ''] = script.split('\n');
  return {
    words: md.utils.unescapeAll(info).trim().slice('mm'.length),
    script,
    asked: { file, line: inFile, column: (lines[first]?.search(/[`~]{3}/) ?? 0) + 1 },
    place: { file, line: inFile + 1, column: Math.max(0, lines[first + 1]?.lastIndexOf(firstLine) ?? 0) + 1 },
  };
}

/** A plugin that reads front matter hands on what follows it; messages are about the file. */
function rememberPages(md: MarkdownIt, pages: WeakMap<object, string>): void {
  const render = md.render.bind(md);
  md.render = (source, env) => {
    if (isObject(env)) pages.set(env, source);
    return render(source, env);
  };
}

const linesBefore = (text: string, whole = text): number =>
  whole.endsWith(text) ? whole.slice(0, whole.length - text.length).split('\n').length - 1 : 0;

/** VitePress says which page it renders. */
function fileOf(env: unknown): string {
  const names = isObject(env) ? [Reflect.get(env, 'relativePath'), Reflect.get(env, 'path')] : [];
  return names.find((name) => typeof name === 'string') ?? 'markdown';
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** For `vue.template.compilerOptions` of VitePress, or of Vue's plugin for Vite: our elements are no components. */
export const mmElements = { isCustomElement: (tag: string): boolean => tag.startsWith('mm-') } as const;
