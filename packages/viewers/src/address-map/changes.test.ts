import { describe, expect, it } from 'vitest';
import { pythonAfter, pythonView } from '../testing/python.ts';
import { viewOf, type VmaSpec } from '../testing/view-of.ts';
import { mapChanges } from './changes.ts';

const vmas = (...specs: readonly VmaSpec[]) => viewOf(specs).vmas;

/** Changes as text: `+10-20 ~30-34 |15`. */
function drawn(before: ReturnType<typeof vmas>, after: ReturnType<typeof vmas>): string {
  const { ranges, borders } = mapChanges(before, after);
  const sign = { added: '+', removed: '-', changed: '~' };
  const parts = ranges.map((range) => `${sign[range.what]}${range.start}..${range.end}`);
  return [...parts, ...borders.map((border) => `${border.what === 'split' ? '|' : '⌒'}${border.at}`)].join(' ');
}

describe('what changed between two address spaces', () => {
  it('is nothing between equal ones, whatever their identities', () => {
    expect(drawn(vmas(['rw-p', 10, 4, 'anon']), vmas(['rw-p', 10, 4, 'anon', '', { id: 99 }]))).toBe('');
  });

  it('tells added, removed and changed pages', () => {
    expect(drawn(vmas(['rw-p', 10, 4, 'anon']), vmas(['rw-p', 10, 6, 'anon']))).toBe('+14..16');
    expect(drawn(vmas(['rw-p', 10, 4, 'anon']), vmas(['rw-p', 12, 2, 'anon']))).toBe('-10..12');
    expect(drawn(vmas(['rw-p', 10, 4, 'anon']), vmas(['r--p', 10, 4, 'anon']))).toBe('~10..14');
  });

  it('marks the changed part of a VMA that was split around it, and not the rest', () => {
    const after = vmas(['rw-p', 10, 2, 'anon'], ['r--p', 12, 2, 'anon'], ['rw-p', 14, 2, 'anon']);
    expect(drawn(vmas(['rw-p', 10, 6, 'anon']), after)).toBe('~12..14');
  });

  it('marks a split and a merge that changed no page', () => {
    const [one, two] = [vmas(['rw-p', 10, 6, 'anon']), vmas(['rw-p', 10, 3, 'anon'], ['rw-p', 13, 3, 'anon'])];
    expect(drawn(one, two)).toBe('|13');
    expect(drawn(two, one)).toBe('⌒13');
  });

  it('sees a file mapped from another offset', () => {
    const [a, b] = [
      vmas(['r--p', 10, 4, 'file', '/a', { pgoff: 0 }]),
      vmas(['r--p', 10, 4, 'file', '/a', { pgoff: 8 }]),
    ];
    expect(drawn(a, b)).toBe('~10..14');
  });

  it('finds the three things that happened to the interpreter', () => {
    const { ranges } = mapChanges(pythonView().vmas, pythonAfter().vmas);
    expect(ranges.map((range) => range.what)).toEqual(['added', 'added', 'changed']);
  });
});
