/** The counters of an mm: the kernel's names, what each means, and how it is read. */

import type { Counters } from '@mm-playground/api';

/** One counter. */
export interface CounterRow {
  readonly key: keyof Counters;
  /** Under which name /proc/PID/status or another file prints it; `''` where none does. */
  readonly proc: string;
  readonly meaning: string;
  /** What it counts. */
  readonly unit: 'pages' | 'VMAs' | 'tables';
}

const row = (key: keyof Counters, proc: string, meaning: string, unit: CounterRow['unit'] = 'pages'): CounterRow => ({
  key,
  proc,
  meaning,
  unit,
});

/** All counters in reading order: the size of the address space, what is resident, what it costs. */
export const COUNTER_GROUPS: readonly { readonly title: string; readonly rows: readonly CounterRow[] }[] = [
  {
    title: 'Mapped',
    rows: [
      row('map_count', '', 'Number of VMAs; bounded by vm.max_map_count.', 'VMAs'),
      row('total_vm', 'VmSize', 'Pages in all VMAs; bounded by RLIMIT_AS.'),
      row('hiwater_vm', 'VmPeak', 'The largest total_vm so far.'),
      row('data_vm', 'VmData', 'Private writable pages that are no stack; bounded by RLIMIT_DATA.'),
      row('exec_vm', 'VmExe + VmLib', 'Executable pages that are neither writable nor a stack.'),
      row('stack_vm', 'VmStk', 'Pages in VMAs that grow as a stack does.'),
      row('locked_vm', 'VmLck', 'Pages in VMAs that are locked; bounded by RLIMIT_MEMLOCK.'),
    ],
  },
  {
    title: 'Resident',
    rows: [
      row('anon_rss', 'RssAnon', 'Anonymous pages that are present: MM_ANONPAGES.'),
      row('file_rss', 'RssFile', 'Pages of files that are present: MM_FILEPAGES.'),
      row('shmem_rss', 'RssShmem', 'Pages of shared memory that are present: MM_SHMEMPAGES.'),
    ],
  },
  {
    title: 'Charged',
    rows: [
      row('page_tables', 'VmPTE', 'Pages of page tables.', 'tables'),
      row('committed', 'Committed_AS', 'Pages that this mm is charged for overcommit.'),
    ],
  },
];

/** Points of a sparkline as an SVG path in a box; `''` for fewer than two values. */
export function sparkline(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return '';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  const step = width / (values.length - 1);
  const y = (value: number): string =>
    (high === low ? height / 2 : height - ((value - low) / span) * height).toFixed(1);
  return values.map((value, i) => `${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)} ${y(value)}`).join('');
}

/** At most `count` values, the largest of each run, so that a peak is never lost. */
export function thinned(values: readonly number[], count: number): number[] {
  if (values.length <= count) return [...values];
  const run = values.length / count;
  return Array.from({ length: count }, (_, i) =>
    values.slice(Math.floor(i * run), Math.floor((i + 1) * run)).reduce((a, b) => Math.max(a, b), -Infinity),
  );
}
