import type { LitElement } from 'lit';
import { describe, expect, it } from 'vitest';
import { EVERY_VIEWER } from './testing/every-viewer.ts';
import { frames, mount } from './testing/mount.ts';

/** Counts what an element does from now on: renderings, changes of its DOM, paintings of its canvas. */
function workOf(element: LitElement): { updates: number; mutations: number; paintings: number } {
  const work = { updates: 0, mutations: 0, paintings: 0 };
  element.addController({ hostUpdated: () => void work.updates++ });
  const root = element.renderRoot;
  const observer = new MutationObserver((records) => (work.mutations += records.length));
  observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
  const ctx = root.querySelector('canvas')?.getContext('2d');
  if (ctx !== null && ctx !== undefined) {
    const setTransform = ctx.setTransform.bind(ctx);
    ctx.setTransform = (...matrix: unknown[]): void => {
      work.paintings++;
      Reflect.apply(setTransform, ctx, matrix);
    };
  }
  return work;
}

describe('a viewer to which nothing happens does nothing:', () => {
  it.each(EVERY_VIEWER)('%s', async (_, plugin, properties) => {
    const { element } = await mount<LitElement & HTMLElement>(plugin, properties);
    await frames(8);
    const work = workOf(element);
    await frames(4);
    Object.assign(element, properties);
    await frames(4);
    expect(work).toEqual({ updates: 0, mutations: 0, paintings: 0 });
  });
});

describe('a viewer that is told to render again changes nothing of its DOM, and paints at most once:', () => {
  it.each(EVERY_VIEWER)('%s', async (_, plugin, properties) => {
    const { element } = await mount<LitElement & HTMLElement>(plugin, properties);
    await frames(8);
    const work = workOf(element);
    element.requestUpdate();
    await frames(6);
    expect(work.updates).toBe(1);
    expect(work.mutations).toBe(0);
    expect(work.paintings).toBeLessThanOrEqual(1);
  });
});
