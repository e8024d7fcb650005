import { beforeAll, describe, expect, it } from 'vitest';
import type { MmView } from '@mm-playground/api';
import { violations } from '../testing/axe.ts';
import { frames, mount, type Mounted } from '../testing/mount.ts';
import { manyVmas, pythonView } from '../testing/python.ts';
import { withTree } from '../testing/tree-of.ts';
import { mapleTree } from './plugin.ts';
import type { MmMapleTree } from './maple-tree.ts';

/** A page in the middle of a mapping is stored over, which makes two of it. */
const afterStore = (): MmView => {
  const view = pythonView();
  const vma = view.vmas[9];
  if (vma === undefined) throw new TypeError('no VMA');
  return withTree(view, (tree) => tree.storeRange(vma.start + 3, vma.start + 5, vma));
};

/** What a page does: it gives back what was selected. */
async function show(properties: Partial<MmMapleTree> = {}, width = 1200): Promise<Mounted<MmMapleTree>> {
  const mounted = await mount<MmMapleTree>(mapleTree, { view: withTree(pythonView()), ...properties }, width);
  document.body.addEventListener('mm-select', () => {
    mounted.element.selection = mounted.selections.at(-1) ?? null;
  });
  return mounted;
}

const active = (tree: Mounted<MmMapleTree>): string =>
  tree.root.getElementById(tree.find('.stage').getAttribute('aria-activedescendant') ?? '')?.textContent.trim() ?? '';

