import { describe, expect, it } from 'vitest';
import { violations } from '../testing/axe.ts';
import { mount } from '../testing/mount.ts';
import { moveOfKey, MOVE_EVENT, stretchesOf, type Interleaving, type InterleavingMove } from './interleaving-data.ts';
import { moveAt } from './interleaving.draw.ts';
import type { MmInterleaving } from './interleaving.ts';
import { interleaving } from './plugin.ts';

const move = (thread: number, kind: InterleavingMove['kind'], name: string, violation: string | null = null) => ({
  ...{ thread, kind, name, violation },
  detail: kind === 'step' ? 'index=0x10000000' : '',
});

/** `WWWRRRWW`: the writer has unmapped, the reader looks and finds nothing, the writer maps. */
const GAP: Interleaving = {
  threads: [
    { name: 'writer', calls: ['mmap(0x10001000, PAGE, ...)'] },
    { name: 'reader', calls: ['walk(0x10000000, 0x10003000)'] },
  ],
  moves: [
    move(0, 'enter', 'sys_mmap'),
    move(0, 'tracepoint', 'mmap_lock:mmap_lock_acquire_returned'),
    move(0, 'step', 'vma_iter_clear_gfp'),
    move(1, 'yield', 'mas_walk'),
    move(1, 'step', 'mas_find'),
    move(1, 'return', 'return', '10001000-10001fff was mapped all the time, and the reader did not see it'),
    move(0, 'step', 'vma_iter_store'),
    move(0, 'return', 'return'),
  ],
};

async function show(properties: Partial<MmInterleaving> = {}, width?: number) {
  const mounted = await mount<MmInterleaving>(interleaving, { interleaving: GAP, current: 5, ...properties }, width);
  const chosen: number[] = [];
  mounted.element.addEventListener(MOVE_EVENT, (event) => chosen.push((event as CustomEvent<number>).detail));
  return { ...mounted, chosen };
}

describe('mm-interleaving', () => {
  it('draws a lane for each thread, a block for each move, and the moment at which something is broken', async () => {
    const { root } = await show();
    expect(root.querySelectorAll('.lane')).toHaveLength(2);
    expect(root.querySelectorAll('.stage .move')).toHaveLength(8);
    expect(root.querySelectorAll('.broken-line')).toHaveLength(1);
    expect([...root.querySelectorAll('.label')].map(({ textContent }) => textContent)).toEqual([
      'vma_iter_…',
      'returns',
      'returns',
    ]);
  });

  it('says what happens at the shown moment, in words and to screen readers', async () => {
    const shown = await show();
    expect(shown.find('.now').textContent.replace(/\s+/g, ' ')).toContain(
      'move 6 of 8 reader returns from its call ◆ 10001000-10001fff was mapped all the time',
    );
    expect(shown.find('.stage').getAttribute('aria-valuetext')).toMatch(/^move 6 of 8: reader .*; broken: 10001000/);
  });

  it('asks for moments by keyboard: the next, and where another thread takes over', async () => {
    const shown = await show({ current: 3 });
    for (const name of ['ArrowRight', 'ArrowLeft', 'PageDown', 'PageUp', 'Home', 'End'])
      await shown.key('.stage', name);
    expect(shown.chosen).toEqual([4, 2, 5, 2, 0, 7]);
  });

  it('asks for the moment of the column that is clicked, and of the row of the table', async () => {
    const shown = await show();
    const { left, top } = shown.find('.stage').getBoundingClientRect();
    shown
      .find('.stage')
      .dispatchEvent(new MouseEvent('click', { clientX: left + 30, clientY: top + 40, bubbles: true }));
    shown.find('tbody tr:last-child button').click();
    expect(shown.chosen).toEqual([2, 7]);
  });

  it('has a table that says the same', async () => {
    const { root } = await show();
    const rows = [...root.querySelectorAll('tbody tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent.trim().replace(/\s+/g, ' ')),
    );
    expect(rows).toHaveLength(8);
    expect(rows[4]).toEqual(['5', '', 'steps mas_find', '']);
    expect(rows[5]?.[3]).toContain('was mapped all the time');
    expect(root.querySelector('tr.shown')?.textContent).toContain('returns from its call');
  });

  it.each([900, 320])('has nothing that axe objects to, %d pixels wide', async (width) => {
    const { element, root } = await show({}, width);
    root.querySelector('details')?.toggleAttribute('open', true);
    expect(await violations(element)).toEqual([]);
    expect([...root.querySelectorAll('[style]')]).toEqual([]);
    expect(element.scrollWidth).toBeLessThanOrEqual(width);
  });

  it('says so when there is nothing to show', async () => {
    const { root } = await show({ interleaving: null });
    expect(root.textContent).toContain('No schedule');
  });
});

describe('a schedule', () => {
  it('falls into stretches of one thread', () => {
    expect(stretchesOf(GAP.moves)).toEqual([
      { thread: 0, first: 0, end: 3 },
      { thread: 1, first: 3, end: 6 },
      { thread: 0, first: 6, end: 8 },
    ]);
  });

  it('has a move under every pixel, and no key leads out of it', () => {
    expect([moveAt(-5, GAP), moveAt(25, GAP), moveAt(9999, GAP)]).toEqual([0, 2, 7]);
    expect([moveOfKey('ArrowRight', 7, GAP.moves), moveOfKey('PageUp', 0, GAP.moves)]).toEqual([7, 0]);
    expect(moveOfKey('x', 0, GAP.moves)).toBeNull();
  });
});
