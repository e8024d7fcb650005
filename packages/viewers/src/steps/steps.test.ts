import type { Step } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { grouped } from '../format/address.ts';
import { MMAP_CHANGES, MMAP_STEPS } from '../testing/calls.ts';
import { mount } from '../testing/mount.ts';
import { rowOfStep, stepRows, valueText } from './step-rows.ts';
import { steps } from './plugin.ts';
import type { MmSteps } from './steps.ts';

const show = (properties: Partial<MmSteps> = {}) =>
  mount<MmSteps>(steps, { steps: MMAP_STEPS, position: { call: 3, step: 15 }, changes: MMAP_CHANGES, ...properties });

describe('mm-steps', () => {
  it('shows the call graph, with the result of a function in its row', async () => {
    const list = await show();
    expect(list.root.querySelectorAll('.row')).toHaveLength(MMAP_STEPS.filter((step) => step.kind !== 'exit').length);
    expect(list.find('#step-4').textContent).toMatch(/__get_unmapped_area.*0x7ffff7580000/s);
  });

  it('asks for the step that is chosen', async () => {
    const list = await show();
    await list.key('.scroll', 'ArrowDown');
    list.find('#step-0').click();
    expect(list.seeks).toEqual([
      { call: 3, step: 18 },
      { call: 3, step: 0 },
    ]);
  });

  it('shows what the step changed, or that it changed nothing', async () => {
    const list = await show();
    expect(list.find('.changes').textContent).toMatch(/total_vm\s*before 4359→after 4487/);
    list.element.changes = [];
    await list.element.updateComplete;
    expect(list.find('.changes').textContent).toContain('changed nothing');
  });

  it('shows the first of very many changes, and more of them when asked', async () => {
    const changes = Array.from({ length: 100_000 }, (_, i) => ({
      object: `page 0x${i.toString(16)}`,
      field: 'mapcount',
      before: 0,
      after: 1,
    }));
    const list = await show({ changes });
    const rows = (): number => list.root.querySelectorAll('.changes tbody tr').length;
    expect(rows()).toBe(200);
    expect(list.find('.changes caption').textContent).toContain(grouped(100_000));
    expect(list.find('.more').textContent).toContain(grouped(99_800));
    list.find('.more').click();
    await list.element.updateComplete;
    expect(rows()).toBe(400);
    list.element.changes = changes.slice(1);
    await list.element.updateComplete;
    expect(rows()).toBe(200);
    list.element.changes = MMAP_CHANGES;
    await list.element.updateComplete;
    expect(list.root.querySelector('.more')).toBeNull();
  });
});

describe('rows of steps', () => {
  it('find the function of a return', () => {
    const rows = stepRows(MMAP_STEPS);
    expect(rows[rowOfStep(rows, 11)]?.step.name).toBe('vma_merge_new_range');
    expect(rowOfStep(rows, -1)).toBe(-1);
  });

  it('find their own return where threads take turns', () => {
    const step = (kind: Step['kind'], name: string): Step => ({ kind, name, depth: 0, detail: {}, mark: 0 });
    const turns = [step('enter', 'a f'), step('enter', 'b g'), step('exit', 'a f'), step('exit', 'b g')];
    expect(stepRows(turns).map(({ exit }) => exit)).toEqual([2, 3]);
  });

  it('print words in hex and what is not there as a dash', () => {
    expect([valueText(0x1000n), valueText(12), valueText(undefined)]).toEqual(['0x1000', '12', '—']);
  });
});
