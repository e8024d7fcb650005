/*
 * What the tours of the review thread have beside their scenarios: exercises in front of an explanation, what is marked, and where to
 * read on. Text, calls and verdicts are the scenarios' own (packages/core/scenarios/mmap-region).
 */
import { failureOf, mappingAt, moreMappings, visitsOf, type Look } from '../look.ts';
import type { ScenarioNotes } from '../scenario-tour.ts';
import { kernelPage, manualPage, type Exercise, type FurtherReading } from '../tour.ts';

const AREA = 0x1000_0000n;
const PAGE = 0x1000n;

const LOCKS = kernelPage('mm/process_addrs', 'Process addresses: VMAs, their locks and their tree');
const TREE = kernelPage('core-api/maple_tree', 'Maple tree');
const MMAP = manualPage('mmap', 2);

/** What a scenario has where it is not named below. */
const USUAL: ScenarioNotes = {
  mark: { address: AREA },
  show: ['maps'],
  reading: [LOCKS, MMAP],
  related: ['split-and-merge'],
};

/** An exercise without its answer's explanation, which stands in the scenario. */
type Asked = Omit<Exercise, 'because' | 'later'>;

const AT_THE_OLD_PLACE = ['a hole', 'the old mapping', 'the new mapping'] as const;

const whatIsLeft = (
  question: string,
  right: (typeof AT_THE_OLD_PLACE)[number],
  ...hints: readonly string[]
): Asked => ({
  question,
  choices: AT_THE_OLD_PLACE,
  hints,
  answer: ({ before, after }) => {
    const [old, now] = [mappingAt(before, AREA), mappingAt(after, AREA)];
    if (now === undefined) return 'a hole';
    return now.perms === old?.perms ? 'the old mapping' : 'the new mapping';
  },
  right,
});

const whatItSays = (question: string, right: string, other: string, ...hints: readonly string[]): Asked => ({
  question,
  choices: [right, other].toSorted(),
  hints,
  answer: failureOf,
  right,
});

const howManyMore = (question: string, right: number, ...hints: readonly string[]): Asked => ({
  ...{ question, unit: 'VMAs', hints, right },
  answer: moreMappings,
});

const isOne = ({ after }: Look, one: bigint, other: bigint): string =>
  mappingAt(after, one) === mappingAt(after, other) ? 'yes' : 'no';

const becomesOne = (question: string, right: 'yes' | 'no', ...hints: readonly string[]): Asked => ({
  ...{ question, hints, right },
  choices: ['yes', 'no'],
  answer: (look) => isOne(look, AREA, AREA + PAGE),
});

const notes = (
  related: readonly string[],
  exercises: Readonly<Record<number, Asked>> = {},
  reading: readonly FurtherReading[] = [LOCKS, MMAP],
): ScenarioNotes => ({ ...USUAL, related, exercises, reading });

/** The same with the steps in view: which invariants hold, and what travels through the call. */
const stepped = (more: ScenarioNotes): ScenarioNotes => ({ ...more, show: ['maps', 'steps'] });

/** The same with so many pages marked, mapped or not. */
const marked = (pages: number, more: ScenarioNotes): ScenarioNotes => ({ ...more, mark: { address: AREA, pages } });

