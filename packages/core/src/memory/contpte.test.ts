/**
 * Runs of sixteen entries on arm64 with 4 KiB pages, as a booted 6.12.117 shows them by what is dirty and referenced. A run is a letter:
 * `R` folded, `-` single entries, `.` nothing, `~` a part of them.
 */
import { arm64 } from '@mm-playground/arch-arm64';
import { describe, expect, it } from 'vitest';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { ARENA, PAGE, Strip, type StripOptions } from '../testing/strip.ts';
import { stepsOf } from '../testing/failing.ts';

const ARCH = arm64.configure({});
const RUN = 16;
const HUGE = 512;
const FIRST = Number(ARENA / PAGE);

/** A huge page that the program wrote once, of which nothing is known to be dirty since. */
function freshHuge(options: StripOptions): Strip {
  const mm = new Strip({ arch: ARCH, kernel: v6_12, system: { thp: 'always' }, ...options });
  mm.mmap(0, HUGE);
  mm.store(0);
  mm.madvise(0, HUGE, 'FREE');
  return mm;
}

/** The same, mapped by single pages: its last one is gone. */
function splitHuge(options: StripOptions = {}): Strip {
  const mm = freshHuge(options);
  mm.munmap(HUGE - 1, 1);
  return mm;
}

function draw(mm: Strip, runs: number, start = 0): string {
  const words = new Map(
    [...mm.view.tables.leaves()].map(({ start: page, level, word }) => [page - FIRST, { level, word }] as const),
  );
  const letterAt = (page: number): string => {
    const found = words.get(page);
    return found === undefined ? '.' : ARCH.runs?.isPart(found.level, found.word) === true ? 'R' : '-';
  };
  return Array.from({ length: runs }, (_, run) => {
    const letters = new Set(Array.from({ length: RUN }, (_unused, i) => letterAt(start + run * RUN + i)));
    return letters.size === 1 ? [...letters][0] : '~';
  }).join('');
}

const dirty = (mm: Strip): (number | undefined)[] =>
  mm.view
    .smaps()
    .filter(({ maps }) => maps.start >= ARENA && maps.start < ARENA + 4096n * PAGE)
    .map(({ sizes }) => (sizes.Private_Dirty ?? 0) + (sizes.Shared_Dirty ?? 0));

describe('runs', () => {
  it('are what a huge page becomes that is split, but for the one that lost a page', () => {
    expect(draw(splitHuge(), 32)).toBe(`${'R'.repeat(31)}~`);
  });

  it('are not made by a kernel before 6.9', () => {
    expect(draw(splitHuge({ kernel: v6_1 }), 2)).toBe('--');
  });

  it('are dirty as a whole where one page was written, and referenced likewise', () => {
    const mm = splitHuge();
    expect(dirty(mm)).toEqual([0]);
    mm.store(20);
    expect(draw(mm, 4)).toBe('RRRR');
    expect(dirty(mm)).toEqual([RUN * 4]);
  });

  it('are taken apart by a change of protection of some of their pages, and stay so', () => {
    const mm = splitHuge();
    mm.mprotect(16, 1, 'r');
    expect(draw(mm, 3)).toBe('R-R');
    mm.mprotect(16, 1, 'rw');
    expect(draw(mm, 3)).toBe('R-R');
  });

  it('are folded again when the change ends with their last page', () => {
    const mm = splitHuge();
    mm.mprotect(24, 8, 'r');
    expect(draw(mm, 3)).toBe('R-R');
    mm.mprotect(24, 8, 'rw');
    expect(draw(mm, 3)).toBe('RRR');
  });

  it('hand what one of them says of writing on to all when they are taken apart', () => {
    const mm = splitHuge();
    mm.store(20);
    mm.munmap(31, 1);
    expect(draw(mm, 3)).toBe('R~R');
    expect(dirty(mm)).toEqual([(RUN - 1) * 4, 0]);
  });

  it('that are unmapped as a whole are not taken apart first', () => {
    const mm = splitHuge();
    expect(stepsOf(mm.machine, () => mm.munmap(16, 32))).not.toContain('+contpte_unfold');
    expect(draw(mm, 4)).toBe('R..R');
    expect(stepsOf(mm.machine, () => mm.munmap(8, 4))).toContain('+contpte_unfold');
  });

  it('survive a move to where they lie alike, and no other', () => {
    const mm = splitHuge();
    mm.mremap(0, 32, 32, 'MAYMOVE|FIXED', 1024);
    expect(draw(mm, 2, 1024)).toBe('RR');
    mm.mremap(32, 32, 32, 'MAYMOVE|FIXED', 2056);
    expect(draw(mm, 2, 2056)).toBe('--');
  });

  it('lose the page that copy-on-write copies, and a child has runs of its own', () => {
    const mm = splitHuge();
    mm.fork();
    expect(draw(mm, 3)).toBe('RRR');
    mm.store(20);
    expect(draw(mm, 3)).toBe('R-R');
  });

  it('are no runs in a child where their pages differ in what is dirty', () => {
    const mm = splitHuge();
    mm.mprotect(16, 1, 'r');
    mm.store(20);
    mm.fork();
    expect(draw(mm, 3)).toBe('R-R');
    expect(dirty(mm).reduce((sum = 0, kb = 0) => sum + kb, 0)).toBe(4);
  });
});

it('a run counts as one entry of a TLB', () => {
  const { leaves } = splitHuge().view.cost;
  expect(leaves.filter(({ bytes }) => bytes === RUN * 4096)).toEqual([{ bytes: RUN * 4096, leaves: HUGE / RUN - 1 }]);
});
