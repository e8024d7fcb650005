/** Pictures: what the viewer kit, which looks at elements, does not see. */

import type { LitElement } from 'lit';
import { describe, expect, it } from 'vitest';
import { EVERY_VIEWER } from './testing/every-viewer.ts';
import { frames, mount } from './testing/mount.ts';

/** Counts how often the canvas of an element is painted from now on. */
function paintingsOf(element: LitElement): () => number {
  let paintings = 0;
  const ctx = element.renderRoot.querySelector('canvas')?.getContext('2d');
  if (ctx === null || ctx === undefined) return () => paintings;
  const setTransform = ctx.setTransform.bind(ctx);
  ctx.setTransform = (...matrix: unknown[]): void => {
    paintings++;
    Reflect.apply(setTransform, ctx, matrix);
  };
  return () => paintings;
}

describe('a picture', () => {
  it.each(EVERY_VIEWER)('is not painted again where nothing happens: %s', async (_, plugin, properties) => {
    const { element } = await mount<LitElement & HTMLElement>(plugin, properties);
    await frames(8);
    const paintings = paintingsOf(element);
    Object.assign(element, properties);
    await frames(6);
    expect(paintings()).toBe(0);
  });

  it.each(EVERY_VIEWER)(
    'is painted at most once when its element is told to render: %s',
    async (_, plugin, properties) => {
      const { element } = await mount<LitElement & HTMLElement>(plugin, properties);
      await frames(8);
      const paintings = paintingsOf(element);
      element.requestUpdate();
      await frames(6);
      expect(paintings()).toBeLessThanOrEqual(1);
    },
  );
});
