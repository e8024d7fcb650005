import { emulate } from '@mm-playground/browser-launcher/emulate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grouped } from '../format/address.ts';
import { callRows, MMAP_STEPS } from '../testing/calls.ts';

import { frames, mount } from '../testing/mount.ts';
import { markColumns, momentAt, runScale, xOfMoment } from './minimap-layout.ts';
import type { MmMinimap } from './minimap.ts';
import { minimap } from './plugin.ts';
import { momentOf, momentsOf, nextMark, positionOf, type RunMap } from './run-map.ts';

const CALLS = callRows(60);
const STEPS = MMAP_STEPS.length;

/** The map of `CALLS`, with marks at these moments. */
function runOf(marks: Partial<Record<keyof RunMap['marks'], readonly number[]>>): RunMap {
  const starts = new Uint32Array(CALLS.length + 1);
  CALLS.forEach((row, call) => (starts[call + 1] = (starts[call] ?? 0) + Math.max(1, row.steps)));
  const packed = (moments: readonly number[] = []): Uint32Array => Uint32Array.from(moments);
  const { fault, split, merge, error, divergence } = marks;
  return {
    starts,
    marks: {
      fault: packed(fault),
      split: packed(split),
      merge: packed(merge),
      error: packed(error),
      divergence: packed(divergence),
    },
  };
}

const RUN = runOf({ fault: [3, 40, 41], error: [70] });
const show = (properties: Partial<MmMinimap> = {}) =>
  mount<MmMinimap>(minimap, { run: RUN, calls: CALLS, position: { call: 0, step: 5 }, ...properties });

describe('mm-minimap', () => {
  // Zooming is a flight, which would have to be waited for.
  beforeAll(() => emulate({ 'prefers-reduced-motion': 'reduce' }));
  afterAll(() => emulate());

  it('goes to the next mark of a kind, and with Shift to the one before', async () => {
    const map = await show();
    map.find('.kind.fault').click();
    map.find('.kind.fault').dispatchEvent(new MouseEvent('click', { shiftKey: true }));
    expect(map.seeks.map((position) => momentOf(RUN, position))).toEqual([40, 3]);
  });

  it('has a button for what occurs, with its number, and none for what does not', async () => {
    const map = await show();
    const names = [...map.root.querySelectorAll('.kind')].map((button) => button.textContent?.trim());
    expect(names).toEqual(['3 faults', '1 error']);
  });

  it('goes by columns, by tenths and to the ends with the keyboard', async () => {
    const map = await show();
    for (const key of ['ArrowRight', 'ArrowLeft', 'Home', 'End']) await map.key('.map', key);
    await map.key('.map', 'ArrowRight', { shiftKey: true });
    const column = Math.round(1 / runScale(RUN, map.find('.map').clientWidth, null).zoom);
    const moments = [5 + column, 5 - column, -1, momentsOf(RUN) - 1, 5 + 10 * column];
    expect(map.seeks.map((position) => momentOf(RUN, position))).toEqual(moments);
    await map.key('.map', 'PageUp');
    expect(momentOf(RUN, map.seeks.at(-1) ?? { call: 0, step: 0 })).toBeGreaterThan(100);
  });

  it('goes where it is dragged', async () => {
    const map = await show();
    const track = map.find('.map');
    track.setPointerCapture = () => undefined;
    const box = track.getBoundingClientRect();
    const to = (type: string, share: number): boolean =>
      track.dispatchEvent(new PointerEvent(type, { clientX: box.left + box.width * share, button: 0 }));
    to('pointerdown', 0.5);
    to('pointermove', 1);
    to('pointerup', 1);
    to('pointermove', 0.2);
    expect(map.seeks.map(({ call }) => call)).toEqual([expect.closeTo(29, -1), 59]);
  });

  it('zooms with + and Ctrl and the wheel, so that arrows go by single moments, and shows everything with 0', async () => {
    const starts = Uint32Array.from({ length: CALLS.length + 1 }, (_, call) => call * 20_000);
    const calls = CALLS.map((row) => ({ ...row, steps: 20_000 }));
    const run = { ...RUN, starts };
    const map = await show({ run, calls, position: positionOf(run, calls, 600_000) });
    const strides: number[] = [];
    const stride = async (): Promise<void> => {
      await map.key('.map', 'ArrowRight');
      strides.push(momentOf(run, map.seeks.at(-1) ?? { call: 0, step: 0 }) - 600_000);
    };
    await stride();
    for (let i = 0; i < 3; i++) await map.key('.map', '+');
    await stride();
    const track = map.find('.map');
    const clientX = track.getBoundingClientRect().left + xOfMoment(600_000, runScale(run, track.clientWidth, null));
    for (let i = 0; i < 30; i++)
      track.dispatchEvent(new WheelEvent('wheel', { clientX, deltaY: -200, ctrlKey: true, cancelable: true }));
    await frames();
    await stride();
    await map.key('.map', '0');
    await stride();
    const whole = strides[0] ?? 0;
    expect(whole).toBeGreaterThan(1000);
    expect(strides).toEqual([whole, Math.round(whole / 1.6 ** 3), 1, whole]);
  });

  it('keeps the shown moment in view while it is zoomed', async () => {
    const map = await show();
    for (let i = 0; i < 4; i++) await map.key('.map', '+');
    map.element.position = { call: 59, step: 20 };
    await frames();
    const { right, top } = map.find('.map').getBoundingClientRect();
    const end = { clientX: right - 12, clientY: top + 8 };
    map.find('.map').dispatchEvent(new PointerEvent('pointermove', end));
    await frames();
    expect(map.find('.tip strong').textContent).toBe(`moment ${grouped(momentsOf(RUN))} of ${grouped(momentsOf(RUN))}`);
  });

  it('stays zoomed while the run grows, and not for another one', async () => {
    const [starts, calls] = [RUN.starts.slice(0, 41), CALLS.slice(0, 40)];
    const map = await show({ run: { ...RUN, starts }, calls });
    const stride = async (): Promise<number> => {
      await map.key('.map', 'PageUp');
      return momentOf(RUN, map.seeks.at(-1) ?? { call: 0, step: 0 }) - 5;
    };
    const whole = await stride();
    for (let i = 0; i < 3; i++) await map.key('.map', '+');
    const zoomed = await stride();
    map.element.run = RUN;
    map.element.calls = CALLS;
    await frames(4);
    expect([zoomed < whole / 3, await stride()]).toEqual([true, zoomed]);
    map.element.run = null;
    await frames(4);
    map.element.run = RUN;
    await frames(4);
    expect(await stride()).toBeGreaterThan(whole);
  });

  it('says where it is, and has the marks as a table', async () => {
    const map = await show();
    expect(map.find('.map').getAttribute('aria-valuetext')).toBe(
      `moment 6 of ${grouped(momentsOf(RUN))}, in call 1 of 60`,
    );
    const rows = [...map.root.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent)),
    );
    expect(rows).toHaveLength(10);
    expect(rows.reduce(([faults = 0, errors = 0], [a = 0, b = 0]) => [faults + a, errors + b], [0, 0])).toEqual([3, 1]);
  });

  it('shows nothing while the run is not known', async () => {
    const map = await show({ run: null });
    expect(map.root.querySelector('.map')).toBeNull();
    map.element.run = RUN;
    await frames(4);
    expect(map.root.querySelector('.map')).not.toBeNull();
  });
});

