import type { Step } from '@mm-playground/api';
import { describe, expect, it, vi } from 'vitest';
import { callRows, MMAP_STEPS } from '../testing/calls.ts';
import { frames, mount } from '../testing/mount.ts';
import { flameBoxes, flameRows } from './flame.ts';
import { callAt, callMarks, stepAt, xOfCall, xOfStep } from './timeline-layout.ts';
import { timeline } from './plugin.ts';
import type { MmTimeline } from './timeline.ts';

const show = (properties: Partial<MmTimeline> = {}) =>
  mount<MmTimeline>(timeline, {
    calls: callRows(60),
    steps: MMAP_STEPS,
    position: { call: 30, step: 9 },
    ...properties,
  });

describe('mm-timeline', () => {
  it('goes by steps, by calls and to the ends with the keyboard', async () => {
    const line = await show();
    for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'Home', 'End']) await line.key('.track', key);
    await line.key('.track', 'ArrowLeft', { shiftKey: true });
    expect(line.seeks.map(({ call, step }) => `${call}.${step}`)).toEqual([
      '30.10',
      '30.8',
      '31.20',
      '-1.-1',
      '59.20',
      '29.-1',
    ]);
  });

  it('says where it is', async () => {
    const line = await show();
    expect(line.find('.track').getAttribute('aria-valuetext')).toContain('call 31 of 60');
    expect(line.find('.track').getAttribute('aria-valuetext')).toContain('step 10 of 21: vma_merge_new_range');
  });

  it('plays by asking for the next step, and stops at the end', async () => {
    const line = await show({ position: { call: 59, step: 18 }, speed: 200 });
    line.element.addEventListener('mm-seek', (event) => {
      line.element.position = event.detail;
    });
    await line.key('.track', ' ');
    await new Promise((resolve) => setTimeout(resolve, 120));
    await frames();
    expect(line.element.position).toEqual({ call: 59, step: 20 });
    expect(line.element.playing).toBe(false);
  });

  it('scrubs over calls, and over steps below them', async () => {
    const line = await show();
    const track = line.find('.track');
    track.setPointerCapture = () => undefined;
    const box = track.getBoundingClientRect();
    const down = (x: number, y: number): boolean =>
      track.dispatchEvent(new PointerEvent('pointerdown', { clientX: box.left + x, clientY: box.top + y, button: 0 }));
    down(xOfCall(5, 60, box.width), 20);
    down(xOfStep(3, MMAP_STEPS.length, box.width) + 3, 90);
    expect(line.seeks).toEqual([
      { call: 5, step: 20 },
      { call: 30, step: 3 },
    ]);
  });

  it('paints no more rectangles of 700,000 steps than it has pixels', async () => {
    const line = await show({ steps: manySteps(700_000) });
    const canvas = line.find<HTMLCanvasElement>('canvas');
    const ctx = canvas.getContext('2d');
    if (ctx === null) throw new TypeError('no canvas');
    const drawn = vi.spyOn(ctx, 'fillRect');
    line.element.position = { call: 30, step: 350_000 };
    await line.element.updateComplete;
    expect(drawn.mock.calls.length).toBeGreaterThan(1000);
    expect(drawn.mock.calls.length).toBeLessThan(2 * 3 * line.find('.track').clientWidth + 200);
  });
});

describe('the layout of the timeline', () => {
  it('finds calls and steps again where it put them', () => {
    for (const count of [1, 7, 60, 5000])
      for (const call of [-1, 0, count >> 1, count - 1])
        expect(callAt(xOfCall(call, count, 900), count, 900)).toBe(call);
    for (const step of [0, 5, 20]) expect(stepAt(xOfStep(step, 21, 900) + 1, 21, 900)).toBe(step);
  });

  it('sums up more calls than pixels, and lets no divergence get lost', () => {
    const calls = callRows(100_000).map((row) => ({
      ...row,
      verdict: row.index === 77_777 ? ('diverges' as const) : ('agrees' as const),
    }));
    const marks = callMarks(calls, 900, ['']);
    expect(marks.length).toBeLessThan(900);
    expect(marks.filter((mark) => mark.verdict === 'diverges')).toHaveLength(1);
  });
});

describe('the flame graph', () => {
  it('lets a function span what it called', () => {
    const rows = flameRows(MMAP_STEPS);
    expect(rows[0]?.bars).toMatchObject([{ row: { index: 0 }, last: 20 }]);
    const bars = rows.flatMap((row) => row.bars);
    expect(bars.find(({ row }) => row.step.name === 'vma_merge_new_range')).toMatchObject({
      row: { index: 9 },
      last: 11,
    });
  });

  it('has a box for each bar where there is room', () => {
    const boxes = flameRows(MMAP_STEPS).flatMap((row) => flameBoxes(row, MMAP_STEPS.length, 900));
    expect(boxes).toHaveLength(MMAP_STEPS.filter(({ kind }) => kind !== 'exit').length);
    expect(boxes.every(({ bar }) => bar !== null)).toBe(true);
  });

  it('draws no more than its pixels of 700,000 steps, and loses no function that can be seen', () => {
    const [count, width] = [700_000, 900];
    const rows = flameRows(manySteps(count));
    const boxes = rows.map((row) => flameBoxes(row, count, width));
    expect(rows[2]?.bars.length).toBeGreaterThan(600_000);
    for (const row of boxes) expect(row.length).toBeLessThanOrEqual(2 * width);
    const long = rows[1]?.bars.filter(({ row, last }) => last - row.index > 1000) ?? [];
    const drawn = new Set(boxes[1]?.map(({ bar }) => bar));
    expect(long).toHaveLength(20);
    expect(long.filter((bar) => !drawn.has(bar))).toEqual([]);
  });
});

/** A call whose 20 long functions stand between thousands of short ones. */
function manySteps(count: number): Step[] {
  const steps: Step[] = [stepOf('enter', 'sys_munmap', 0)];
  while (steps.length < count - 1) {
    const at = steps.length % 35_000;
    if (at === 1 || at === 3001) steps.push(stepOf(at === 1 ? 'enter' : 'exit', 'unmap_vmas', 1));
    else if (at < 3001 || at % 50 !== 0) steps.push(stepOf(at % 3 === 0 ? 'tracepoint' : 'step', 'tlb:tlb_flush', 2));
    else steps.push(stepOf('step', 'cond_resched', 1));
  }
  steps.push(stepOf('exit', 'sys_munmap', 0));
  return steps;
}

const stepOf = (kind: Step['kind'], name: string, depth: number): Step => ({ kind, name, depth, detail: {}, mark: 0 });
