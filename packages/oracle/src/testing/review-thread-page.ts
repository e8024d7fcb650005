/**
 * docs/review-thread.md: the questions of the review thread, each with its scenario and its verdicts. Generated from the scenarios,
 * whose verdicts a test of the command line holds against what is found; another test holds the page against the scenarios.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createPlayground } from 'mm-playground';
import type { Program, Story } from '@mm-playground/api';
import { byHistory } from './kernel-history.ts';
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
    'npx -y pnpm@12.21.0 --silent mm steps packages/core/scenarios/mmap-region/validate-mm.mm --call 19',
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
    ...WITHOUT_SCENARIO,
    '',
  ].join('\n');
}

/** Defects that were found in or through this code, and that the model cannot show. */
const WITHOUT_SCENARIO: readonly string[] = [
  '## What has no scenario',
  '',
  'Of the defects that were found in this code or through it, these are not to be seen in the model:',
  '',
  '| defect | why not |',
  '| --- | --- |',
  ...[
    [
      '"Bad rss-counter state" with the version in linux-next of 13 June 2024, in which the old VMAs were let go after `vma_expand()`',
      'It was dropped and done anew. Wrong limits for freeing page tables were suspected; what exactly was wrong was never said, so that a model of it would be a guess.',
    ],
    [
      'A NULL pointer in `vms_abort_munmap_vmas()` of v7, found by Dan Carpenter in the text of the patch',
      'A finding about C: the model has no pointer that could be followed although it is none.',
    ],
    [
      'Hooks of half-built mappings (CVE-2024-53096): an error after the hook of a file called `close` of a mapping that nobody had opened',
      'The orders are there: step through a failure with `#@ driver FD close` on 6.12-rc5 and on 6.12. What a second `close` spoils is the state of a driver, and ours have none.',
    ],
    [
      'An entry of a uprobe that a merge installs again while `mremap()` moves (CVE-2025-38207)',
      'There are no uprobes: they are set by perf_event_open(2) or tracefs, and write to pages of the program.',
    ],
    [
      'A file that a `mmap_prepare` hook exchanged and that nobody let go (605f6586ecf7)',
      'No driver of ours exchanges its file, and references to files are not counted.',
    ],
    [
      '`MREMAP_DONTUNMAP` counts locked pages twice (6.17 to 7.1)',
      'It is modelled, for it was measured (docs/measured.md), and `locked_vm` is shown as broken; a scenario of this thread it is not.',
    ],
  ].map(([defect, why]) => `| ${defect} | ${why} |`),
];

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

const sectionOf = ({ name, program }: Scenario): string[] => [
  '',
  `## ${program.story.title}`,
  '',
  `> ${program.story.question}`,
  '',
  ...program.story.explain.flatMap(({ line, text }, at) => [
    text,
    '',
    ...callsBetween(program, line, program.story.explain[at + 1]?.line ?? Infinity),
  ]),
  `[${name.replace('mmap-region/', '')}](../packages/core/scenarios/${name})`,
];

/** Of more calls in a row than this only the first and the last are shown. */
const MOST_CALLS = 6;

/** The calls that stand between two explanations. */
function callsBetween({ items }: Program, from: number, to: number): string[] {
  const calls = items.flatMap((item) =>
    item.kind === 'call' && item.span.line > from && item.span.line < to
      ? [(item.task === '' ? '' : `[${item.task}] `) + (item.binds === undefined ? '' : `${item.binds} = `) + item.text]
      : [],
  );
  const shown =
    calls.length <= MOST_CALLS ? calls : [...calls.slice(0, 2), `# ${calls.length - 3} more`, ...calls.slice(-1)];
  return shown.length === 0 ? [] : ['```', ...shown, '```', ''];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PAGE, reviewThreadPage());
