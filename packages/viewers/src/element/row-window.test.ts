import { describe, expect, it } from 'vitest';
import { ALL_ROWS, rowWindow } from './row-window.ts';

describe('rows in the DOM', () => {
  it('are all of a short list', () => {
    expect(rowWindow(ALL_ROWS, 22, 1000, 400)).toEqual({ first: 0, last: ALL_ROWS, before: 0, after: 0 });
  });

  it('are those in view of a long one, and the spacers keep its height', () => {
    const { first, last, before, after } = rowWindow(65_530, 22, 22_000, 440);
    expect(last - first).toBeLessThan(50);
    expect(first).toBeLessThanOrEqual(1000);
    expect(last).toBeGreaterThanOrEqual(1020);
    expect(before + after + (last - first) * 22).toBe(65_530 * 22);
  });

  it('reach the last of a million rows in a box that a browser can lay out', () => {
    const [count, row, view] = [1_000_000, 22, 440];
    const end = rowWindow(count, row, Number.MAX_SAFE_INTEGER, view);
    const tall = end.before + end.after + (end.last - end.first) * row;
    expect([end.last, end.after, tall < 17_000_000]).toEqual([count, 0, true]);
    const middle = rowWindow(count, row, (tall - view) / 2, view);
    expect(middle.first).toBeLessThan(count / 2);
    expect(middle.last).toBeGreaterThan(count / 2);
    expect(middle.before + middle.after + (middle.last - middle.first) * row).toBeCloseTo(tall);
  });

  it('end at the end, also where the list has become shorter than the scroll position', () => {
    expect(rowWindow(1000, 22, 9_999_999, 440).last).toBe(1000);
  });
});
