import { describe, expect, it } from 'vitest';
import { violations } from '../testing/axe.ts';
import { mount } from '../testing/mount.ts';
import { pythonAfter, pythonView } from '../testing/python.ts';
import { pageTables, type MmPageTables } from './page-tables.ts';
import { gridPx, indexAt, tableGrid } from './table-grid.ts';

const show = (properties: Partial<MmPageTables> = {}) =>
  mount<MmPageTables>(pageTables, { view: pythonView(), ...properties }, 1300);

describe('mm-page-tables', () => {
  it('walks to the first present page where nothing is selected', async () => {
    const tables = await show();
    expect(tables.root.querySelectorAll('.level')).toHaveLength(4);
    expect(tables.find('.address').textContent).toContain('0x555555554000');
  });

  it('selects the neighbouring entry with the arrow keys, at any level', async () => {
    const tables = await show();
    await tables.key('.l3 .grid', 'ArrowRight');
    await tables.key('.l2 .grid', 'ArrowRight');
    expect(tables.selections[0]).toMatchObject({ kind: 'pte', level: 3, start: 0x5_5555_5555, end: 0x5_5555_5556 });
    expect(tables.selections[1]).toMatchObject({ kind: 'pte', level: 2, start: 0x5_5555_5600 });
  });

  it('shows the bits of the entry whose level is selected', async () => {
    const tables = await show({
      selection: { kind: 'pte', level: 1, start: pythonView().vmas[0]?.start ?? (0 as never), end: 0 as never },
    });
    expect(tables.find('.address').textContent).toContain('points to the next table');
    expect(tables.find<HTMLElement & { level: number }>('mm-pte').level).toBe(1);
  });

  it('says why there is nothing before the first fault', async () => {
    const tables = await show({ view: pythonView({ touched: false }) });
    expect(tables.find('.empty').textContent).toBe(
      'No page was touched yet. A log that records no accesses touches none.',
    );
  });

  it('has nothing that axe objects to', async () => {
    const tables = await show({ view: pythonAfter(), previous: pythonView() });
    expect(await violations(tables.element)).toEqual([]);
    expect([...tables.root.querySelectorAll('[style]')]).toEqual([]);
  });
});

describe('the grid of a table', () => {
  it('has a cell for every entry, whatever the size of the table', () => {
    for (const bits of [2, 9, 11, 13]) {
      const { columns, rows, cell } = tableGrid(bits, 256);
      expect(columns * rows).toBe(2 ** bits);
      expect(columns * cell).toBeLessThanOrEqual(256);
    }
  });

  it('fits with the other levels into the element, two in a row where it is narrow', () => {
    expect(gridPx(1440, 4)).toBe(256);
    expect(gridPx(900, 4) * 4).toBeLessThan(900);
    expect(gridPx(400, 4) * 2).toBeLessThan(400);
    expect(gridPx(400, 4)).toBeGreaterThan(130);
  });

  it('finds the index under a point', () => {
    const grid = tableGrid(9, 256);
    expect(indexAt(grid, grid.cell * 3.5, grid.cell * 2.5)).toBe(2 * grid.columns + 3);
    expect(indexAt(grid, -1, 0)).toBe(-1);
  });
});
