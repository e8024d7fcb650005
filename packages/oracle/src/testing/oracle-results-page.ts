/**
 * docs/oracle-results.md: what random scripts on real kernels came to, and random page tables on an MMU that is not ours. Generated from
 * results.json and mmu-results.json, which `mm oracle --record` writes; a test holds the page against them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type CampaignRecord, readRecords } from '../judge/results.ts';
import { type MmuRecord, readMmuRecords } from '../mmu/mmu-results.ts';
import { MMU_QUIRKS } from '../mmu/quirks.ts';
import { PROFILES } from '../native/profiles.ts';

/** Where the page is. */
export const PAGE = new URL('../../../../docs/oracle-results.md', import.meta.url);

const RECORDS = new URL('../../results.json', import.meta.url);

const MMU_RECORDS = new URL('../../mmu-results.json', import.meta.url);

/** The comparisons of page tables that the page is about. */
export const mmuComparisons = (): readonly MmuRecord[] => readMmuRecords(readFileSync(MMU_RECORDS, 'utf8'));

/** The campaigns that the page is about. */
export const campaigns = (): readonly CampaignRecord[] => readRecords(readFileSync(RECORDS, 'utf8'));

/** What is known to differ, or not known, and what scripts avoid: said here, because a campaign would not show it. */
const OPEN: readonly string[] = [
  '- **Which stable release of 6.12 stopped locking secret memory** is not measured: 6.12.117 does not lock it, and the model takes it to be',
  '  as 6.12.115 began. The same holds for 6.1, where `memfd_secret` is off.',
  '- **What is left of a ring of events** after `io_destroy` loses its pages at once in the model, and a moment later in the kernel: the',
  '  profile `aio` brings no page in.',
  '- **`MADV_PAGEOUT` of pages of files on a disk, `MADV_COLLAPSE` of shared memory, poisoned memory**: refused by the model, and',
  '  scripts do not ask for them, or stop there.',
  '- **An ioctl that answers a fault of a userfaultfd**, tagged memory of arm64, huge pages of a pool that has some: refused, and not tried.',
  '- **Scripts that run on one machine at the same time share System V keys**: one may then find a segment that its own calls did not make,',
  '  and stops at it as not modelled.',
  '- **khugepaged**, which makes huge pages of small ones every ten seconds, is put to sleep in booted kernels since 2026-11-26: on a busy machine scripts of',
  '  `thp` differed before, each time in another way (`thp-50000003`, `thp-70000016`).',
  '- **When dirty pages of a file are written back** (half a minute later by themselves) is not modelled: until then a script of this length is over.',
  '- **How far a file on a disk is read ahead** depends on its device and on what was read before: files of scripts are smaller than any window of a',
  '  fault, and read(2) of such a file is refused.',
  '- **6.1 does not keep RSS exactly** (a cache a task): what is resident is compared page by page there, not as a sum.',
];

/** The text of the page. */
export function oracleResultsPage(records: readonly CampaignRecord[], mmu: readonly MmuRecord[]): string {
  return [
    ...[...INTRODUCTION, ...totals(records), ...runs(records), ...disagreements(records)],
    ...[...HOW_TO_READ, ...pageTables(mmu), ''],
  ].join('\n');
}

const INTRODUCTION = [
  '# What real kernels say of the model',
  '',
  'Random scripts of memory calls, made on a real kernel and on the model, compared after every call: result and errno, every',
  'mapping with its flags, the counters, and which pages of the arena are there. Nothing is predicted by a rule that was made for a',
  'script: what differs is shrunk, its cause found, the model mended, and the script kept as a test.',
  '',
  'This page is generated from [results.json](../packages/oracle/results.json):',
  '`node --conditions=@mm-playground/source packages/oracle/src/testing/oracle-results-page.ts`.',
];

const sum = (records: readonly CampaignRecord[], of: (record: CampaignRecord) => number): number =>
  records.reduce((total, record) => total + of(record), 0);

const grouped = (count: number): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ',');

const unmodelled = ({ findings }: CampaignRecord): number =>
  findings.filter(({ kind }) => kind === 'unmodelled').length;
const unconfirmed = ({ findings }: CampaignRecord): number =>
  findings.filter(({ kind }) => kind === 'unconfirmed').length;
