import { describe, expect, it } from 'vitest';
import type { Selection } from '@mm-playground/api';
import { violations } from '../testing/axe.ts';
import { mount, type Mounted } from '../testing/mount.ts';
import { pythonAfter, pythonView } from '../testing/python.ts';
import { withMemory } from '../testing/toy-memory.ts';
import { rmap } from './plugin.ts';
import type { MmRmap } from './rmap.ts';
import { intervalTrees } from './rmap-words.ts';

const HEAP_PAGE: Selection = { kind: 'page', start: 0x5_5555_6a04 as never, end: 0x5_5555_6a05 as never };

const show = (properties: Partial<MmRmap> = {}, width = 900): Promise<Mounted<MmRmap>> =>
  mount<MmRmap>(rmap, { view: withMemory(pythonView()), selection: HEAP_PAGE, ...properties }, width);

const words = (element: Element): string => element.textContent.replaceAll(/\s+/g, ' ').trim();

describe('mm-rmap', () => {
  it('walks from the frame of the selected page to everybody who may map it', async () => {
    const shown = await show();
    expect(words(shown.find('.walk p'))).toMatch(
      /^frame 0x80\w{3} → page->mapping: anon_vma #5 → pgoff 0x4 → 3 VMAs are asked$/,
    );
    expect([...shown.root.querySelectorAll('.walk tbody tr')].map(words)).toEqual([
      '1 #7 0x555556a04000 ✓ maps it',
      '2 (other) #7 0x555556a04000 ✓ maps it',
      '2 (other) #99 0x1234000 – maps it not',
    ]);
  });

  it('puts the tree of the walk first, with the intervals that hold the page offset', async () => {
    const shown = await show();
    expect(words(shown.find('.tree .title'))).toMatch(/^└ anon_vma #5 root #3 · num_children 0 · num_active_vmas 1$/);
    expect([...shown.root.querySelectorAll('.tree.now li.asked')].map(words)).toEqual([
      'VMA #7 [heap] [0x0, 0x1c1]',
      'mm 2, VMA #7 [0x0, 0x1c1]',
    ]);
  });

  it('shows anon_vmas below what they were forked from, and files with their i_mmap', () => {
    const { rmap: view } = withMemory(pythonView());
    if (view === null) throw new TypeError('no rmap');
    const trees = intervalTrees(view);
    expect(trees.slice(0, 3).map(({ title, depth }) => [title, depth])).toEqual([
      ['anon_vma #3', 0],
      ['anon_vma #4', 1],
      ['anon_vma #5', 1],
    ]);
    expect(trees.at(-1)).toMatchObject({ kind: 'i_mmap', title: '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2' });
  });

  it('selects the VMA whose node is chosen', async () => {
    const shown = await show();
    shown.find<HTMLButtonElement>('.tree.now button.name').click();
    expect(shown.selections).toEqual([{ kind: 'vma', id: 7, start: 0x5_5555_6a00, end: 0x5_5555_6bc2 }]);
  });

  it('says so where a model has none', async () => {
    expect(words((await show({ view: pythonView() })).find('.empty'))).toBe('This model has no reverse mapping.');
  });

  it.each([360, 900])('has nothing that axe objects to, and no sideways overflow, at %d pixels', async (width) => {
    const shown = await show({ view: withMemory(pythonAfter()), previous: withMemory(pythonView()) }, width);
    expect(await violations(shown.element)).toEqual([]);
    expect(shown.element.scrollWidth).toBeLessThanOrEqual(width);
    expect([...shown.root.querySelectorAll('[style]')]).toEqual([]);
  });
});
