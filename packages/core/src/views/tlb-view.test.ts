import type { TlbEntryView, TlbView, Tracer } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { ARENA, PAGE, Strip } from '../testing/strip.ts';

const FIRST = Number(ARENA / PAGE);

/** A machine on which others could run at any step: its TLBs are kept. */
function concurrent(): Strip {
  const mm = new Strip();
  mm.machine.control({
    fails: () => false,
    waitUntil: (step) => {
      throw new RangeError(`nobody is there whom ${step} could wait for`);
    },
  });
  mm.mmap(0, 2);
  return mm;
}

const entries = (mm: Strip): readonly TlbEntryView[] => mm.view.tlbs.flatMap((tlb: TlbView) => tlb.entries);

describe('the TLBs of a view', () => {
  it('are empty while a task is alone, and know what was gone through while others may run', () => {
    const alone = new Strip();
    alone.mmap(0, 1);
    alone.store(0);
    expect(alone.view.tlbs.map(({ task, entries: known }) => [task, known.length])).toEqual([['', 0]]);
    const mm = concurrent();
    mm.store(1);
    const [page] = mm.view.physical?.mapped(entries(mm)[0]?.start ?? mm.vma(0).start, 1) ?? [];
    expect(entries(mm)).toMatchObject([{ start: FIRST + 1, pages: 1, state: 'valid', pfn: page?.pfn }]);
  });

  it('say of a translation that it is stale, from when its entry is cleared until the flush', () => {
    const mm = concurrent();
    mm.store(0);
    const states: string[] = [];
    const look = (): void => {
      const state = entries(mm)[0]?.state ?? 'none';
      if (states.at(-1) !== state) states.push(state);
    };
    const tracer: Tracer = { enter: look, exit: look, step: look, tracepoint: look };
    mm.machine.trace(tracer);
    mm.munmap(0, 1);
    mm.machine.trace(null);
    expect(states).toEqual(['valid', 'stale', 'none']);
  });
});
