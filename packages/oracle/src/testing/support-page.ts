/**
 * docs/support.md: what is modelled, call by call and flag by flag, kernel beside kernel. Generated from the matrices that
 * `mm plugins` prints; a test holds the page against them.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  callsOfKind,
  CLONE,
  FALLOC,
  IPC,
  MADV,
  MAP,
  MCL,
  MFD,
  MLOCK,
  MPOL,
  MREMAP,
  MS,
  PERSONALITY,
  PRCTL,
  PROT,
  RLIMIT,
  SEAL,
  SHM,
  type SupportMatrix,
  type SupportRow,
  UFFD,
} from '@mm-playground/api';
import { createPlayground } from 'mm-playground';

/** Where the page is. */
export const PAGE = new URL('../../../../docs/support.md', import.meta.url);

/** Other names of a flag that is there already, and masks. */
const ALIASES: readonly string[] = ['MAP_FILE', 'MAP_ANON', 'MAP_TYPE', 'SHM_HUGE_SHIFT', 'PER_LINUX'];

const named = (family: { readonly values: object }, pattern = /./): string[] =>
  Object.keys(family.values).filter((name) => pattern.test(name) && !ALIASES.includes(name));

/** The flags, advice and operations that a call takes. */
const ITEMS: Readonly<Record<string, readonly string[]>> = {
  mmap: [...named(PROT), ...named(MAP)],
  mprotect: named(PROT),
  mremap: named(MREMAP),
  madvise: named(MADV),
  mlock2: named(MLOCK),
  mlockall: named(MCL),
  msync: named(MS),
  prctl: named(PRCTL, /^PR_(?:[SG]ET|THP)/),
  personality: named(PERSONALITY),
  mbind: named(MPOL, /^MPOL_(?!F_(?:NODE|ADDR|MEMS))/),
  get_mempolicy: named(MPOL, /^MPOL_F_(?:NODE|ADDR|MEMS)/),
  ioctl: named(UFFD, /^UFFDIO_/),
  prlimit64: named(RLIMIT, /_(?:AS|DATA|STACK|MEMLOCK)$/),
  clone: named(CLONE, /_(?:VM|VFORK|THREAD|FILES)$/),
  memfd_create: named(MFD),
  fallocate: named(FALLOC),
  fcntl: named(SEAL),
  shmget: named(IPC, /^(?:IPC_PRIVATE|IPC_CREAT|IPC_EXCL|SHM_HUGETLB|SHM_NORESERVE)$/),
  shmat: named(SHM),
  shmctl: named(IPC, /^(?:IPC_(?:RMID|SET|STAT|INFO)|SHM_.*(?:LOCK|STAT|INFO).*)$/),
};

/** Kernels of which the same is modelled. */
interface Column {
  readonly title: string;
  readonly support: SupportMatrix;
}

function columns(): Column[] {
  const { kernels } = createPlayground().plugins();
  const alike = Map.groupBy(kernels, ({ support }) => JSON.stringify(support));
  return Array.from(alike.values(), (group) => ({
    title: group.map(({ id, proof }) => (proof === 'derived' ? `${id} (derived)` : id)).join(', '),
    support: group[0]?.support ?? [],
  }));
}

const WHOLE = '';

/** What a matrix says of a call, or of an item: what it does not name is as documented, unless the whole call is refused. */
function rowOf({ support }: Column, call: string, item: string): SupportRow | undefined {
  const of = support.filter((row) => row.call === call);
  const whole = of.find((row) => row.item === undefined);
  return of.find((row) => (row.item ?? WHOLE) === item) ?? (whole?.level === 'refused' ? whole : undefined);
}

/** The text of the page. */
export function supportPage(): string {
  const kernels = columns();
  const calls = [...new Set(kernels.flatMap(({ support }) => support.map(({ call }) => call)))];
  const simple = calls.filter((call) => itemsOf(kernels, call).length === 0);
  const others = calls.filter((call) => !simple.includes(call));
  const known = (['memory', 'process', 'file', 'pseudo'] as const).flatMap(callsOfKind);
  const missing = known.filter((call) => !calls.includes(call) && !ELSEWHERE.includes(call));
  return [
    ...INTRODUCTION,
    ...[
      '',
      '## Calls without flags',
      '',
      ...table(
        kernels,
        simple.map((call) => [call, WHOLE] as const),
      ),
    ],
    ...others.flatMap((call) => [
      ...['', `## ${call}`, ''],
      ...table(kernels, [[call, WHOLE] as const, ...itemsOf(kernels, call).map((item) => [call, item] as const)]),
    ]),
    ...['', '## Calls that touch memory and are not modelled', ''],
    `${missing.map((call) => `\`${call}\``).join(', ')}.`,
    '',
  ].join('\n');
}

/** Calls on files: support matrices are about calls on memory. */
const ELSEWHERE: readonly string[] = callsOfKind('file');

const INTRODUCTION = [
  '# What is modelled',
  '',
  'Per call, flag and advice, and per kernel. **yes**: as that kernel does it. **partly**: how, stands beside it. **refused**: a replay',
  'stops there, loudly, and names the call and its line. What a kernel does not have yet is modelled, too: the note says its error.',
  'How it is proven: [oracle-results.md](oracle-results.md), [known-suites.md](known-suites.md).',
  '',
  'This page is generated from what `mm plugins` prints:',
  '`node --conditions=@mm-playground/source packages/oracle/src/testing/support-page.ts`.',
];

/** What there is to be said of a call, besides of it as a whole. */
function itemsOf(kernels: readonly Column[], call: string): string[] {
  const told = kernels.flatMap(({ support }) => support.filter((row) => row.call === call).map(({ item }) => item));
  const items = [...(ITEMS[call] ?? []), ...told].filter((item) => item !== undefined && item !== WHOLE);
  return [...new Set(items)] as string[];
}

const LEVELS = { modelled: 'yes', partly: 'partly', refused: 'refused' } as const;

function table(kernels: readonly Column[], rows: readonly (readonly [call: string, item: string])[]): string[] {
  return [
    `| | ${kernels.map(({ title }) => title).join(' | ')} | |`,
    `| --- |${' --- |'.repeat(kernels.length + 1)}`,
    ...rows.map(([call, item]) => {
      const found = kernels.map((kernel) => rowOf(kernel, call, item));
      const cells = found.map((row) => (row === undefined ? 'yes' : LEVELS[row.level]));
      return `| ${item === WHOLE ? `${call}` : item} | ${cells.join(' | ')} | ${noteOf(kernels, found)} |`;
    }),
  ];
}

/** What is said beside a row, once where all kernels say the same. */
function noteOf(kernels: readonly Column[], rows: readonly (SupportRow | undefined)[]): string {
  const notes = rows.map((row) => row?.note ?? '');
  const [first = ''] = notes;
  const text = notes.every((note) => note === first)
    ? first
    : notes.flatMap((note, at) => (note === '' ? [] : [`${kernels[at]?.title}: ${note}`])).join('; ');
  return text.replaceAll('|', '\\|');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PAGE, supportPage());