describe('mm-maple-tree', () => {
  it('says what tree it is, and paints it', async () => {
    const tree = await show();
    expect(tree.find('.summary').textContent).toBe('height 2 · 4 nodes · 32 entries · ALLOC_RANGE USE_RCU');
    expect(tree.element.paint()?.boxes).toBe(4);
  });

  it('goes from the root down to a leaf with the arrow keys, and selects the VMA there', async () => {
    const tree = await show();
    await tree.key('.stage', 'ArrowDown');
    expect(active(tree)).toMatch(
      /^slot 0 of arange_64 #\d+, 3\/10 used: leaf_64 #\d+, 0-7ffff7c10fff, largest gap 85.3 TiB$/,
    );
    await tree.key('.stage', 'ArrowDown');
    expect(active(tree)).toMatch(/^slot 0 of leaf_64 #\d+, 15\/16 used: NULL, 0-555555553fff$/);
    await tree.key('.stage', 'ArrowRight');
    expect(active(tree)).toMatch(/: python3.12, 555555554000-555555572fff$/);
    expect(tree.selections.at(-1)).toMatchObject({ kind: 'vma', start: 0x5_5555_5554, end: 0x5_5555_5573 });
    await tree.key('.stage', 'ArrowUp');
    expect(active(tree)).toMatch(/^slot 0 of arange_64/);
  });

  it('goes on from leaf to leaf, and to both ends', async () => {
    const tree = await show();
    await tree.key('.stage', 'End');
    expect(active(tree)).toMatch(/NULL, 7ffffffff000-ffffffffffffffff$/);
    await tree.key('.stage', 'Home');
    expect(active(tree)).toMatch(/^slot 0 of leaf_64 .* NULL, 0-/);
    await tree.key('.stage', 'PageDown');
    expect(active(tree)).toMatch(/^slot 1 of leaf_64/);
  });

  it('follows a selection from another viewer to the leaf', async () => {
    const tree = await show();
    const vma = pythonView().vmas[20];
    if (vma === undefined) throw new TypeError('no VMA');
    tree.element.selection = { kind: 'vma', id: vma.id, start: vma.start, end: vma.end };
    await frames();
    expect(active(tree)).toContain(`${vma.start.toString(16)}000-`);
    expect(tree.root.querySelectorAll('[aria-level="1"]')).toHaveLength(1);
  });

  it('says what the last store did and why, and which nodes wait for readers', async () => {
    const tree = await show({ view: afterStore() });
    const said = [...tree.root.querySelectorAll('.store > span:not(.edge), .dead > li')].map(({ textContent }) =>
      textContent.trim(),
    );
    expect(said).toEqual([
      'split_store over 7ffff7b03000-7ffff7b05fff',
      'the leaf would have 17 slots, more than its 16',
      'waiting for readers:',
      expect.stringMatching(/^leaf_64 #\d+$/),
      expect.stringMatching(/^arange_64 #\d+$/),
    ]);
  });

  it('says nothing about a store where there was none', async () => {
    expect((await show()).root.querySelector('.store')).toBe(null);
  });

  it('folds a node and unfolds it', async () => {
    const tree = await show();
    await tree.key('.stage', 'ArrowDown');
    await tree.key('.stage', ' ');
    expect(tree.find('[role=status]').textContent).toMatch(/^arange_64 #\d+ folded$/);
    expect(tree.element.paint()?.boxes).toBe(1);
    await tree.key('.stage', ' ');
    expect(tree.element.paint()?.boxes).toBe(4);
  });

  it('finds an address, and says so where there is none', async () => {
    const tree = await show();
    const input = tree.find<HTMLInputElement>('input');
    const search = async (text: string): Promise<void> => {
      input.value = text;
      input.dispatchEvent(new Event('change'));
      await frames();
    };
    await search('0x5555_5558_0123');
    expect(active(tree)).toMatch(/python3.12, 555555573000-/);
    await search('hello');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    await search('0');
    expect(input.getAttribute('aria-invalid')).toBe('false');
    expect(active(tree)).toMatch(/NULL, 0-/);
  });

  it('selects the slot that is clicked, and nothing where there is none', async () => {
    const tree = await show();
    const stage = tree.find('.stage');
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
    stage.setPointerCapture = () => undefined;
    await click(600, 40);
    expect(tree.selections.at(-1)).toMatchObject({ kind: 'range', start: 0x7_ffff_7c11 });
    await click(600, box.height - 4);
    expect(tree.selections.at(-1)).toBe(null);
  });

  it('draws a tree of its own without an address space', async () => {
    const { tree } = withTree(pythonView());
    const shown = await show({ view: null, tree });
    expect(shown.find('.summary').textContent).toContain('32 entries');
    expect(shown.element.paint()?.boxes).toBe(4);
  });

  it('says why there is nothing to draw', async () => {
    expect((await show({ view: pythonView() })).find('.empty').textContent).toContain('the index is no tree');
  });

  it('is drawn when it is shown after it was hidden', async () => {
    const tree = await show();
    tree.element.hidden = true;
    await frames();
    tree.element.view = afterStore();
    await frames();
    tree.element.hidden = false;
    await frames(4);
    expect(tree.element.paint()?.boxes).toBe(5);
  });

  it('has nothing that axe objects to', async () => {
    const tree = await show({ view: afterStore() });
    await tree.key('.stage', 'ArrowDown');
    expect(await violations(tree.element)).toEqual([]);
    expect([...tree.root.querySelectorAll('[style]')]).toEqual([]);
  });
});

describe('65,530 VMAs', () => {
  let view: MmView;
  beforeAll(() => {
    view = withTree(manyVmas());
  }, 30_000);

  it('cost as much to draw as there are pixels, at every zoom', async () => {
    const tree = await show({ view }, 1000);
    expect(tree.find('.summary').textContent).toMatch(/^height [45] · \d\D\d{3} nodes · 65\D53\d entries/);
    for (let i = 0; i < 24; i++) {
      const boxes = tree.element.paint()?.boxes ?? Infinity;
      expect(boxes).toBeGreaterThan(0);
      expect(boxes).toBeLessThan(4 * 1000);
      await tree.key('.stage', '+');
    }
  });

  it('are zoomed into as far with keys in quick succession as one after the other', async () => {
    const zoomed = async (quick: boolean): Promise<number> => {
      const tree = await show({ view }, 1000);
      const stage = tree.find('.stage');
      for (let i = 0; i < 6; i++) {
        stage.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }));
        if (!quick) await frames(20);
      }
      await frames(40);
      return tree.element.paint()?.boxes ?? 0;
    };
    expect(await zoomed(true)).toBe(await zoomed(false));
  });

  it('are found by address', async () => {
    const tree = await show({ view }, 1000);
    const vma = view.vmas[44_444];
    if (vma === undefined) throw new TypeError('no VMA');
    expect(tree.element.showPage(vma.start)).toBe(true);
    await frames();
    expect(tree.selections.at(-1)).toMatchObject({ kind: 'vma', id: vma.id });
    expect(tree.root.querySelectorAll('[role=treeitem]').length).toBeLessThan(25);
  });
});
