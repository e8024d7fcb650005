/** What a merge finds out about its proposal, seen at its last step. */

import { describe, expect, it } from 'vitest';
import { PRCTL, type StepDetail } from '@mm-playground/api';
import { atEachStep, failOnce } from '../testing/failing.ts';
import { at, mmOf, PAGE, type Strip } from '../testing/strip.ts';

const { PR_SET_VMA, PR_SET_VMA_ANON_NAME } = PRCTL.values;

/** The last that is seen of a struct vma_merge_struct in a call, of a machine that keeps its past or does not. */
function lastSeen(mm: Strip, call: (mm: Strip) => unknown, recording = true): StepDetail | undefined {
  let seen: StepDetail | undefined;
  const look = (): void => {
    seen = mm.view.travelling.find(({ name }) => name === 'vma_merge_struct')?.fields ?? seen;
  };
  mm.machine.record(recording);
  atEachStep(mm.machine, look, () => call(mm));
  return seen;
}

/** Which of the struct's flags are true. */
const flagsOf = (seen: StepDetail | undefined): string[] =>
  Object.entries(seen ?? {}).flatMap(([name, value]) => (value === true ? [name] : []));

describe('struct vma_merge_struct', () => {
  it.each([
    ['a new range that nothing is beside', 'ww', (mm: Strip) => mm.mmap(5, 1), []],
    ['a new range that the previous VMA takes in', 'ww', (mm: Strip) => mm.mmap(2, 1), []],
    ['a new range between two alike', 'w.w', (mm: Strip) => mm.mmap(1, 1), ['__remove_next']],
    ['a part at the left end', 'w|rr', (mm: Strip) => mm.mprotect(1, 1, 'rw'), ['__adjust_middle_start']],
    ['a part at the right end', 'rr|w', (mm: Strip) => mm.mprotect(1, 1, 'rw'), ['__adjust_next_start']],
    ['all of a VMA, like the previous one', 'w|r', (mm: Strip) => mm.mprotect(1, 1, 'rw'), ['__remove_middle']],
    ['all of a VMA, like the next one', 'r|w', (mm: Strip) => mm.mprotect(0, 1, 'rw'), ['__remove_middle']],
    [
      ...(['all of a VMA, like both', 'w|r|w'] as const),
      (mm: Strip) => mm.mprotect(1, 1, 'rw'),
      ['__remove_middle', '__remove_next'],
    ],
  ])('of %s says whose start moves, and which VMA goes', (_what, picture, call, flags) => {
    expect(flagsOf(lastSeen(mmOf(picture), call))).toEqual(flags);
  });

  it('of brk says that only the heap itself may grow', () => {
    const mm = mmOf('');
    const end = BigInt(mm.call('brk', 0n));
    mm.call('brk', end + PAGE);
    const seen = lastSeen(mm, () => mm.call('brk', end + 2n * PAGE));
    expect(seen).toMatchObject({ just_expand: true, state: 'SUCCESS', copied_from: 'NULL', uffd_ctx: 'NULL' });
    expect(seen?.['target']).toBe(seen?.['prev']);
    expect(seen?.['target']).toMatch(/^vma#\d+$/);
  });

  it('names the memory, and has NULL where it has no name', () => {
    const named = (mm: Strip): unknown => mm.call('prctl', PR_SET_VMA, PR_SET_VMA_ANON_NAME, at(0), PAGE, 'heap');
    expect(lastSeen(mmOf('ww'), named)).toMatchObject({ anon_name: 'heap', just_expand: false, state: 'NOMERGE' });
    expect(lastSeen(mmOf('ww'), (mm) => mm.mprotect(0, 1, 'r'))).toMatchObject({ anon_name: 'NULL' });
  });

  it('of a copy says whose it is', () => {
    const mm = mmOf('W....w');
    const moved = lastSeen(mm, () => mm.mremap(0, 1, 1, 'MAYMOVE|FIXED', 4));
    expect(moved?.['copied_from']).toMatch(/^vma#\d+$/);
    expect(moved?.['just_expand']).toBe(false);
  });

  it('is not kept where nobody keeps the past', () => {
    expect(lastSeen(mmOf('w.w'), (mm) => mm.mmap(1, 1), false)).toBeUndefined();
  });

  it('says that memory was short', () => {
    const mm = mmOf('w.w');
    const seen = lastSeen(mm, () => failOnce(mm.machine, 'vma_iter_prealloc', () => mm.mmap(1, 1)));
    expect(seen).toMatchObject({ state: 'ERROR_NOMEM' });
  });
});