const NOTES: Readonly<Record<string, ScenarioNotes>> = {
  gap: {
    ...notes(['gap-and-locks', 'gap-and-faults', 'split-and-merge'], {}, [TREE, LOCKS]),
    show: ['race'],
  },
  'gap-and-locks': {
    ...notes(['gap', 'gap-and-faults'], {}, [LOCKS, manualPage('proc_pid_maps', 5)]),
    show: ['race'],
  },
  'gap-and-faults': { ...notes(['gap', 'page-fault'], {}, [LOCKS]), show: ['race'] },
  'ftruncate-race': {
    ...notes(['once-and-only-once', 'shared-files'], {}, [LOCKS, manualPage('truncate', 2)]),
    show: ['race'],
    mark: { address: 0x4000_0000n, pages: 512 },
  },
  'once-and-only-once': stepped(
    notes(['init-vms', 'ptes-before-call-mmap'], {
      1: {
        question: 'How often does `vms_complete_munmap_vmas()` run in this call?',
        choices: ['0', '1', '2'],
        hints: [
          'Something is replaced, so that it has to run.',
          'Step through the call: its name is in the list of steps.',
        ],
        answer: (look) => visitsOf(look, 'vms_complete_munmap_vmas'),
        right: 1,
      },
    }),
  ),
  'validate-mm': stepped(
    notes(['exec-stack', 'once-and-only-once'], {
      1: howManyMore(
        'How many VMAs more are there after the call? (Below 0: fewer.)',
        -2,
        'Two are replaced by one that looks as the first.',
        'Then they are neighbours, and alike.',
      ),
    }),
  ),
  'double-charge': marked(
    76_800,
    notes(
      ['leaked-charge', 'overcommit'],
      {
        1: whatItSays(
          '300 of 512 MiB are charged. What does it say to 300 MiB more, mapped over the same addresses?',
          'success',
          'ENOMEM',
          'How much is charged when the call is through?',
        ),
      },
      [kernelPage('mm/overcommit-accounting', 'Overcommit accounting'), MMAP],
    ),
  ),
  'leaked-charge': marked(
    512,
    notes(['double-charge', 'prepared-charge', 'overcommit'], {
      1: whatIsLeft('The socket refuses. What is at the old address afterwards?', 'a hole', 'It is asked late.'),
    }),
  ),
  'prepared-charge': marked(4, notes(['leaked-charge', 'double-charge'])),
  'may-expand-vm': notes(['double-charge', 'sealed', 'overcommit'], {
    2: whatItSays(
      'And a thousand pages over the thousand that are there?',
      'success',
      'ENOMEM',
      'How many pages are mapped when the call is through?',
    ),
    3: howManyMore(
      'The next one asks for too much, and fails in the middle of the mapping. How many VMAs more are there then?',
      1,
      'When is the limit asked: before the VMAs are split, or after?',
    ),
  }),
  'enodev-hole': marked(
    1,
    notes(['abort-after-clearing', 'abort-off-by-one', 'leaked-charge'], {
      1: whatIsLeft(
        'A directory cannot be mapped: ENODEV. What is at the address afterwards?',
        'the old mapping',
        'What kind of file it is can be known before anything is touched.',
      ),
      2: whatIsLeft(
        'A socket cannot be mapped either: ENODEV. What is at the address afterwards?',
        'a hole',
        'Its driver has to be asked, and is asked late.',
      ),
    }),
  ),
  'abort-after-clearing': marked(
    2,
    notes(['enodev-hole', 'abort-off-by-one'], {
      1: whatIsLeft(
        'The driver refuses, when the old pages are gone. What is at the address afterwards, on 6.18?',
        'a hole',
        'A mapping that silently lost its contents would be the worst of all.',
      ),
    }),
  ),
  'abort-off-by-one': marked(
    2,
    notes(['abort-after-clearing', 'validate-mm'], {
      1: howManyMore(
        'Two mappings lie side by side; the first is to be replaced, and that fails. How many VMAs more are there? (Below 0: fewer.)',
        -1,
        'The pages of the first one are gone by then.',
      ),
    }),
  ),
  'abort-without-memory': notes(['enodev-hole', 'merge-without-memory'], {}, [TREE, LOCKS]),
  'merge-without-memory': notes(['abort-without-memory', 'error-as-address'], {
    1: whatItSays(
      'There is no memory for the merge. What does `mprotect()` say on 6.18?',
      'ENOMEM',
      'success',
      'It could also split, without a merge.',
    ),
  }),
  'error-as-address': marked(
    2,
    notes(['merge-without-memory', 'failures'], {
      1: whatItSays(
        'There is no memory for the new VMA. What does `mmap()` say on 6.18?',
        'ENOMEM',
        'success',
        'On 6.12-rc1 the answer is another.',
      ),
    }),
  ),
  failures: notes(['error-as-address', 'enodev-hole'], {
    1: howManyMore(
      'The call covers three mappings and cuts the first and the last. How many VMAs more are there when it has succeeded?',
      0,
      'What is left of the first, the new one, what is left of the last.',
    ),
  }),
  sealed: notes(
    ['may-expand-vm', 'split-and-merge'],
    {
      1: howManyMore(
        'The call fails with EPERM, for the second mapping is sealed. How many VMAs more are there after it, on 6.18?',
        1,
        'The first mapping was gathered before the sealed one was met.',
      ),
    },
    [kernelPage('userspace-api/mseal', 'mseal'), MMAP],
  ),
  'copy-without-anon-vma': marked(
    2,
    notes(
      ['copy-of-a-fork', 'split-and-merge'],
      {
        2: becomesOne(
          'The page comes back beside memory that nobody wrote to. Do the two become one on 6.18?',
          'yes',
          'Since 6.16, a mapping without an anon_vma may take one over.',
        ),
      },
      [manualPage('mremap', 2), LOCKS],
    ),
  ),
  'copy-of-a-fork': notes(
    ['copy-without-anon-vma', 'fork'],
    {
      1: becomesOne(
        'The copy comes back beside new memory. Do the two become one on 6.18?',
        'no',
        'The page came by a fork: the parent may still have it.',
      ),
    },
    [manualPage('mremap', 2), LOCKS],
  ),
  'init-vms': marked(
    2,
    stepped(
      notes(['once-and-only-once'], {
        0: {
          question: 'Nothing is mapped where this one goes. How often does `vms_gather_munmap_vmas()` run?',
          choices: ['0', '1'],
          hints: ['There is nothing to gather.'],
          answer: (look) => visitsOf(look, 'vms_gather_munmap_vmas'),
          right: 0,
        },
      }),
    ),
  ),
  'ptes-before-call-mmap': stepped(
    notes(['once-and-only-once', 'abort-after-clearing'], {
      1: {
        question: 'What comes first on 6.18?',
        choices: ['the old entries are cleared', 'the driver is asked'],
        hints: ['What would the driver find otherwise?'],
        answer: ({ steps }) =>
          steps.indexOf('vms_clear_ptes') < steps.indexOf('call_mmap')
            ? 'the old entries are cleared'
            : 'the driver is asked',
        right: 'the old entries are cleared',
      },
    }),
  ),
  'exec-stack': {
    ...notes(['validate-mm', 'exec', 'stack'], {}, [LOCKS, manualPage('execve', 2)]),
    mark: { name: '[stack]' },
  },
  'spanning-store': {
    ...notes(
      ['split-and-merge', 'validate-mm'],
      {
        1: howManyMore(
          'The last call covers 69 mappings, and cuts none. How many VMAs more are there after it? (Below 0: fewer.)',
          -68,
          'All of them go, one comes.',
        ),
      },
      [TREE],
    ),
    show: ['tree'],
  },
};

/** What is added to a scenario. */
export const notesOf = (id: string): ScenarioNotes => NOTES[id] ?? USUAL;

/** The scenarios that are spoken of here: a test holds them against those that there are. */
export const NOTED: readonly string[] = Object.keys(NOTES);
