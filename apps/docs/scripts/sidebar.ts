/** The list of pages at the side. What comes with the repository is listed by itself: a new decision or package needs no line here. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DefaultTheme } from 'vitepress';
import { ROOT } from './site-pages.ts';

type Item = DefaultTheme.SidebarItem;
type Pages = Readonly<Record<string, string>>;

/** Own pages in the order of a reader, the rest by address. */
export const sidebar = (pages: Pages): Item[] => [
  { text: 'Begin', items: of(pages, ['tour.md', 'stories.md', 'notes/review-thread.md']) },
  {
    text: 'Guides',
    items: of(
      pages,
      [
        'embed',
        'script',
        'record',
        'architecture',
        'kernel',
        'index-of-vmas',
        'viewer',
        'exchange',
        'script-packs',
      ].map(guide),
    ),
  },
  {
    text: 'Reference',
    items: of(
      pages,
      ['support', 'oracle-results', 'known-suites', 'glossary', 'elements', 'api', 'mm-playground'].map(reference),
    ),
  },
  {
    text: 'How it is made',
    items: of(pages, [
      'architecture.md',
      'contributing.md',
      'security.md',
      ...['measured', 'failures', 'stability', 'proof-by-doing', 'mutation', 'good-first-plugins'].map(note),
    ]),
  },
  { text: 'Packages', items: of(pages, below(pages, 'packages/')) },
  { text: 'Plugins made by the guides', items: of(pages, below(pages, 'examples/')) },
  { text: 'Decisions', items: of(pages, below(pages, 'decisions/')) },
];

const guide = (name: string): string => `guides/${name}.md`;
const note = (name: string): string => `notes/${name}.md`;
const reference = (name: string): string => `reference/${name}.md`;
const below = (pages: Pages, folder: string): string[] =>
  Object.values(pages)
    .filter((address) => address.startsWith(folder))
    .toSorted();

const of = (pages: Pages, addresses: readonly string[]): Item[] =>
  addresses.map((address) => ({
    text: titleOf(fileOf(pages, address)),
    link: `/${address.replace(/(index)?\.md$/, '')}`,
  }));

/** @throws RangeError where no page has this address */
function fileOf(pages: Pages, address: string): string {
  const found = Object.keys(pages).find((file) => pages[file] === address);
  if (found === undefined) throw new RangeError(`the site has no page ${address}`);
  return found;
}

/** The first heading, without the scope of a package. */
function titleOf(file: string): string {
  const [, heading = file] = /^# (.+)$/m.exec(readFileSync(join(ROOT, file), 'utf8')) ?? [];
  return heading.replace('@mm-playground/', '').replaceAll('`', '');
}
