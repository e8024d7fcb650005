import { describe, expect, it } from 'vitest';
import { violations } from '../testing/axe.ts';
import { frames, mount } from '../testing/mount.ts';
import { manyVmas, pythonAfter, pythonView } from '../testing/python.ts';
import { mapsTable } from './plugin.ts';
import type { MmMapsTable } from './maps-table.ts';

const show = (properties: Partial<MmMapsTable> = {}) =>
  mount<MmMapsTable>(mapsTable, { view: pythonView(), ...properties });

describe('mm-maps-table', () => {
  it('lists every row, with the text of the file behind it', async () => {
    const table = await show();
    expect(table.root.querySelectorAll('tr.row')).toHaveLength(pythonView().vmas.length);
    expect(table.element.text.split('\n')[0]).toMatch(
      /^555555554000-555555573000 r--p 00000000 fe:00 131842 +\/usr\/bin/,
    );
  });

  it('marks what changed, in the row and in the cell', async () => {
    const table = await show({ view: pythonAfter(), previous: pythonView() });
    expect(table.root.querySelectorAll('tr.added')).toHaveLength(3);
    expect(table.root.querySelectorAll('tr.changed td.diff')).toHaveLength(2);
  });

  it('selects with the keyboard and with a click', async () => {
    const table = await show();
    await table.key('.scroll', 'End');
    expect(table.selections.at(-1)).toMatchObject({ kind: 'vma', start: 0x7_ffff_ffde });
    table.find('#row-1').click();
    expect(table.selections.at(-1)).toMatchObject({ kind: 'vma', id: 2 });
  });

  it('keeps 65,530 rows out of the DOM, and scrolls to the selected one', async () => {
    const view = manyVmas();
    const table = await show({ view });
    expect(table.root.querySelectorAll('tr.row').length).toBeLessThan(80);
    const vma = view.vmas[50_000];
    table.element.selection = vma === undefined ? null : { kind: 'vma', id: vma.id, start: vma.start, end: vma.end };
    await frames(8);
    const row = table.find('#row-50000').getBoundingClientRect();
    const box = table.find('.scroll').getBoundingClientRect();
    expect(row.top).toBeGreaterThanOrEqual(box.top);
    expect(row.bottom).toBeLessThanOrEqual(box.bottom);
  });

  it('has nothing that axe objects to', async () => {
    const [view, previous] = [pythonAfter(), pythonView()];
    const vma = view.vmas[7];
    const selection = vma === undefined ? null : ({ kind: 'vma', id: vma.id, start: vma.start, end: vma.end } as const);
    const table = await show({ view, previous, selection });
    expect(await violations(table.element)).toEqual([]);
    expect([...table.root.querySelectorAll('[style]')]).toEqual([]);
  });
});