describe('the map of a run', () => {
  it('finds positions and moments again', () => {
    const positions = CALLS.flatMap(({ steps }, call) =>
      Array.from({ length: Math.max(1, steps) }, (_, step) => ({ call, step: steps === 0 ? -1 : step })),
    );
    expect(positions.map((position) => positionOf(RUN, CALLS, momentOf(RUN, position)))).toEqual(positions);
    expect(positionOf(RUN, CALLS, -1)).toEqual({ call: -1, step: -1 });
    expect(STEPS).toBeGreaterThan(1);
  });

  it('knows no mark beyond the last', () => {
    expect(nextMark(RUN, 'fault', 41, 1)).toBeNull();
    expect(nextMark(RUN, 'fault', 3, -1)).toBeNull();
    expect(nextMark(RUN, 'divergence', 0, 1)).toBeNull();
  });

  it('sums up a million moments, a column each pixel, and loses no mark', () => {
    const starts = Uint32Array.from({ length: 10_001 }, (_, call) => call * 100);
    const fault = Uint32Array.from({ length: 5000 }, (_, at) => at * 200 + 7);
    const none = new Uint32Array();
    const run: RunMap = {
      starts,
      marks: { fault, split: none, merge: Uint32Array.of(999_999), error: none, divergence: none },
    };
    const columns = markColumns(run, runScale(run, 900, null));
    expect(columns.length).toBeLessThanOrEqual(900);
    expect(columns.filter(({ row }) => row === 0).reduce((sum, { count }) => sum + count, 0)).toBe(5000);
    expect(columns.filter(({ row }) => row === 2)).toHaveLength(1);
  });

  it('finds a moment again where it put it', () => {
    for (const call of [1, 7, 60]) {
      const run = { ...RUN, starts: RUN.starts.slice(0, call + 1) };
      const home = runScale(run, 900, null);
      for (const scale of [home, home.zoomedAt(300, 7)])
        for (const moment of [-1, 0, scale.units >> 1, scale.units - 1])
          expect(momentAt(xOfMoment(moment, scale), scale)).toBe(moment);
    }
  });
});
