import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { MmView } from '@mm-playground/api';
import { violations } from '../testing/axe.ts';
import { frames, mount, type Mounted } from '../testing/mount.ts';
import { pythonAfter, pythonView } from '../testing/python.ts';
import { toyArch, toyLeaf } from '../testing/toy-arch.ts';
import { ToyTables } from '../testing/toy-tables.ts';
import { viewOf } from '../testing/view-of.ts';
import { pageTable } from './plugin.ts';
import type { MmPageTable } from './page-table.ts';

/** What a page does: it gives back what was selected. */
async function show(properties: Partial<MmPageTable> = {}, width = 1200): Promise<Mounted<MmPageTable>> {
  const mounted = await mount<MmPageTable>(pageTable, { view: pythonView(), ...properties }, width);
  mounted.element.parentElement?.addEventListener('mm-select', () => {
    mounted.element.selection = mounted.selections.at(-1) ?? null;
  });
  return mounted;
}

const active = (tables: Mounted<MmPageTable>): string =>
  tables.root.getElementById(tables.find('.stage').getAttribute('aria-activedescendant') ?? '')?.textContent.trim() ??
  '';

const stepsOf = (tables: Mounted<MmPageTable>, which = 'li'): string[] =>
  [...tables.root.querySelectorAll(`.walksteps ${which}`)].map((li) =>
    [...li.querySelectorAll('span')].map((span) => span.textContent.trim()).join(' | '),
  );

