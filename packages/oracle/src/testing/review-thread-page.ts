/**
 * docs/review-thread.md: the questions of the review thread, each with its scenario and its verdicts. Generated from the scenarios,
 * whose verdicts a test of the command line holds against what is found; another test holds the page against the scenarios.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createPlayground } from 'mm-playground';
import { compareRelease, type Kernel, type Story } from '@mm-playground/api';
import { scenariosOf, type Scenario } from './scenarios.ts';

/** Where the page is. */
export const PAGE = new URL('../../../../docs/review-thread.md', import.meta.url);

/** The text of the page. */
export function reviewThreadPage(): string {
  const all = scenariosOf('mmap-region');
  const named = new Set(all.flatMap(({ program }) => program.story.expect.map(({ kernel }) => kernel)));
  const { registry } = createPlayground();
  const kernels = registry.kernels.filter(({ id }) => named.has(id));
  const order = kernels.toSorted(byHistory).map(({ id }) => id);
  const derived = kernels.filter(({ proof }) => proof === 'derived').map(({ id }) => id);
  return [
    '# The review thread, answered by looking',
    '',
    'In July 2024 a patch to `mmap_region()` was reviewed: *mm/mmap: Avoid zeroing vma tree in mmap_region()*, v3 13/16. It took experts many',
    'mails to settle what happens between two steps. Each question of theirs, and what was found in that code afterwards, is a scenario here.',
    'Open one in the app (Open, The review thread), or ask the command line:',
    '',
    '```sh',
    'npx -y pnpm@12.21.0 --silent mm explore packages/core/scenarios/mmap-region/gap.mm         # every interleaving of a race',
    'npx -y pnpm@12.21.0 --silent mm steps packages/core/scenarios/mmap-region/validate-mm.mm --call 16',
    'npx -y pnpm@12.21.0 --silent mm fail packages/core/scenarios/mmap-region/sealed.mm         # everything that can fail, failed',
    '```',
    '',
    'A **race** is explored in all its interleavings; the others are played. Every verdict is checked by the tests. No bootable kernel exists of',
    `${derived.join(', ')}: what they do is derived from what is known of them.`,
    '',
    'This page is generated from the scenarios: `node --conditions=@mm-playground/source packages/oracle/src/testing/review-thread-page.ts`.',
    '',
    `| question | property | ${order.join(' | ')} |`,
    `| --- | --- |${order.map(() => ' --- |').join('')}`,
    ...all.flatMap((scenario) => rowsOf(scenario, order)),
    ...all.flatMap(sectionOf),
    '',
  ].join('\n');
}

/** In the order of history: candidates before the release, patches after what they are for. */
const byHistory = (a: Kernel, b: Kernel): number =>
  compareRelease(a.release, b.release) ||
  Number(b.id.includes('-rc')) - Number(a.id.includes('-rc')) ||
  (a.id < b.id ? -1 : 1);

function rowsOf({ program: { items, story } }: Scenario, order: readonly string[]): string[] {
  const isRace = items.some(({ kind }) => kind === 'race');
  const properties = [...new Set(story.expect.map(({ property }) => property))];
  return properties.map((property) => {
    const verdicts = order.map((id) => {
      const found = story.expect.find((each) => each.kernel === id && each.property === property);
      return found === undefined ? '' : found.verdict === 'violated' ? '**violated**' : 'holds';
    });
    const link = `[${story.title}](#${anchorOf(story)})${isRace ? ' (race)' : ''}`;
    return `| ${link} | \`${property}\` | ${verdicts.join(' | ')} |`;
  });
}

const anchorOf = ({ title = '' }: Story): string =>
  title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

const sectionOf = ({ name, program: { story } }: Scenario): string[] => [
  '',
  `## ${story.title}`,
  '',
  `> ${story.question}`,
  '',
  ...story.explain.flatMap(({ text }) => [text, '']),
  `[${name.replace('mmap-region/', '')}](../packages/core/scenarios/${name})`,
];

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PAGE, reviewThreadPage());
