import { describe, expect, it } from 'vitest';
import { violations } from '../testing/axe.ts';
import { mount } from '../testing/mount.ts';
import { pythonAfter, pythonView } from '../testing/python.ts';
import { sparkline, thinned } from './counter-rows.ts';
import { counters, type MmCounters } from './counters.ts';

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