describe('mm-page-table', () => {
  it('walks from the root register to the first present page where nothing is selected', async () => {
    const tables = await show();
    expect(stepsOf(tables)).toEqual([
      'CR3 | frame 0x1000 | Holds the pgd.',
      'pgd[170] | 0x0000_0000_0100_1027 | Points to the next table, in frame 0x1001.',
      'pud[341] | 0x0000_0000_0100_2027 | Points to the next table, in frame 0x1002.',
      'pmd[170] | 0x0000_0000_0100_3027 | Points to the next table, in frame 0x1003.',
      'pte[340] | 0x8000_0000_8000_0025 | Maps frame 0x80000: user code may read; clean, young.',
      'memory | 0x0000_0000_8000_0000 | The offset is added: the physical address.',
    ]);
  });

  it('cuts the address into the bits that each level reads', async () => {
    const tables = await show();
    expect(tables.find('.bits').getAttribute('aria-label')).toBe(
      '0x555555554000: bits 47 to 39 pgd 170, bits 38 to 30 pud 341, bits 29 to 21 pmd 170, bits 20 to 12 pte 340, bits 11 to 0 offset 0',
    );
  });

  it('walks step by step, and marks the bits that are read', async () => {
    const tables = await show();
    const back = tables.find<HTMLButtonElement>('[aria-label="One step back"]');
    for (let i = 0; i < 3; i++) {
      back.click();
      await frames();
    }
    expect(tables.find('.walksteps .now .where').textContent).toBe('pud[341]');
    expect(tables.find('.bitpart.now .value').textContent).toBe('341');
    expect(tables.root.querySelectorAll('.bitpart.done')).toHaveLength(1);
    expect(tables.selections.at(-1)).toMatchObject({ kind: 'pte', level: 1 });
    expect(tables.find('.address').textContent).toContain('pte');
  });

  it('plays the walk to its end', async () => {
    const tables = await show();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await tables.key('.stage', ' ');
      expect(tables.find('.walksteps .now .where').textContent).toBe('CR3');
      vi.advanceTimersByTime(900);
      await frames();
      expect(tables.find('.walksteps .now .where').textContent).toBe('pgd[170]');
      vi.advanceTimersByTime(10_000);
      await frames();
      expect(tables.find('.walksteps .now .where').textContent).toBe('memory');
    } finally {
      vi.useRealTimers();
    }
  });

  it('keeps the walk where a level of it is chosen', async () => {
    const tables = await show();
    const steps = stepsOf(tables);
    tables.root.querySelectorAll<HTMLButtonElement>('.walksteps button')[2]?.click();
    await frames();
    expect(tables.selections.at(-1)).toEqual({ kind: 'pte', level: 1, start: 0x5_5554_0000, end: 0x5_5558_0000 });
    expect(stepsOf(tables)).toEqual(steps);
    expect(tables.find<HTMLElement & { level: number }>('mm-pte').level).toBe(1);
  });

  it('ends in a page fault where nothing is mapped', async () => {
    const tables = await show();
    expect(tables.element.showPage(0x1234)).toBe(true);
    await frames();
    expect(stepsOf(tables).at(-1)).toBe('fault |  | The MMU finds no memory (none): page fault.');
  });

  it('goes from entry to entry with the arrow keys, up to the table above and down again', async () => {
    const tables = await show();
    await tables.key('.stage', 'ArrowRight');
    expect(tables.selections.at(-1)).toMatchObject({ kind: 'pte', level: 3, start: 0x5_5555_5564 });
    expect(active(tables)).toMatch(/^pte entry 356, 0x555555564000: /);
    for (let i = 0; i < 5; i++) await tables.key('.stage', 'ArrowUp');
    expect(active(tables)).toBe('pmd entry 170, 0x555555400000: Points to the next table, in frame 0x1003.');
    await tables.key('.stage', 'ArrowRight');
    expect(active(tables)).toMatch(/^pmd entry 171, 0x555555600000/);
    await tables.key('.stage', 'ArrowDown');
    expect(active(tables)).toMatch(/^pte entry 0, 0x555555600000/);
  });

  it('goes to the ends, to the next table, and selects nothing with Escape', async () => {
    const tables = await show();
    await tables.key('.stage', 'End');
    expect(active(tables)).toMatch(/^pte entry 5\d\d, 0x7fffffff/);
    await tables.key('.stage', 'PageUp');
    expect(tables.selections.at(-1)).toMatchObject({ level: 3 });
    await tables.key('.stage', 'Home');
    expect(active(tables)).toMatch(/^pte entry 340, 0x555555554000/);
    await tables.key('.stage', 'Escape');
    expect(tables.selections.at(-1)).toBeNull();
  });

  it('selects the entry that is clicked, at any level', async () => {
    const tables = await show();
    const stage = tables.find('.stage');
    stage.setPointerCapture = () => undefined;
    const box = stage.getBoundingClientRect();
    const click = async (x: number, y: number): Promise<void> => {
      for (const type of ['pointerdown', 'pointerup'])
        stage.dispatchEvent(
          new PointerEvent(type, {
            clientX: box.left + x,
            clientY: box.top + y,
            button: 0,
            pointerId: 1,
            bubbles: true,
          }),
        );
      await frames();
    };
    await click(200, 34);
    expect(tables.selections.at(-1)).toMatchObject({ kind: 'pte', level: 0, start: 170 * 2 ** 27 });
    await click(200, box.height - 40);
    expect(tables.selections.at(-1)).toMatchObject({ kind: 'pte', level: 3 });
  });

  it('finds an address, and says so where there is none', async () => {
    const tables = await show();
    const input = tables.find<HTMLInputElement>('input');
    const search = async (text: string): Promise<void> => {
      input.value = text;
      input.dispatchEvent(new Event('change'));
      await frames();
    };
    await search('0x7fff_f7c1_1abc');
    expect(active(tables)).toMatch(/^pte entry 17, 0x7ffff7c11000/);
    await search('hello');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    await search('ffffffffffffffff');
    expect(input.getAttribute('aria-invalid')).toBe('true');
  });

  it('has a table that says the same, in runs, and selects from it', async () => {
    const tables = await show();
    tables.find<HTMLButtonElement>('.turn').click();
    await frames(4);
    const cells = [...tables.root.querySelectorAll('.dump tr.row td')];
    expect(cells.slice(0, 6).map((cell) => cell.textContent.trim())).toEqual([
      '555555554000-555555559000',
      '20 KiB',
      'pte',
      '5',
      'r--',
      'read-only',
    ]);
    await tables.key('.scroll', 'ArrowDown');
    expect(tables.selections.at(-1)).toMatchObject({ kind: 'pte', level: 3, start: 0x5_5555_555a });
  });

  it('says what changed since the view before', async () => {
    const tables = await show({ view: pythonAfter(), previous: pythonView() });
    expect(tables.find('.summary').textContent).toMatch(/\d+ words changed$/);
    expect(tables.find<HTMLElement & { previous: bigint | null }>('mm-pte').previous).not.toBeNull();
  });

  it('says why there is nothing before the first fault', async () => {
    const tables = await show({ view: pythonView({ touched: false }) });
    expect(tables.find('.empty').textContent).toBe(
      'No page was touched yet. A log that records no accesses touches none.',
    );
  });

  it('is drawn when it is shown after it was hidden', async () => {
    const tables = await show();
    const boxes = tables.element.paint()?.boxes;
    tables.element.hidden = true;
    await frames();
    tables.element.hidden = false;
    await frames(4);
    expect(tables.element.paint()?.boxes).toBe(boxes);
  });

  it.each([360, 1200])('has nothing that axe objects to, and no sideways overflow, at %d pixels', async (width) => {
    const tables = await show({ view: pythonAfter(), previous: pythonView() }, width);
    expect(await violations(tables.element)).toEqual([]);
    expect(tables.element.scrollWidth).toBeLessThanOrEqual(width);
    expect([...tables.root.querySelectorAll('[style]')]).toEqual([]);
  });

  it('has nothing that axe objects to as a table', async () => {
    const tables = await show({ view: pythonView(), compact: true }, 360);
    tables.find<HTMLButtonElement>('.turn').click();
    await frames(4);
    expect(await violations(tables.find('.dump'))).toEqual([]);
    expect(tables.element.scrollWidth).toBeLessThanOrEqual(360);
  });

  it('draws nothing anew where nothing changed', async () => {
    const tables = await show();
    await tables.element.updateComplete;
    const { view, previous, selection } = tables.element;
    Object.assign(tables.element, { view, previous, selection });
    expect(tables.element.isUpdatePending).toBe(false);
  });
});

describe('a million entries', () => {
  let view: MmView;
  beforeAll(() => {
    const tables = new ToyTables(toyArch);
    for (let page = 0; page < 1_000_000; page++)
      tables.set(0x7_0000_0000 + page, toyLeaf({ pfn: page, write: page % 3 > 0, dirty: page % 7 > 3 }));
    view = viewOf([['rw-p', 0x7_0000_0000, 1_000_000, 'anon']], tables);
  }, 60_000);

  it('cost as much to draw as there are pixels, at every zoom', async () => {
    const tables = await show({ view }, 1000);
    expect(tables.find('.summary').textContent).toMatch(/^1\D960 tables, 7\.7 MiB · 1\D000\D000 of /);
    for (let i = 0; i < 24; i++) {
      const boxes = tables.element.paint()?.boxes ?? Infinity;
      expect(boxes).toBeGreaterThan(0);
      expect(boxes).toBeLessThan(16 * 1000);
      await tables.key('.stage', '+');
    }
  });

  it('are found by address', async () => {
    const tables = await show({ view }, 1000);
    expect(tables.element.showPage(0x7_0000_0000 + 654_321)).toBe(true);
    await frames();
    expect(stepsOf(tables, '.memory')).toEqual([expect.stringContaining('0x0000_0000_9fbf_1000')]);
    expect(tables.root.querySelectorAll('[role=treeitem]').length).toBeLessThan(60);
  });
});
