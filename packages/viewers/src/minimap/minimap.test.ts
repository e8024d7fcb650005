import { describe, expect, it } from 'vitest';
import { grouped } from '../format/address.ts';
import { violations } from '../testing/axe.ts';
import { callRows, MMAP_STEPS } from '../testing/calls.ts';
import { frames, mount } from '../testing/mount.ts';
import { markColumns, momentAt, xOfMoment } from './minimap-layout.ts';
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
    const column = Math.max(1, Math.round(momentsOf(RUN) / map.find('.map').clientWidth));
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

  it('has nothing that axe objects to', async () => {
    const map = await show();
    expect(await violations(map.element)).toEqual([]);
    expect([...map.root.querySelectorAll('[style]')]).toEqual([]);
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
    const columns = markColumns(run, 900);
    expect(columns.length).toBeLessThanOrEqual(900);
    expect(columns.filter(({ row }) => row === 0).reduce((sum, { count }) => sum + count, 0)).toBe(5000);
    expect(columns.filter(({ row }) => row === 2)).toHaveLength(1);
  });

  it('finds a moment again where it put it', () => {
    for (const count of [1, 7, 600])
      for (const moment of [0, count >> 1, count - 1])
        expect(momentAt(xOfMoment(moment, count, 900), count, 900)).toBe(moment);
  });
});
