/**
 * What a failed call left behind: the state after it compared with the state before. A gap is an outcome, since kernels say
 * that some failures leave one; contents that are gone from a mapping that is still there, and counters that do not agree
 * with what is mapped, are violations.
 */

import type { Counters, ViolatedProperty } from '@mm-playground/api';
import { pagesOf, vmaAt, type SeenVma, type Snapshot } from './snapshot.ts';

/**
 * What became of the mappings that were there before:
 * - `intact`: nothing changed
 * - `split`: the same pages are mapped alike, in other VMAs
 * - `partly done`: some pages are mapped otherwise than before, none is missing
 * - `gap`: pages that were mapped are not
 * - `lost`: contents are gone from pages that are still mapped as before
 */
export type OldMappings = 'intact' | 'split' | 'partly done' | 'gap' | 'lost';

/** A property that a failure broke. */
export interface Broken {
  readonly property: ViolatedProperty;
  /** One sentence. */
  readonly what: string;
}

/** What is left. */
export interface LeftBehind {
  readonly oldMappings: OldMappings;
  /** Pages that were mapped before and are not, and pages that lost their contents. */
  readonly gapPages: number;
  readonly lostPages: number;
  /** Counters that are not what they were. */
  readonly counters: readonly { readonly name: keyof Counters; readonly before: number; readonly after: number }[];
  readonly broken: readonly Broken[];
}

/** Calls that are asked to drop contents: what they dropped before they failed is not lost. */
const DROPS_CONTENTS: ReadonlySet<string> = new Set(['madvise', 'process_madvise', 'fallocate', 'execve', 'exit']);

/** Compares what a failed call left with what there was. */
export function leftBehind(call: string, before: Snapshot, after: Snapshot): LeftBehind {
  const gapPages = missingPages(before, after);
  const lostPages = DROPS_CONTENTS.has(call) ? 0 : lost(before, after);
  const oldMappings = lostPages > 0 ? 'lost' : gapPages > 0 ? 'gap' : outcomeOf(before, after);
  return {
    oldMappings,
    gapPages,
    lostPages,
    counters: changedCounters(before.counters, after.counters),
    broken: [...lossOf(lostPages), ...unbalanced(before, after)],
  };
}

/** Counters that any call may change: a peak, tables that a failed fault made, and what a fault brought in. */
const changedCounters = (before: Counters, after: Counters): LeftBehind['counters'] =>
  (Object.keys(before) as (keyof Counters)[])
    .filter((name) => before[name] !== after[name] && name !== 'hiwater_vm')
    .map((name) => ({ name, before: before[name], after: after[name] }));

const countOf = (pages: number): string => `${pages} page${pages === 1 ? '' : 's'}`;

const lossOf = (pages: number): Broken[] =>
  pages === 0
    ? []
    : [
        {
          property: 'no-lost-data',
          what: `what was written to ${countOf(pages)} is gone, though it is mapped as before`,
        },
      ];

/**
 * Charges and locked pages must follow the VMAs. What shared memory is charged for belongs to its file, and goes with the
 * last that maps it: where shared mappings came or went nothing is said.
 */
function unbalanced(before: Snapshot, after: Snapshot): Broken[] {
  const broken: Broken[] = [];
  const drift = (counter: keyof Counters, which: (vma: SeenVma) => boolean): number =>
    after.counters[counter] - before.counters[counter] - (pagesOf(after, which) - pagesOf(before, which));
  const leaked = drift('committed', ({ charged }) => charged);
  const sharedStayed = pagesOf(before, ({ shared }) => shared) === pagesOf(after, ({ shared }) => shared);
  if (leaked > 0 && sharedStayed)
    broken.push({ property: 'no-leak', what: `${countOf(leaked)} stay charged that no mapping accounts for` });
  if (leaked < 0 && sharedStayed)
    broken.push({ property: 'counters', what: `${countOf(-leaked)} of mappings are charged no more` });
  const locked = drift('locked_vm', (vma) => vma.locked);
  if (locked !== 0)
    broken.push({ property: 'counters', what: `locked_vm is off by ${locked} from the pages that are locked` });
  return broken;
}

function lost(before: Snapshot, after: Snapshot): number {
  let pages = 0;
  for (const page of before.written) {
    if (after.written.has(page)) continue;
    const now = vmaAt(after, page);
    if (now !== undefined && now.kind === vmaAt(before, page)?.kind) pages++;
  }
  return pages;
}

const missingPages = (before: Snapshot, after: Snapshot): number =>
  before.vmas.reduce((sum, { start, end }) => sum + (end - start) - coveredIn(after, start, end), 0);

const coveredIn = ({ vmas }: Snapshot, start: number, end: number): number =>
  vmas.reduce((sum, vma) => sum + Math.max(0, Math.min(vma.end, end) - Math.max(vma.start, start)), 0);

/** What changed where no page is missing. */
function outcomeOf(before: Snapshot, after: Snapshot): OldMappings {
  if (joined(before) !== joined(after)) return 'partly done';
  return before.vmas.length === after.vmas.length ? 'intact' : 'split';
}

/** The mapped pages and how they are mapped, whichever VMAs they are in. */
function joined({ vmas }: Snapshot): string {
  const parts: { start: number; end: number; kind: string }[] = [];
  for (const { start, end, kind } of vmas) {
    const last = parts.at(-1);
    if (last?.end === start && last.kind === kind) last.end = end;
    else parts.push({ start, end, kind });
  }
  return parts.map(({ start, end, kind }) => `${start}-${end} ${kind}`).join('\n');
}
