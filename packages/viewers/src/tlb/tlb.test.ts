import { describe, expect, it } from 'vitest';
import { violations } from '../testing/axe.ts';
import { mount, type Mounted } from '../testing/mount.ts';
import { pythonView } from '../testing/python.ts';
import { withMemory } from '../testing/toy-memory.ts';
import { tlb } from './plugin.ts';
import type { MmTlb } from './tlb.ts';

const show = (properties: Partial<MmTlb> = {}, width = 900): Promise<Mounted<MmTlb>> =>
  mount<MmTlb>(tlb, { view: withMemory(pythonView()), ...properties }, width);

const words = (element: Element | null): string => element?.textContent.replaceAll(/\s+/g, ' ').trim() ?? '';

/** The view with the first two translations of the writer forgotten. */
const afterFlush = (): ReturnType<typeof withMemory> => {
  const view = withMemory(pythonView());
  return { ...view, tlbs: view.tlbs.map((cpu, i) => (i === 0 ? { ...cpu, entries: cpu.entries.slice(2) } : cpu)) };
};

describe('mm-tlb', () => {
  it('shows a table for each CPU, and what of it is not true', async () => {
    const shown = await show();
    expect([...shown.root.querySelectorAll('caption')].map(words)).toEqual([
      'CPU of writer 8 entries, reach 32 KiB',
      'CPU of reader 6 entries, reach 24 KiB, 3 not true',
    ]);
    const states = [...shown.root.querySelectorAll('table:last-child .state')].map(words);
    expect(states).toEqual(['✓ valid', '✓ valid', '◇ stale', '◆ wrong', '■ freed', '✓ valid']);
  });

  it('says what the step flushed, and what is new', async () => {
    const shown = await show({ view: afterFlush(), previous: withMemory(pythonView()) });
    const flushed = [...shown.root.querySelectorAll('.flushed')];
    expect(flushed.map((row) => words(row.querySelector('button')))).toEqual([
      '555555554000-555555555000',
      '555555555000-555555556000',
    ]);
    const back = await show({ view: withMemory(pythonView()), previous: afterFlush() });
    expect(back.root.querySelectorAll('.new')).toHaveLength(2);
  });

  it('says of a CPU that remembers nothing just that', async () => {
    const view = withMemory(pythonView());
    const tlbs = view.tlbs.map((cpu, i) => (i === 0 ? { ...cpu, task: '', entries: [] } : cpu));
    const shown = await show({ view: { ...view, tlbs } });
    expect(words(shown.find('table'))).toBe('CPU of the first task 0 entries, reach 0 B');
  });

  it('selects the pages of a translation', async () => {
    const shown = await show();
    shown.find<HTMLButtonElement>('tbody button').click();
    expect(shown.selections).toEqual([{ kind: 'page', start: 0x5_5555_5554, end: 0x5_5555_5555 }]);
  });

  it('says why there is nothing', async () => {
    expect(words((await show({ view: pythonView() })).find('.none'))).toMatch(/^No translation is remembered\./);
  });

  it.each([360, 900])('has nothing that axe objects to, and no sideways overflow, at %d pixels', async (width) => {
    const selection = { kind: 'page', start: 0x5_5555_5554 as never, end: 0x5_5555_5556 as never } as const;
    const shown = await show({ view: afterFlush(), previous: withMemory(pythonView()), selection }, width);
    expect(await violations(shown.element)).toEqual([]);
    expect(shown.element.scrollWidth).toBeLessThanOrEqual(width);
  });
});
