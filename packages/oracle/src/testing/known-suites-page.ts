/** docs/known-suites.md: every case in a line, and the sums. Generated; a test holds it against the cases. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { casesOf, knownFailures, SUITES, type Suite } from './known-suites.ts';

/** Where the page is. */
export const PAGE = new URL('../../../../docs/known-suites.md', import.meta.url);

const ORIGINALS: Readonly<Record<Suite, string>> = {
  'kernel-vma': 'tools/testing/vma of the kernel, and what its merge rules say',
  'selftests-mm': 'tools/testing/selftests/mm of the kernel',
  ltp: 'the Linux Test Project, mmap to vma',
  gvisor: 'test/syscalls/linux of gVisor',
};

/** The text of the page. */
export function knownSuitesPage(): string {
  const missing = new Map(knownFailures().flatMap(({ reason, cases }) => cases.map((name) => [name, reason] as const)));
  const suites = SUITES.map((suite) => ({ suite, cases: casesOf(suite) }));
  const heldIn = (cases: readonly { readonly name: string }[]): number =>
    cases.filter(({ name }) => !missing.has(name)).length;
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '# The known suites as data',
    '',
    'What the known test suites assert of mappings, as scripts of our own ([ADR 5](adr/0005-cases.md)). Every case is proven on a running',
    '6.18.44, by a test. This page is generated from the cases:',
    '`node --conditions=@mm-playground/source packages/oracle/src/testing/known-suites-page.ts`.',
    '',
    '| suite | from | cases | the model fulfils |',
    '| --- | --- | --- | --- |',
    ...suites.map(
      ({ suite, cases }) =>
        `| [${suite}](../packages/core/scenarios/${suite}) | ${ORIGINALS[suite]} | ${cases.length} | ${heldIn(cases)} |`,
    ),
    `| | | ${all.length} | ${heldIn(all)} |`,
    ...suites.flatMap(({ suite, cases }) => [
      '',
      `## ${suite}`,
      '',
      '| case | asserts | model |',
      '| --- | --- | --- |',
      ...cases.map(
        ({ name, program }) =>
          `| ${bare(name)} | ${program.story.title?.replaceAll('|', '\\|')} | ${missing.get(name) ?? 'holds'} |`,
      ),
    ]),
    '',
  ].join('\n');
}

const bare = (name: string): string => name.replace(/^.*\/|\.mm$/g, '');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PAGE, knownSuitesPage());
