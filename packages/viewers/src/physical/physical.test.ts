import { beforeAll, describe, expect, it } from 'vitest';
import type { MmView } from '@mm-playground/api';
import { violations } from '../testing/axe.ts';
import { frames, mount, type Mounted } from '../testing/mount.ts';
import { pythonAfter, pythonView } from '../testing/python.ts';
import { toyArch, toyLeaf } from '../testing/toy-arch.ts';
import { withMemory } from '../testing/toy-memory.ts';
import { ToyTables } from '../testing/toy-tables.ts';
import { viewOf } from '../testing/view-of.ts';
import type { MmPhysical } from './physical.ts';
import { physical } from './plugin.ts';

/** What a page does: it gives back what was selected. */
async function show(properties: Partial<MmPhysical> = {}, width = 1200): Promise<Mounted<MmPhysical>> {
  const mounted = await mount<MmPhysical>(physical, { view: withMemory(pythonView()), ...properties }, width);
  mounted.element.parentElement?.addEventListener('mm-select', () => {
    mounted.element.selection = mounted.selections.at(-1) ?? null;
  });
  return mounted;
}

const chosen = (memory: Mounted<MmPhysical>): string =>
  memory.root.querySelector('.frame .name')?.textContent.replaceAll(/\s+/g, ' ').trim() ?? '';

describe('mm-physical', () => {
  it('counts what the frames are used for', async () => {
    const legend = (await show()).find('.legend').textContent.replaceAll(/\s+/g, ' ').trim();
    expect(legend).toMatch(
      /^anonymous \d+ ?page cache \d\D\d+ ?page table 15 ?per-CPU list 3 ?free, with its order 524\D288 ?reserved 61\D440$/,
    );
  });

  it('shows the frame of the selected page, with its owner and everybody who maps it', async () => {
    const view = withMemory(pythonView());
    const memory = await show({ view });
    memory.element.selection = { kind: 'page', start: 0x5_5555_6a04 as never, end: 0x5_5555_6a05 as never };
    await frames();
    expect(chosen(memory)).toMatch(/^frame 0x80[\da-f]{3} anonymous$/);
    expect(memory.find('.frame dl').textContent).toContain('anon_vma #5, pgoff 0x4');
    expect([...memory.root.querySelectorAll('.mappings li')].map((li) => li.textContent.trim())).toEqual([
      'mm 1, VMA 7, 0x555556a04000, writable',
      'mm 2, VMA 7, 0x555556a04000, writable',
    ]);
  });

  it('goes from frame to frame, and selects the page or the entry that leads there', async () => {
    const memory = await show();
    await memory.key('.stage', 'Home');
    expect(chosen(memory)).toBe('frame 0x1000 page table');
    await memory.key('.stage', 'ArrowRight');
    expect(chosen(memory)).toBe('frame 0x1001 page table');
    expect(memory.selections.at(-1)).toMatchObject({ kind: 'pte', level: 0, start: 170 * 2 ** 27 });
    await memory.key('.stage', 'End');
    expect(memory.selections.at(-1)).toMatchObject({ kind: 'page' });
    expect(memory.find(`#${memory.find('.stage').getAttribute('aria-activedescendant') ?? ''}`).textContent).toContain(
      'frame 0x',
    );
  });

  it('selects the frame that is clicked', async () => {
    const memory = await show();
    const stage = memory.find('.stage');
    stage.setPointerCapture = () => undefined;
    const box = stage.getBoundingClientRect();
    for (const type of ['pointerdown', 'pointerup'])
      stage.dispatchEvent(
        new PointerEvent(type, {
          clientX: box.left + 600,
          clientY: box.top + 90,
          button: 0,
          pointerId: 1,
          bubbles: true,
        }),
      );
    await frames();
    expect(memory.selections.at(-1)).toMatchObject({ kind: 'page' });
  });

  it('says what changed since the view before', async () => {
    const memory = await show({ view: withMemory(pythonAfter()), previous: withMemory(pythonView()) });
    expect(memory.find('.legend').textContent.replaceAll(/\s+/g, ' ')).toMatch(/changed \d+/);
  });

  it('lists the zones with their free blocks by order', async () => {
    const memory = await show();
    const cells = [...memory.root.querySelectorAll('.zones tbody td')].map((td) => td.textContent.trim());
    expect(cells[0]).toBe('2 GiB');
    expect(cells.slice(2)).toEqual(['3', '0', '3', '1', '0', '2', '0', '1', '0', '0', '500']);
  });

  it('says why there is nothing to show', async () => {
    const empty = async (view: MmView | null): Promise<string> =>
      (await show({ view })).find('.empty').textContent.trim();
    expect(await empty(pythonView())).toBe('This model has no physical memory.');
    expect(await empty(null)).toBe('No memory to show yet.');
  });

  it.each([360, 1200])('has nothing that axe objects to, and no sideways overflow, at %d pixels', async (width) => {
    const memory = await show({ view: withMemory(pythonAfter()), previous: withMemory(pythonView()) }, width);
    await memory.key('.stage', 'End');
    expect(await violations(memory.element)).toEqual([]);
    expect(memory.element.scrollWidth).toBeLessThanOrEqual(width);
    expect([...memory.root.querySelectorAll('[style]')]).toEqual([]);
  });
});

describe('a hundred thousand frames', () => {
  let view: MmView;
  beforeAll(() => {
    const tables = new ToyTables(toyArch);
    for (let page = 0; page < 100_000; page++) tables.set(0x7_0000_0000 + page, toyLeaf({ pfn: 0x1_0000 + page }));
    view = withMemory(viewOf([['rw-p', 0x7_0000_0000, 100_000, 'anon']], tables));
  }, 60_000);

  it('cost as much to draw as there are pixels, at every zoom', async () => {
    const memory = await show({ view }, 1000);
    for (let i = 0; i < 16; i++) {
      const boxes = memory.element.paint()?.boxes ?? Infinity;
      expect(boxes).toBeGreaterThan(0);
      expect(boxes).toBeLessThan(16 * 1000);
      await memory.key('.stage', '+');
    }
  });
});
