import { emulate } from '@mm-playground/browser-launcher/emulate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { EVERY_VIEWER } from './testing/every-viewer.ts';
import { frames, mount } from './testing/mount.ts';

/** What is marked as current, chosen or other than before, and what takes the mark away. */
const MARKS: readonly (readonly [selector: string, unmark: (element: Element) => void])[] = [
  ...(
    [
      ['.row.current', 'current'],
      ['.walksteps .chosen', 'chosen'],
      ['.walksteps .now', 'now'],
      ['.bitpart.now', 'now'],
      ['tr.shown', 'shown'],
      ['tr.moved', 'moved'],
      ['i.moved', 'moved'],
    ] as const
  ).map(([selector, name]) => [selector, (element: Element) => element.classList.remove(name)] as const),
  ['[aria-pressed=true]', (element) => element.setAttribute('aria-pressed', 'false')],
];

const pixelsOf = (element: Element): Promise<string> => page.elementLocator(element).screenshot({ save: false });

describe('in forced colours', () => {
  beforeAll(() => emulate({ 'forced-colors': 'active' }));
  afterAll(() => emulate());

  it.each(EVERY_VIEWER)('what is marked in %s is seen', async (_, plugin, properties) => {
    const { root } = await mount(plugin, properties, 400);
    for (const details of root.querySelectorAll('details')) details.open = true;
    const unseen: string[] = [];
    for (const [selector, unmark] of MARKS) {
      const marked = root.querySelector(selector);
      if (marked === null) continue;
      const before = await pixelsOf(marked);
      unmark(marked);
      if ((await pixelsOf(marked)) === before) unseen.push(selector);
    }
    expect(unseen).toEqual([]);
  });
});

describe('with less motion', () => {
  beforeAll(() => emulate({ 'prefers-reduced-motion': 'reduce' }));
  afterAll(() => emulate());

  it.each(EVERY_VIEWER)('%s moves nothing', async (_, plugin, properties) => {
    const { element, root } = await mount(plugin, properties);
    for (const name of ['Zoom in', 'Show everything'])
      root.querySelector<HTMLElement>(`[aria-label='${name}']`)?.click();
    await frames();
    const picture = root.querySelector('canvas')?.toDataURL();
    expect(element.getAnimations({ subtree: true })).toEqual([]);
    await frames(8);
    expect(root.querySelector('canvas')?.toDataURL()).toBe(picture);
  });
});
