import type { ViewerPlugin } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { addressMap } from './address-map/plugin.ts';
import type { MmAddressMap } from './address-map/address-map.ts';
import { interleaving } from './interleaving/plugin.ts';
import { mapleTree } from './maple-tree/plugin.ts';
import { minimap } from './minimap/plugin.ts';
import { pageTable } from './page-table/plugin.ts';
import { physical } from './physical/plugin.ts';
import { violations } from './testing/axe.ts';
import { callRows, MMAP_STEPS } from './testing/calls.ts';
import { frames, mount, type Mounted } from './testing/mount.ts';
import { pythonView } from './testing/python.ts';
import { withMemory } from './testing/toy-memory.ts';
import { withTree } from './testing/tree-of.ts';
import { timeline } from './timeline/plugin.ts';

const NO_MARKS = new Uint32Array();
const RUN = {
  starts: Uint32Array.from({ length: 61 }, (_, call) => call * 21),
  marks: { fault: Uint32Array.of(630), split: NO_MARKS, merge: NO_MARKS, error: NO_MARKS, divergence: NO_MARKS },
};
const RACE = {
  threads: [{ name: 'writer', calls: ['munmap(0x10000000, 4096)'] }],
  moves: [{ thread: 0, kind: 'enter', name: 'unmap_vmas', detail: 'start=0x10000000', violation: null }],
};
const CALLS = { calls: callRows(60), position: { call: 30, step: 9 } };

/** A picture, where something lies in it as shares of its width and as pixels from its top, and what it is. */
interface Case {
  readonly name: string;
  readonly plugin: ViewerPlugin;
  readonly properties: object;
  readonly picture: string;
  readonly at: readonly [share: number, top: number];
  readonly says: RegExp;
}

const CASES: readonly Case[] = [
  {
    name: 'a mapping',
    plugin: addressMap,
    properties: { view: pythonView() },
    picture: '.stage',
    at: [0.2, 150],
    says: /range.*flags.*VM_EXEC Executable pages of a file/,
  },
  {
    name: 'a slot of the tree',
    plugin: mapleTree,
    properties: { view: withTree(pythonView()) },
    picture: '.stage',
    at: [0.5, 40],
    says: /pivot.*maple_a?range_64 An inner node/,
  },
  {
    name: 'an entry of a page table',
    plugin: pageTable,
    properties: { view: pythonView() },
    picture: '.stage',
    at: [0.5, 30],
    says: /pgd\[.*range.*pmd_populate\(\) Leads to a table/,
  },
  {
    name: 'a frame',
    plugin: physical,
    properties: { view: withMemory(pythonView()) },
    picture: '.stage',
    at: [0.3, 60],
    says: /frame 0x.*owner.*Glossary: Memory/,
  },
  {
    name: 'a mark of the run',
    plugin: minimap,
    properties: { ...CALLS, run: RUN },
    picture: '.map',
    at: [0.5, 4],
    says: /moment 63\d of.*faults.*handle_mm_fault\(\)/,
  },
  {
    name: 'a call',
    plugin: timeline,
    properties: { ...CALLS, steps: MMAP_STEPS },
    picture: '.track',
    at: [0.3, 20],
    says: /call.*verdict.*Glossary: Runs/,
  },
  {
    name: 'a step',
    plugin: timeline,
    properties: { ...CALLS, steps: MMAP_STEPS },
    picture: '.track',
    at: [0.5, 79],
    says: /do_mmap step.*Glossary: Mapping/,
  },
  {
    name: 'a move of a race',
    plugin: interleaving,
    properties: { interleaving: RACE, current: 0 },
    picture: '.stage',
    at: [0.002, 30],
    says: /enters unmap_vmas.*start=0x10000000.*Clears entries VMA by VMA/,
  },
];

const point = (shown: Mounted<HTMLElement>, { picture, at: [share, top] }: Case): void => {
  const box = shown.find(picture).getBoundingClientRect();
  const to = { clientX: box.left + box.width * share, clientY: box.top + top };
  shown.find(picture).dispatchEvent(new PointerEvent('pointermove', to));
};

const said = ({ root }: Mounted<HTMLElement>): string =>
  (root.querySelector('.tip:popover-open')?.textContent ?? '').replace(/\s+/g, ' ');

describe('a picture says what is under the pointer, with the kernel’s name and a sentence of the glossary:', () => {
  it.each(CASES)('$name', async (each) => {
    const shown = await mount(each.plugin, each.properties, 400);
    point(shown, each);
    await expect.poll(() => said(shown)).toMatch(each.says);
    const box = shown.find('.tip').getBoundingClientRect();
    expect([box.left >= 0, box.top >= 0, box.right <= innerWidth, box.bottom <= innerHeight]).not.toContain(false);
    expect([...shown.root.querySelectorAll('[style]')]).toEqual([]);
    expect(await violations(shown.element)).toEqual([]);
    shown.find(each.picture).dispatchEvent(new PointerEvent('pointerleave'));
    await frames();
    expect(said(shown)).toBe('');
  });

  it('also with F1, of what the keyboard is on', async () => {
    const map = await mount<MmAddressMap>(addressMap, { view: pythonView() });
    await map.key('.stage', 'End');
    map.element.selection = map.selections.at(-1) ?? null;
    await frames();
    await map.key('.stage', 'F1', { composed: true });
    await expect
      .poll(() => map.find('[role=status]').textContent)
      .toBe('VM_GROWSDOWN: Grows downwards when the program touches what lies below it.');
    const [card, stage] = ['.gloss', '.stage'].map((name) => map.find(name).getBoundingClientRect());
    expect(card?.top).toBeGreaterThanOrEqual(stage?.bottom ?? Infinity);
  });
});
