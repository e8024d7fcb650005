import { describe, expect, it } from 'vitest';
import { violations } from '../testing/axe.ts';
import { callRows, MMAP_STEPS } from '../testing/calls.ts';
import { frames, mount } from '../testing/mount.ts';
import { callAt, callMarks, flameBars, stepAt, xOfCall, xOfStep } from './timeline-layout.ts';
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

  it('has nothing that axe objects to', async () => {
    const line = await show();
    expect(await violations(line.element)).toEqual([]);
    expect([...line.root.querySelectorAll('[style]')]).toEqual([]);
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

  it('lets a function span what it called', () => {
    const bars = flameBars(MMAP_STEPS);
    expect(bars[0]).toMatchObject({ step: 0, last: 20, depth: 0 });
    expect(bars.find((bar) => bar.name === 'vma_merge_new_range')).toMatchObject({ step: 9, last: 11 });
  });
});