const differing = ({ findings }: CampaignRecord): number => findings.filter(({ kind }) => kind === 'differs').length;

/** A kernel by what tells it apart: a distribution's build line has the stable release. */
function kernelName({ release, build }: CampaignRecord): string {
  const debian = /Debian (\S+)/.exec(build)?.[1];
  return debian === undefined ? release : `${debian} (Debian)`;
}

/** Bytes. */
const KIB = 1024;

const machineName = ({ arch, pageSize }: CampaignRecord): string => `${arch}, ${pageSize / KIB} KiB pages`;

const row = (...cells: (string | number)[]): string =>
  `| ${cells.map((cell) => (typeof cell === 'number' ? grouped(cell) : cell)).join(' | ')} |`;

function totals(records: readonly CampaignRecord[]): string[] {
  const kernels = Map.groupBy(records, (record) => `${kernelName(record)} ${machineName(record)}`);
  const cells = (of: readonly CampaignRecord[]): number[] =>
    [
      ...[({ tried }: CampaignRecord) => tried, ({ files }: CampaignRecord) => files],
      ...[({ checkpoints }: CampaignRecord) => checkpoints, differing, unconfirmed, unmodelled],
    ].map((count) => sum(of, count));
  return [
    '',
    '## Kernels',
    '',
    '| kernel | machine | where | random calls | scripts | checkpoints | scripts that differ | not again | not modelled |',
    '| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...[...kernels.values()].flatMap((of) => {
      const [first] = of;
      if (first === undefined) return [];
      const where = first.boot === null ? 'running' : 'booted in QEMU';
      return [row(kernelName(first), machineName(first), where, ...cells(of))];
    }),
    row('', '', '', ...cells(records)),
  ];
}

/** The command that repeats a campaign. */
function command({ boot, count, seed, profiles }: CampaignRecord): string {
  const all = profiles.length === PROFILES.length;
  return [
    'mm oracle',
    ...(boot === null ? [] : [`--boot ${boot}`]),
    ...(all ? [] : profiles.map((profile) => `--profile ${profile}`)),
    `--count ${count} --seed ${seed}`,
  ].join(' ');
}

function runs(records: readonly CampaignRecord[]): string[] {
  return [
    '',
    '## Runs',
    '',
    'Seeds count up from the one that is given, once for each turn of the profiles. The command repeats the run, on the commit that',
    'stands beside it (a `+`: with changes that were not committed yet).',
    '',
    '| kernel | command | calls made | of | last seed | day | model |',
    '| --- | --- | ---: | ---: | ---: | --- | --- |',
    ...records.map((record) => {
      const { tried, count, date, commit } = record;
      return row(
        ...[kernelName(record), `\`${command(record)}\``, tried, count],
        ...[lastSeed(record).toString(), date, commit ?? 'unknown'],
      );
    }),
    '',
    `Profiles that take turns where none is named: ${PROFILES.join(', ')}.`,
  ];
}

const lastSeed = ({ seed, files, profiles }: CampaignRecord): number =>
  seed + Math.max(0, Math.ceil(files / profiles.length) - 1);

const KINDS = {
  differs: 'Scripts that kernel and model differ on',
  unconfirmed: 'Scripts that differed once, and not when they ran again',
  unmodelled: 'Scripts that were compared up to a call that is not modelled',
} as const;

function disagreements(records: readonly CampaignRecord[]): string[] {
  const found = records.flatMap((record) => record.findings.map((finding) => ({ record, ...finding })));
  const mended = found.flatMap(({ record, name, what, mended: by }) =>
    by === undefined ? [] : [`- ${kernelName(record)} (${record.arch}): ${what}: ${namesOf([name])}, in ${by}`],
  );
  const sections = (['differs', 'unconfirmed', 'unmodelled'] as const).flatMap((kind) => {
    const of = found.filter((finding) => finding.kind === kind && finding.mended === undefined);
    if (of.length === 0) return [];
    const groups = Map.groupBy(of, ({ record, what }) => `${kernelName(record)} (${record.arch}): ${what}`);
    const lines = Array.from(groups, ([what, scripts]) => `- ${what}: ${namesOf(scripts.map(({ name }) => name))}`);
    return ['', `### ${KINDS[kind]}`, '', ...lines];
  });
  const known = OPEN.length === 0 ? [] : ['', '### Known differences, and what these scripts do not show', '', ...OPEN];
  const since =
    mended.length === 0 ? [] : ['', '### Mended since: the scripts agree on the model that is named', '', ...mended];
  const body = [...sections, ...since, ...known];
  return ['', '## What does not agree', ...(body.length === 0 ? ['', 'Nothing that these runs show.'] : body)];
}

