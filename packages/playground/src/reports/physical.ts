/**
 * Physical memory as /proc prints it (buddyinfo, pagetypeinfo), and the pages of an address space as the kernel's tool
 * page-types lists them, each as text and as data.
 */

import {
  formatBuddyinfo,
  formatPagetypeinfo,
  hex,
  pageFlagLetters,
  pageFlagNames,
  type FrameOwner,
  type MappedPage,
  type MmView,
  type PageFlags,
  type PhysicalView,
  type ZoneView,
} from '@mm-playground/api';

/** What has physical memory to show. */
type WithMemory = Pick<MmView, 'physical'>;

/** @throws RangeError where the model has none */
function physicalOf({ physical }: WithMemory): PhysicalView {
  if (physical === null) throw new RangeError('this model has no physical memory to show');
  return physical;
}

/** /proc/buddyinfo: free blocks of each zone by order. */
export const buddyinfoLines = (view: WithMemory): string[] => formatBuddyinfo(physicalOf(view));

/** /proc/pagetypeinfo: the same by migrate type, and how many pageblocks each type has. */
export const pagetypeinfoLines = (view: WithMemory): string[] => formatPagetypeinfo(physicalOf(view));

/** A zone as data: what buddyinfo, pagetypeinfo and zoneinfo say of it. */
export type ZoneData = Omit<ZoneView, 'start' | 'end'> & { readonly start: string; readonly end: string };

/** All zones as data; first and last byte address as hex strings. */
export function zonesData(view: WithMemory): ZoneData[] {
  const physical = physicalOf(view);
  const address = (pfn: number): string => hex(BigInt(pfn) << BigInt(physical.pageShift));
  return physical.zones.map((zone) => ({ ...zone, start: address(zone.start), end: address(zone.end) }));
}

/** Pages that follow one another, whose frames do, too, and of which the same is true. */
export interface PageRun {
  /** First page and first frame, hex. */
  readonly voffset: string;
  readonly offset: string;
  readonly pages: number;
  readonly mapcount: number;
  readonly flags: PageFlags;
  /** Whether they are their owner's alone. */
  readonly exclusive: boolean;
  readonly owner: FrameOwner | null;
}

/** The mapped pages of the address space, in runs. */
export function pageRuns(view: MmView): PageRun[] {
  const physical = physicalOf(view);
  const runs: PageRun[] = [];
  let last: MappedPage | undefined;
  for (const { start, end } of view.vmas)
    for (const page of physical.mapped(start, end - start)) {
      const run = runs.at(-1);
      if (run !== undefined && last !== undefined && continues(last, page)) runs[runs.length - 1] = longer(run);
      else runs.push(runOf(page));
      last = page;
    }
  return runs;
}

const longer = (run: PageRun): PageRun => ({ ...run, pages: run.pages + 1 });

const continues = (before: MappedPage, page: MappedPage): boolean =>
  page.page === before.page + 1 &&
  page.pfn === before.pfn + 1 &&
  page.flags === before.flags &&
  page.mapcount === before.mapcount &&
  page.exclusive === before.exclusive;

const runOf = ({ page, pfn, flags, mapcount, exclusive, frame }: MappedPage): PageRun => ({
  voffset: page.toString(16),
  offset: pfn.toString(16),
  pages: 1,
  mapcount,
  flags,
  exclusive,
  owner: frame.owner,
});

/**
 * What `page-types -p PID -L` prints: a line for each run of pages (virtual and physical page number, length, flags), and how
 * many pages have which flags. Besides, a column says how often each page is mapped, as /proc/kpagecount does.
 */
export function kpageflagsLines(view: MmView): string[] {
  const runs = pageRuns(view);
  return [
    'voffset\toffset\tlen\tcnt\tflags',
    ...runs.map(({ voffset, offset, pages, mapcount, flags }) =>
      [voffset, offset, pages.toString(16), mapcount, pageFlagLetters(flags)].join('\t'),
    ),
    '',
    ...summaryLines(runs, physicalOf(view).pageShift),
  ];
}

function summaryLines(runs: readonly PageRun[], pageShift: number): string[] {
  const megabytes = (pages: number): number => Math.floor((pages * 2 ** pageShift) / 2 ** 20);
  const row = (head: string, pages: number, tail = ''): string =>
    `${head}\t${String(pages).padStart(10)} ${String(megabytes(pages)).padStart(8)}${tail}`;
  const counts = new Map<PageFlags, number>();
  for (const { flags, pages } of runs) counts.set(flags, (counts.get(flags) ?? 0) + pages);
  const total = [...counts.values()].reduce((sum, pages) => sum + pages, 0);
  const sorted = [...counts].toSorted(([a], [b]) => a - b);
  return [
    '             flags\tpage-count       MB  symbolic-flags\t\t\tlong-symbolic-flags',
    ...sorted.map(([flags, pages]) =>
      row(
        `0x${flags.toString(16).padStart(16, '0')}`,
        pages,
        `  ${pageFlagLetters(flags)}\t${pageFlagNames(flags).join(',')}`,
      ),
    ),
    row('             total', total),
  ];
}

/** The runs as data. */
export const kpageflagsData = (
  view: MmView,
): (Omit<PageRun, 'flags' | 'owner'> & { readonly flags: readonly string[]; readonly owner: unknown })[] =>
  pageRuns(view).map(({ flags, owner, ...run }) => ({
    ...run,
    flags: pageFlagNames(flags),
    owner: owner?.kind === 'mm' ? { ...owner, start: hex(owner.start) } : owner,
  }));
