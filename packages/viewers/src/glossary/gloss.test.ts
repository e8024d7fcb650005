import { describe, expect, it } from 'vitest';
import { counters } from '../counters/plugin.ts';
import type { MmCounters } from '../counters/counters.ts';
import { steps } from '../steps/plugin.ts';
import type { MmSteps } from '../steps/steps.ts';
import { violations } from '../testing/axe.ts';
import { MMAP_STEPS } from '../testing/calls.ts';
import { mount } from '../testing/mount.ts';
import { pythonView } from '../testing/python.ts';

const openCard = (root: ShadowRoot): string =>
  (root.querySelector('.gloss:popover-open')?.textContent ?? '').replace(/\s+/g, ' ');

describe('the card of the glossary', () => {
  it('comes under a pointer that rests, with the kernel’s name, unit and a sentence, and goes with it', async () => {
    const table = await mount<MmCounters>(counters, { view: pythonView() });
    const term = table.find('[data-term=locked_vm]');
    term.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true, pointerType: 'mouse' }));
    await expect.poll(() => openCard(table.root)).toMatch(/^mm_struct\.locked_vmpages Pages of VMAs that mlock keeps/);
    expect(openCard(table.root)).toContain('Glossary: Accounting');
    expect(await violations(table.element)).toEqual([]);
    table.element.dispatchEvent(new PointerEvent('pointerleave'));
    expect(openCard(table.root)).toBe('');
  });

  it('comes in a list with F1, for the row of the keyboard, is said, and goes with Escape', async () => {
    const list = await mount<MmSteps>(steps, { steps: MMAP_STEPS, position: { call: 0, step: 7 } });
    await list.key('.scroll', 'F1', { composed: true });
    await expect.poll(() => openCard(list.root)).toMatch(/^mmap_region Replaces whatever lies in the range/);
    await expect.poll(() => list.find('[role=status]').textContent).toContain('mmap_region: Replaces');
    await list.key('.scroll', 'Escape', { composed: true });
    expect(openCard(list.root)).toBe('');
  });

  it('says so where it knows nothing', async () => {
    const list = await mount<MmSteps>(steps, { steps: MMAP_STEPS, position: { call: 0, step: 0 } });
    await list.key('.scroll', 'F1', { composed: true });
    await expect.poll(() => list.find('[role=status]').textContent).toContain('Nothing is said of this');
    expect(openCard(list.root)).toBe('');
  });

  it('lies within the window, and uses no inline style', async () => {
    const table = await mount<MmCounters>(counters, { view: pythonView() });
    const term = table.find('[data-term=committed]');
    term.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true, pointerType: 'mouse' }));
    await expect.poll(() => openCard(table.root)).not.toBe('');
    const box = table.find('.gloss').getBoundingClientRect();
    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.right).toBeLessThanOrEqual(innerWidth);
    expect(box.bottom).toBeLessThanOrEqual(innerHeight);
    expect([...table.root.querySelectorAll('[style]')]).toEqual([]);
  });
});
