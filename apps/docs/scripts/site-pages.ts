/**
 * Which Markdown files of the repository are pages of the site, and where they stand there. A text exists once: the site's own pages lie in
 * `pages/`, everything else where it always was.
 */

import { existsSync, globSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The root of the repository, absolute; the folder that VitePress takes pages from. */
export const ROOT = join(import.meta.dirname, '..', '..', '..');

/** Folders of files, and what a file of them is called on the site. */
const SHELVES: readonly (readonly [files: string, address: (path: string) => string])[] = [
  ['apps/docs/pages/**/*.md', (path) => path.slice('apps/docs/pages/'.length)],
  ['docs/adr/*.md', (path) => `decisions/${indexed(posix.basename(path))}`],
  ['docs/{glossary,known-suites,oracle-results,support}.md', (path) => `reference/${posix.basename(path)}`],
  [
    'docs/{failures,good-first-plugins,measured,mutation,proof-by-doing,review-thread,stability}.md',
    (path) => `notes/${posix.basename(path)}`,
  ],
  ['packages/*/README.md', (path) => `packages/${folderOf(path)}.md`],
  ['examples/*/README.md', (path) => `examples/${folderOf(path)}.md`],
  ['apps/web/README.md', () => 'packages/web.md'],
  ['tools/bench/README.md', () => 'packages/bench.md'],
  ['{ARCHITECTURE,CONTRIBUTING,SECURITY}.md', (path) => path.toLowerCase()],
];

const indexed = (name: string): string => (name === 'README.md' ? 'index.md' : name);
const folderOf = (path: string): string => posix.basename(posix.dirname(path));
const found = (files: string): string[] => globSync(files, { cwd: ROOT }).toSorted();

/** Pages by the file that they come from, both from the root of their tree: `docs/support.md` to `reference/support.md`. */
export const sitePages = (): Record<string, string> =>
  Object.fromEntries(SHELVES.flatMap(([files, address]) => found(files).map((path) => [path, address(path)])));

/** What VitePress must leave alone: all other Markdown of the repository. */
export function otherMarkdown(pages: Readonly<Record<string, string>>): string[] {
  const all = globSync('**/*.md', { cwd: ROOT, exclude: ['**/node_modules', '**/dist'] });
  return all.filter((path) => !(path in pages));
}

/** Where a link of the file `from` leads on the site, `#fragment` and all; null where it leads to no page. */
export function siteAddress(from: string, target: string, pages: Readonly<Record<string, string>>): string | null {
  const [path = '', fragment] = target.split('#');
  const file = posix.join(posix.dirname(from), decodeURI(path));
  const page = [file, posix.join(file, 'README.md')].map((each) => pages[each]).find((each) => each !== undefined);
  if (page === undefined) return null;
  return `/${page}${fragment === undefined ? '' : `#${fragment}`}`;
}

/** Whether a file of the repository is there: what is named and no page of the site is shown as its path. */
export const isInRepository = (from: string, target: string): boolean =>
  existsSync(join(ROOT, posix.dirname(from), decodeURI(target.split('#')[0] ?? '')));
