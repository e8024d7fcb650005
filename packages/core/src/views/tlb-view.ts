/** TLBs to look at, one for each task. */

import type { TlbEntryView, TlbView, Vpn } from '@mm-playground/api';
import type { System } from '../machine/system.ts';
import { decodeSlot, leafPfn, walkTo } from '../memory/page-table.ts';
import type { TlbEntry } from '../memory/tlb.ts';

/** What every CPU remembers. */
export const tlbViews = (sys: System): readonly TlbView[] =>
  Object.freeze(
    [...sys.tasks.tasks.values()].map(({ name, mm, tlb }) =>
      Object.freeze({ task: name, mm: mm.id, entries: Object.freeze(tlb.map(entryView)) }),
    ),
  );

const entryView = (cached: TlbEntry): TlbEntryView =>
  Object.freeze({
    mm: cached.mm.id,
    start: cached.start as Vpn,
    pages: cached.pages,
    entry: cached.entry,
    pfn: leafPfn(cached.entry),
    state: stateOf(cached),
  });

function stateOf({ mm, start, entry, frame }: TlbEntry): TlbEntryView['state'] {
  if (frame?.freed === true) return 'freed';
  const slot = walkTo(mm, start);
  const now = slot === null ? null : decodeSlot(mm, slot);
  if (now?.kind === 'leaf' && now.pfn === entry.pfn) return 'valid';
  return mm.tlbFlushPending > 0 ? 'stale' : 'wrong';
}
