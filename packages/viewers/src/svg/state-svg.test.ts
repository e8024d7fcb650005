import { describe, expect, it } from 'vitest';
import { mount } from '../testing/mount.ts';
import { pythonView } from '../testing/python.ts';
import { withTree } from '../testing/tree-of.ts';
import { viewOf } from '../testing/view-of.ts';
import { addressMap } from '../address-map/plugin.ts';
import type { MmAddressMap } from '../address-map/address-map.ts';
import { plainTheme } from './plain-theme.ts';
import { stateSvg, type StateSvgOptions } from './state-svg.ts';

/** What a browser makes of a picture; what is no XML throws. */
function parsed(lines: readonly string[]): SVGSVGElement {
  const { documentElement } = new DOMParser().parseFromString(lines.join('\n'), 'image/svg+xml');
  if (!(documentElement instanceof SVGSVGElement)) throw new Error(documentElement.textContent);
  return documentElement;
}

const texts = (picture: SVGSVGElement): string[] =>
  [...picture.querySelectorAll('text')].map(({ textContent }) => textContent);

describe('a state as SVG', () => {
  it('is the address map with the tree below it', () => {
    const picture = parsed(stateSvg(withTree(pythonView()), { title: 'python3' }));
    expect(picture.querySelector('title')?.textContent).toBe('python3');
    expect(picture.querySelector('desc')?.textContent).toBe(
      `${pythonView().vmas.length} mappings; height 2 · 4 nodes · 32 entries · ALLOC_RANGE USE_RCU`,
    );
    expect(texts(picture)).toEqual(expect.arrayContaining(['user space, 128 TiB, to scale', '[heap]']));
    expect(texts(picture).filter((text) => text.startsWith('leaf_64 #'))).toHaveLength(3);
  });

  it('is the map alone where the index is no tree', () => {
    const picture = parsed(stateSvg(viewOf([['rw-p', 0x1_0000, 4, 'anon']]), { title: 'four pages' }));
    expect(picture.getAttribute('height')).toBe('300');
    expect(texts(picture)).toContain('anonymous');
  });

  it('has names as they are, whatever is in them', () => {
    const view = viewOf([['r--p', 0x1_0000, 400, 'file', '/tmp/<a> & "b"']]);
    expect(texts(parsed(stateSvg(view, { title: '<b>\u0007' })))).toContain('<a> & "b"');
    expect(parsed(stateSvg(view, { title: '<b>\u0007' })).querySelector('title')?.textContent).toBe('<b>');
  });

  it('has paths that SVG can read: each begins with a move', () => {
    const paths = [...parsed(stateSvg(withTree(pythonView()), { title: 'python3' })).querySelectorAll('path')];
    expect(paths).not.toHaveLength(0);
    expect(paths.filter((path) => !path.getAttribute('d')?.startsWith('M'))).toEqual([]);
  });

  it('draws every hatch that it refers to, and each once', () => {
    const picture = parsed(stateSvg(withTree(pythonView()), { title: 'python3' }));
    const patterns = [...picture.querySelectorAll('pattern')].map(({ id }) => id);
    expect(new Set(patterns).size).toBe(patterns.length);
    const used = [...picture.querySelectorAll('[fill^="url("]')].map((shape) =>
      shape.getAttribute('fill')?.slice(5, -1),
    );
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((id) => id === undefined || !patterns.includes(id))).toEqual([]);
  });

  it('follows the page in which it stands', () => {
    const view = withTree(pythonView());
    const drawn = stateSvg(view, { title: 'python3', scheme: 'page' });
    const ofScheme = (at: number): string[] =>
      drawn.map((line) => line.replaceAll(/light-dark\((.*?\)), (.*?\))\)/g, `$${at}`));
    expect(ofScheme(1)).toEqual(stateSvg(view, { title: 'python3', scheme: 'light' }));
    expect(ofScheme(2)).toEqual(stateSvg(view, { title: 'python3', scheme: 'dark' }));
  });

  it('shows a part of the map, and what changed in it', () => {
    const before = viewOf([
      ['rw-p', 0x1_0000, 8, 'anon'],
      ['rw-p', 0x7_0000, 4000, 'stack', '[stack]'],
    ]);
    const view = viewOf([
      ['rw-p', 0x1_0000, 4, 'anon'],
      ['rw-p', 0x7_0000, 4000, 'stack', '[stack]'],
    ]);
    const widest = (options: Partial<StateSvgOptions>): number => {
      const picture = parsed(stateSvg(view, { title: 'a part', ...options }));
      const anons = [...picture.querySelectorAll('[fill="url(#kind-anon)"]')];
      return Math.max(...anons.map((shape) => Number(shape.getAttribute('width'))));
    };
    expect(widest({ opening: { start: 0x1_0000, end: 0x1_0008 } })).toBeGreaterThan(3 * widest({}));
    const dashed = (options: Partial<StateSvgOptions>): number =>
      parsed(stateSvg(view, { title: 'a part', ...options })).querySelectorAll('[stroke-dasharray]').length;
    expect([dashed({}), dashed({ previous: before })]).toEqual([0, 1]);
  });

  it('has names of its own beside other pictures', () => {
    const picture = parsed(stateSvg(viewOf([['rw-p', 0x1_0000, 4, 'anon']]), { title: 'four pages', prefix: 'a-' }));
    expect([...picture.querySelectorAll('[id]')].filter(({ id }) => !id.startsWith('a-kind-'))).toEqual([]);
    expect(picture.querySelector('[fill="url(#a-kind-anon)"]')).not.toBeNull();
  });

  it.each(['light', 'dark'] as const)('has the colours that a page has, %s', async (scheme) => {
    document.documentElement.style.colorScheme = scheme;
    const { element } = await mount<MmAddressMap>(addressMap, { view: pythonView() });
    const probes = [...element.renderRoot.querySelectorAll<HTMLElement>('.probes > i')];
    const colours = probes.map((probe) => [probe.dataset['token'] ?? '', getComputedStyle(probe).color]);
    document.documentElement.style.removeProperty('color-scheme');
    expect(Object.fromEntries(colours)).toEqual(plainTheme(scheme).colour);
  });
});
