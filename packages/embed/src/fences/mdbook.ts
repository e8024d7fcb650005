/**
 * A preprocessor of mdBook: `[context, book]` as JSON comes in, the book goes out, and in between ```` ```mm ```` became HTML, which mdBook
 * passes through.
 *
 * @see https://rust-lang.github.io/mdBook/for_developers/preprocessors.html
 */

import type { Code } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { visit } from 'unist-util-visit';
import { fenceHtml, type FenceDefaults } from './fence.ts';
import { isWord } from './info-string.ts';

/** Its table in book.toml is `[preprocessor.mm-playground]`. */
const NAME = 'mm-playground';

/** Renderers that show HTML. */
export const supportsRenderer = (renderer: string): boolean => renderer === 'html';

/** The book with its figures. @throws FigureError naming chapter, line and column; SyntaxError, TypeError where mdBook says something else */
export function bookWithFigures(input: string): string {
  const parsed: unknown = JSON.parse(input);
  const pair: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
  if (pair.length !== 2) throw new TypeError('mdBook hands over [context, book]');
  const [context, book] = pair;
  const defaults = defaultsOf(context);
  // Chapters stand in chapters; what else there is, in this version of mdBook or the next, goes through as it came.
  return JSON.stringify(book, (key, value: unknown) => (key === 'Chapter' ? withFigures(value, defaults) : value));
}

function withFigures(chapter: unknown, defaults: FenceDefaults): unknown {
  const { content, source_path, path } = recordOf(chapter);
  if (typeof content !== 'string') return chapter;
  const file = [source_path, path].find((name) => typeof name === 'string') ?? 'chapter';
  return { ...recordOf(chapter), content: markdownWithFigures(content, file, defaults) };
}

/** Markdown with HTML in place of fences. @throws FigureError */
export function markdownWithFigures(text: string, file: string, defaults: FenceDefaults = {}): string {
  const pieces: string[] = [];
  let end = 0;
  visit(fromMarkdown(text), 'code', ({ lang, meta, value, position }) => {
    if (lang !== 'mm' || position === undefined) return;
    const asked = { file, line: position.start.line, column: position.start.column };
    const html = fenceHtml(
      { words: meta ?? '', script: value, asked, place: { ...asked, line: asked.line + 1 } },
      defaults,
    );
    pieces.push(text.slice(end, position.start.offset), html, emptyLine(text, position));
    end = position.end.offset ?? end;
  });
  return [...pieces, text.slice(end)].join('');
}

/** HTML ends at an empty line, where a fence needs none: one in the quote or the list that it stands in. */
function emptyLine(text: string, { start, end }: NonNullable<Code['position']>): string {
  if (/^[ \t]*(\n[ \t>]*(\n|$)|$)/.test(text.slice(end.offset))) return '';
  const before = text.slice(0, start.offset).split('\n').at(-1) ?? '';
  return `\n${before.replaceAll(/[^>\s]/g, ' ').trimEnd()}`;
}

/** What book.toml says for all figures. */
function defaultsOf(context: unknown): FenceDefaults {
  const table = recordOf(recordOf(recordOf(recordOf(context)['config'])['preprocessor'])[NAME]);
  return Object.fromEntries(Object.entries(table).filter(([name]) => isWord(name)));
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
