import { describe, expect, it } from 'vitest';
import { violations } from '../testing/axe.ts';
import { frames, mount } from '../testing/mount.ts';
import { manyVmas, pythonAfter, pythonView } from '../testing/python.ts';
import { addressMap } from './plugin.ts';
import type { MmAddressMap } from './address-map.ts';

const show = (properties: Partial<MmAddressMap> = {}) =>
  mount<MmAddressMap>(addressMap, { view: pythonView(), ...properties });

const pixels = (canvas: HTMLCanvasElement): string => canvas.toDataURL();

describe('mm-address-map', () => {
  it('goes through the mappings with the arrow keys and says what it selected', async () => {
    const map = await show();
    await map.key('.stage', 'ArrowRight');
    const [selection] = map.selections;
    expect(selection).toMatchObject({ kind: 'vma', id: 1 });
    expect(map.find('[role=status]').textContent).toContain('python3.12, r--p');
    map.element.selection = selection ?? null;
    await map.key('.stage', 'End');
    expect(map.find('[role=status]').textContent).toContain('[stack]');
    await map.key('.stage', 'Escape');
    expect(map.selections.at(-1)).toBeNull();
  });

  it('goes through pages with Alt and the arrow keys', async () => {
    const map = await show();
    await map.key('.stage', 'ArrowRight', { altKey: true });
    expect(map.selections[0]).toMatchObject({ kind: 'page', start: 0x5_5555_5555, end: 0x5_5555_5556 });
    expect(map.find('[role=status]').textContent).toContain('present');
  });

  it('has a list that says the same as the picture', async () => {
    const view = pythonView();
    const heap = view.vmas.find((vma) => vma.kind === 'heap');
    const map = await show({
      view,
      selection: heap === undefined ? null : { kind: 'vma', id: heap.id, start: heap.start, end: heap.end },
    });
    const active = map.find(`#${map.find('.stage').getAttribute('aria-activedescendant') ?? ''}`);
    expect(active.textContent).toContain('[heap], rw-p, 1.8 MiB');
    expect(active.getAttribute('aria-setsize')).toBe(String(view.vmas.length));
  });

  it('selects what is clicked', async () => {
    const map = await show();
    const box = map.find('.stage').getBoundingClientRect();
    const at = { clientX: box.left + box.width * 0.2, clientY: box.top + 150, button: 0, pointerId: 1, bubbles: true };
    map.find('.stage').setPointerCapture = () => undefined;
    map.find('.stage').dispatchEvent(new PointerEvent('pointerdown', at));
    map.find('.stage').dispatchEvent(new PointerEvent('pointerup', at));
    expect(map.selections[0]).toMatchObject({ kind: 'vma' });
  });

  it('zooms with Ctrl and the wheel, pans by dragging, and fits what is double-clicked', async () => {
    const map = await show();
    const stage = map.find('.stage');
    stage.setPointerCapture = () => undefined;
    const box = stage.getBoundingClientRect();
    const at = { clientX: box.left + box.width * 0.5, clientY: box.top + 150, button: 0, pointerId: 1, bubbles: true };
    const seen = (): string => map.find('.readout').textContent;
    expect(seen()).toBe('');
    stage.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: -200, ctrlKey: true, cancelable: true }));
    await frames();
    const zoomed = seen();
    expect(zoomed).toMatch(/^[0-9a-f]+-[0-9a-f]+$/);
    stage.dispatchEvent(new PointerEvent('pointerdown', at));
    stage.dispatchEvent(new PointerEvent('pointermove', { ...at, clientX: at.clientX - 80 }));
    stage.dispatchEvent(new PointerEvent('pointerup', { ...at, clientX: at.clientX - 80 }));
    await frames();
    expect(seen()).not.toBe(zoomed);
    expect(map.selections).toEqual([]);
    map.element.showAll();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(seen()).toBe('');
  });

  it('lets the page scroll under a plain wheel while it has no focus', async () => {
    const map = await show();
    const wheel = new WheelEvent('wheel', { deltaY: -200, cancelable: true, bubbles: true });
    map.find('.stage').dispatchEvent(wheel);
    expect(wheel.defaultPrevented).toBe(false);
  });

  it('selects a range with Shift and drag', async () => {
    const map = await show();
    const stage = map.find('.stage');
    stage.setPointerCapture = () => undefined;
    const box = stage.getBoundingClientRect();
    const at = { clientX: box.left + 100, clientY: box.top + 150, button: 0, pointerId: 1, shiftKey: true };
    stage.dispatchEvent(new PointerEvent('pointerdown', at));
    stage.dispatchEvent(new PointerEvent('pointermove', { ...at, clientX: box.left + 180 }));
    stage.dispatchEvent(new PointerEvent('pointerup', { ...at, clientX: box.left + 180 }));
    expect(map.selections[0]).toMatchObject({ kind: 'range' });
  });

  it('repaints when the theme of the page changes, by a class as well as by color-scheme', async () => {
    const map = await show();
    const light = pixels(map.find<HTMLCanvasElement>('canvas'));
    document.documentElement.style.colorScheme = 'dark';
    await frames(4);
    expect(pixels(map.find<HTMLCanvasElement>('canvas'))).not.toBe(light);
    document.documentElement.style.colorScheme = 'light';
    await frames(4);
    expect(pixels(map.find<HTMLCanvasElement>('canvas'))).toBe(light);
    document.documentElement.removeAttribute('style');
  });

  it('repaints when a token changes anywhere above, without an attribute changing', async () => {
    const map = await show();
    const plain = pixels(map.find<HTMLCanvasElement>('canvas'));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(':root { --mm-code: #123456; }');
    document.adoptedStyleSheets = [sheet];
    await frames(6);
    expect(pixels(map.find<HTMLCanvasElement>('canvas'))).not.toBe(plain);
    document.adoptedStyleSheets = [];
  });

  it('paints when it is shown after having been hidden', async () => {
    const map = await mount<MmAddressMap>(addressMap, {});
    map.element.hidden = true;
    map.element.view = pythonView();
    await frames(4);
    map.element.hidden = false;
    await frames(6);
    expect(map.find<HTMLCanvasElement>('canvas').width).toBeGreaterThan(800);
    expect(map.element.paint()).toBeGreaterThan(0);
  });

  it('paints what changed since the view before', async () => {
    const map = await show({ view: pythonAfter() });
    const plain = pixels(map.find<HTMLCanvasElement>('canvas'));
    map.element.previous = pythonView();
    await frames(4);
    expect(pixels(map.find<HTMLCanvasElement>('canvas'))).not.toBe(plain);
  });

  it('paints 65,530 mappings within a frame', async () => {
    const map = await mount<MmAddressMap>(addressMap, { view: manyVmas() }, 1440);
    const times = Array.from({ length: 15 }, () => map.element.paint()).toSorted((a, b) => a - b);
    expect(times[0]).toBeLessThan(1000 / 60);
  });

  it('grows with the type of the page, and is pointed at where it is seen', async () => {
    const map = await show();
    const canvas = map.find<HTMLCanvasElement>('canvas');
    const [usual, width] = [pixels(canvas), canvas.width];
    document.documentElement.style.fontSize = '32px';
    await frames(8);
    expect(canvas.width).toBe(width);
    expect(pixels(canvas)).not.toBe(usual);
    const stage = map.find('.stage');
    stage.setPointerCapture = () => undefined;
    const box = stage.getBoundingClientRect();
    const right = { clientX: box.right - 2, clientY: box.top + 300, button: 0, pointerId: 1, bubbles: true };
    stage.dispatchEvent(new PointerEvent('pointermove', right));
    await frames();
    const line = map.find('.crosshair').getBoundingClientRect();
    expect(Math.abs(line.left - right.clientX)).toBeLessThanOrEqual(1);
    const tip = map.find('.tip').getBoundingClientRect();
    expect(tip.right).toBeLessThanOrEqual(box.right);
    document.documentElement.removeAttribute('style');
  });

  it('writes no style attributes, which a strict page would refuse', async () => {
    const map = await show({ previous: pythonView() });
    expect([...map.root.querySelectorAll('[style]')]).toEqual([]);
  });

  it('has nothing that axe objects to', async () => {
    const map = await show();
    await map.key('.stage', 'ArrowRight');
    expect(await violations(map.element)).toEqual([]);
  });
});
