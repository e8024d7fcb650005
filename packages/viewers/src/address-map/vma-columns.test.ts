import { describe, expect, it } from 'vitest';
import { manyVmas, pythonView } from '../testing/python.ts';
import { addressAxis } from './address-axis.ts';
import { AddressScale } from './address-scale.ts';
import { TableReader } from '../table-reader.ts';
import { pageCells } from './page-cells.ts';
import { sumUp, vmaAt, vmaColumns } from './vma-columns.ts';

const scaleOf = (view: ReturnType<typeof pythonView>, width = 1440): AddressScale =>
  new AddressScale(addressAxis(view.vmas, view.arch.layout.taskSize), width);

describe('level of detail', () => {
  it('draws each VMA as a block or as part of a column, and 65,530 as at most one column a pixel', () => {
    const view = manyVmas();
    const scale = scaleOf(view);
    const [blocks, columns]: [number[], number[]] = [[], []];
    sumUp(
      vmaColumns(view.vmas),
      scale,
      { start: 0, end: scale.axis.end },
      {
        block: (index) => blocks.push(index),
        column: (x) => columns.push(x),
      },
    );
    expect(blocks).toHaveLength(0);
    expect(columns.length).toBeGreaterThan(1000);
    expect(new Set(columns).size).toBe(columns.length);
  });

  it('leaves out what is not in view', () => {
    const view = pythonView();
    const heap = view.vmas.find((vma) => vma.kind === 'heap');
    const scale = scaleOf(view).fitted(heap ?? { start: 0, end: 1 });
    const seen: number[] = [];
    sumUp(vmaColumns(view.vmas), scale, scale.visible(), { block: (i) => seen.push(i), column: () => undefined });
    expect(seen.map((i) => view.vmas[i]?.kind)).toContain('heap');
    expect(seen.length).toBeLessThan(view.vmas.length);
  });

  it('finds the VMA at a page, and none in a hole', () => {
    const view = pythonView();
    const columns = vmaColumns(view.vmas);
    const [first] = view.vmas;
    expect(vmaAt(columns, first?.start ?? 0)).toBe(first);
    expect(vmaAt(columns, (first?.start ?? 0) - 1)).toBeNull();
  });

  it('opens page tables only as far as the zoom can show', () => {
    const view = pythonView();
    const reader = new TableReader(view.tables);
    const home = scaleOf(view, 200);
    const coarse = pageCells(reader, home, home.visible());
    expect(coarse.every((cell) => cell.entry === null || cell.right - cell.left >= 1)).toBe(true);
    const data = view.vmas[4];
    const near = home.fitted({ start: data?.start ?? 0, end: (data?.start ?? 0) + 8 });
    const fine = pageCells(reader, near, near.visible());
    expect(fine.some((cell) => cell.state === 'dirty' && cell.entry !== null)).toBe(true);
  });
});
