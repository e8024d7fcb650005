/** docs/known-suites.md: every case in a line, and the sums. Generated; a test holds it against the cases. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { scenariosOf } from './scenarios.ts';
import { knownFailures, SUITES, type Suite } from './known-suites.ts';

/** Where the page is. */
export const PAGE = new URL('../../../../docs/known-suites.md', import.meta.url);

const ORIGINALS: Readonly<Record<Suite, string>> = {
  'kernel-vma': 'tools/testing/vma of the kernel, and what its merge rules say',
  'selftests-mm': 'tools/testing/selftests/mm of the kernel',
  ltp: 'the Linux Test Project, mmap to vma',
  gvisor: 'test/syscalls/linux of gVisor',
};

const LEFT_OUT = [
  '## What is left out, and why',
  '',
  '- **The contents of memory.** Where an original compares bytes, a case says which page is there: the model has no bytes.',
  '- **What only the inside of the kernel shows**: the harness looks at write-lock marks, fails allocations (vmi_prealloc_fail) and gives VMAs',
  '  special flags or a close hook. No script can make such mappings.',
  '- **Other processes**: process_madvise, and what the parent sees after a fork (the file goes on in the child).',
  '- **Tens of thousands of calls** to reach a limit: LTP munmap04, mmap11, max_map_count.',
  '- **Settings of the whole machine**: overcommit_memory, a full file system (mmap16), huge pages, poisoned memory (madvise07).',
  '- **Devices and calls of other subsystems**: userfaultfd, uprobes, rights in the PKRU register, NUMA nodes.',
  '- **Races**: proc-maps-race is a scenario for readers, not a case.',
];

/** The text of the page. */
export function knownSuitesPage(): string {
  const missing = new Map(knownFailures().flatMap(({ reason, cases }) => cases.map((name) => [name, reason] as const)));
  const suites = SUITES.map((suite) => ({ suite, cases: scenariosOf(suite) }));
  const heldIn = (cases: readonly { readonly name: string }[]): number =>
    cases.filter(({ name }) => !missing.has(name)).length;
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '# The known suites as data',
    '',
    'What the known test suites assert of mappings, as scripts of our own ([ADR 6](adr/0006-cases.md)). Every case is proven on a running',
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
    '',
    ...LEFT_OUT,
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