/** How many names are told. */
const NAMES = 6;

function namesOf(names: readonly string[]): string {
  const told = names.slice(0, NAMES).map((name) => `\`${name}\``);
  const more = names.length - told.length;
  return `${told.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const HOW_TO_READ = [
  '',
  '## How to read this',
  '',
  '- A **random call** is one of the calls under test; those that prepare files, limits and the arena come besides. A script has 160.',
  '- A **checkpoint** is a digest of smaps, status and pagemap after a call, or one of the whole texts, every fortieth call.',
  '- A script that **differs** is counted once, whatever the number of lines. One that is **not modelled** was compared up to the call',
  '  that stops it, and agrees up to there.',
  '- **Not again**: the script differed, and did not when it ran a second time. It counts as a failure of the run.',
  '- Scripts are named by profile and seed: `vma-17` is `mm oracle --profile vma --seed 17 --count 160`.',
  '- Kernels in QEMU are emulated (TCG), with files on tmpfs; the running kernel has them on its own disk. What a kernel answers to a',
  '  script depends on nothing else that is random: address randomisation is off.',
  '- What differed once and is mended is kept in [packages/oracle/captures](../packages/oracle/captures/README.md); what one would not',
  '  guess is told in [measured.md](measured.md); what is modelled at all in [support.md](support.md).',
];

/** Fixed text of the part about page tables. */
const MMU_INTRODUCTION = [
  '',
  "## Page tables: what QEMU's MMU says",
  '',
  'Random page tables, made by the architectures of the model, walked by an emulated processor: for each address a load, a store and a',
  'fetch by user code and by the kernel, in random modes. Compared are the physical address (by what lies there), a fault and its code,',
  'and afterwards every word of every page that was written, with the accessed and dirty bits that hardware set. A quarter to a half of',
  'the entries had a field changed at random. `mm oracle --mmu --arch ARCH --count N --seed S` repeats a row; this part is made from',
  '[mmu-results.json](../packages/oracle/mmu-results.json).',
  '',
  '| architecture | QEMU | probes | of them faults | words compared | marked or stored to | mismatches | day | model |',
  '| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- |',
];

const MMU_LIMITS = [
  '',
  'An emulator cannot show memory types (PAT, AttrIndx, PBMT), what a TLB keeps (G and nG, contiguous runs), or software bits, and of an',
  'address what lies above its memory of 1 TiB, but for arm64, whose AT instructions tell all 52 bits. Those are tested by known words',
  'and properties alone.',
];

function pageTables(records: readonly MmuRecord[]): string[] {
  const of = (count: (record: MmuRecord) => number): number =>
    records.reduce((sums, record) => sums + count(record), 0);
  const known = MMU_QUIRKS.map(({ id, what, arch, until }) => {
    const times = of(({ quirks }) => quirks[id] ?? 0);
    return `- \`${id}\` (${arch}${until === null ? '' : `, before QEMU ${until}`}): ${what} ${grouped(times)} probes.`;
  });
  return [
    ...MMU_INTRODUCTION,
    ...records.map(({ arch, emulator, probes, faults, words, marked, mismatches, date, commit }) =>
      row(`\`${arch}\``, emulator, probes, faults, words, marked, mismatches, date, commit ?? 'unknown'),
    ),
    row(
      ...['', '', of(({ probes }) => probes), of(({ faults }) => faults), of(({ words }) => words)],
      ...[of(({ marked }) => marked), of(({ mismatches }) => mismatches), '', ''],
    ),
    '',
    '### What QEMU is known to do otherwise than the manuals',
    '',
    'Probes that would meet such a place are not asked, or have a known answer.',
    '',
    ...known,
    ...MMU_LIMITS,
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(PAGE, oracleResultsPage(campaigns(), mmuComparisons()));
