import { describe, expect, it } from 'vitest';
import { violations } from '../testing/axe.ts';
import { frames, mount } from '../testing/mount.ts';
import { pythonAfter, pythonView } from '../testing/python.ts';
import { chartOf, type CounterMoment } from './counter-chart.ts';
import { sparkline, thinned } from './counter-rows.ts';
import { counters } from './plugin.ts';
import type { MmCounters } from './counters.ts';

const show = (properties: Partial<MmCounters> = {}) =>
  mount<MmCounters>(counters, { view: pythonAfter(), previous: pythonView(), ...properties });

describe('mm-counters', () => {
  it('shows values, sizes, and what changed', async () => {
    const table = await show();
    const row = [...table.root.querySelectorAll('tr')].find((tr) => tr.textContent.includes('anon_rss'));
    expect(row?.textContent.replace(/\s+/g, ' ')).toContain('+33 1 237');
    expect(row?.classList.contains('moved')).toBe(true);
  });

  it('says what a counter means', async () => {
    const table = await show();
    expect(table.find('#about-total_vm').textContent).toContain('RLIMIT_AS');
  });

  it('has nothing that axe objects to', async () => {
    const { counters: now } = pythonView();
    const table = await show({ history: [now, pythonAfter().counters] });
    expect(await violations(table.element)).toEqual([]);
    expect([...table.root.querySelectorAll('[style]')]).toEqual([]);
  });
});

/** `map_count` over three calls, and the steps of the fourth. */
const MOMENTS: readonly CounterMoment[] = [30, 31, 31, 31, 33, 32].map((map_count, at) => ({
  position: at < 3 ? { call: at, step: 20 } : { call: 3, step: (at - 3) * 5 },
  counters: { ...pythonView().counters, map_count },
  knowinglyBroken: at === 4 ? ['map_count'] : [],
}));

describe('the large chart of a counter', () => {
  const showChart = () =>
    show({ course: { momentsUntil: () => MOMENTS }, position: { call: 3, step: 5 }, chosen: 'map_count' });

  it('is drawn where a counter is chosen, with its scale and what is knowingly broken', async () => {
    const table = await showChart();
    expect(table.find('.axis').textContent).toBe('33 VMAs30 VMAs');
    expect(table.root.querySelectorAll('.plot .broken')).toHaveLength(1);
    table.find('[aria-pressed=true]').click();
    await frames();
    expect(table.root.querySelector('.chart')).toBeNull();
  });

  it('tells value and unit of a moment, under the pointer or by keyboard, and goes there', async () => {
    const table = await showChart();
    const plot = table.find('.plot');
    const { left, width, top } = plot.getBoundingClientRect();
    plot.dispatchEvent(
      new PointerEvent('pointermove', { clientX: left + width * 0.4, clientY: top + 5, bubbles: true }),
    );
    await frames();
    expect(table.find('figcaption').textContent).toContain('31 VMAs after call 3');
    await table.key('.plot', 'End');
    await table.key('.plot', 'ArrowLeft');
    expect(plot.getAttribute('aria-valuetext')).toBe('33 VMAs step 6; knowingly broken: map_count');
    await table.key('.plot', 'Enter');
    expect(table.seeks).toEqual([{ call: 3, step: 5 }]);
  });

  it('has nothing that axe objects to', async () => {
    const table = await showChart();
    expect(await violations(table.element)).toEqual([]);
    expect([...table.root.querySelectorAll('[style]')]).toEqual([]);
  });

  it('has no slopes, and lies in the middle where nothing changes', () => {
    expect(chartOf(MOMENTS.slice(0, 2), 'map_count', 9).path).toBe('M0 90H300V6H600');
    expect(chartOf(MOMENTS.slice(1, 3), 'map_count', 9).path).toBe('M0 48H300V48H600');
    expect(chartOf(MOMENTS, 'map_count', 3)).toMatchObject({ present: 300, broken: [{ x: 400, width: 100 }] });
  });
});

describe('a sparkline', () => {
  it('goes through all values, and lies in the middle where nothing changes', () => {
    expect(sparkline([0, 10, 5], 10, 10)).toBe('M0.0 10.0L5.0 0.0L10.0 5.0');
    expect(sparkline([3, 3], 10, 10)).toBe('M0.0 5.0L10.0 5.0');
    expect(sparkline([3], 10, 10)).toBe('');
  });

  it('keeps peaks when it is thinned', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i === 500 ? 99 : 1));
    expect(thinned(values, 50)).toHaveLength(50);
    expect(thinned(values, 50)).toContain(99);
  });
});
