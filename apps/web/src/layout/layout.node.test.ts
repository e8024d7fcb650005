import { describe, expect, it } from 'vitest';
import { initialLayout, layoutAfter, pageOf, pagesOf, type Layout, type LayoutAction } from './layout.ts';
import { chosenIn, column, movedBeside, panesOf, resized, row, stack, without, type Part } from './parts.ts';
import { dropTarget, placesOf } from './places.ts';
import { PRESETS } from './presets.ts';
import { layoutOfText, storedText } from './stored-layout.ts';

/** A part in a line: `|` between columns, `/` between rows, `*` at the chosen one of several panes. */
function drawn(part: Part): string {
  if (part.kind !== 'stack')
    return `(${part.parts.map((each, at) => `${Math.round((part.shares[at] ?? 0) * 100)} ${drawn(each)}`).join(part.kind === 'row' ? ' | ' : ' / ')})`;
  const { panes, chosen } = part;
  return panes.map((pane) => (pane === chosen && panes.length > 1 ? `${pane}*` : pane)).join(' ');
}

const PART = row([1, stack('a', 'b')], [3, column([1, stack('c')], [1, stack('d', 'e')])]);
const all = (): boolean => true;

describe('a divided window', () => {
  it('is drawn as it is written', () => {
    expect(drawn(PART)).toBe('(25 a* b | 75 (50 c / 50 d* e))');
  });

  it('puts a pane in view, and changes nothing where it is', () => {
    expect(drawn(chosenIn(PART, 'e'))).toBe('(25 a* b | 75 (50 c / 50 d e*))');
    expect(chosenIn(PART, 'a')).toBe(PART);
    expect(chosenIn(PART, 'nowhere')).toBe(PART);
  });

  it('closes up where a pane is taken away', () => {
    const hidden = (...panes: readonly string[]): string => {
      const left = panes.reduce<Part | null>((part, pane) => (part === null ? null : without(part, pane)), PART);
      return left === null ? 'nothing' : drawn(left);
    };
    expect(hidden('a')).toBe('(25 b | 75 (50 c / 50 d* e))');
    expect(hidden('c')).toBe('(25 a* b | 75 d* e)');
    expect(hidden('a', 'b')).toBe('(50 c / 50 d* e)');
    expect(hidden('a', 'b', 'c', 'd')).toBe('e');
    expect(hidden('a', 'b', 'c', 'd', 'e')).toBe('nothing');
  });

  it('brings a pane among the tabs of another, or to a side of it', () => {
    expect(drawn(movedBeside(PART, 'a', 'd', 'tab'))).toBe('(25 b | 75 (50 c / 50 d e a*))');
    expect(drawn(movedBeside(PART, 'a', 'c', 'left'))).toBe('(25 b | 75 (50 (50 a | 50 c) / 50 d* e))');
    expect(drawn(movedBeside(PART, 'c', 'b', 'below'))).toBe('(25 (50 a* b / 50 c) | 75 d* e)');
    expect(drawn(movedBeside(PART, 'new', 'c', 'tab'))).toBe('(25 a* b | 75 (50 c new* / 50 d* e))');
  });

  it('splits a pane off the ones that it stands with, and leaves one that stands alone', () => {
    expect(drawn(movedBeside(PART, 'a', 'a', 'right'))).toBe('(25 (50 b | 50 a) | 75 (50 c / 50 d* e))');
    expect(movedBeside(PART, 'c', 'c', 'right')).toBe(PART);
    expect(movedBeside(PART, 'c', 'nowhere', 'right')).toBe(PART);
  });

  it('gives room from one part to the next, down to a least', () => {
    expect(drawn(resized(PART, [], [0, 1], 0.25))).toBe('(50 a* b | 50 (50 c / 50 d* e))');
    expect(drawn(resized(PART, [1], [0, 1], -9))).toBe('(25 a* b | 75 (8 c / 92 d* e))');
    expect(drawn(resized(PART, [], [0, 1], 9))).toBe('(92 a* b | 8 (50 c / 50 d* e))');
  });
});

describe('the places of a divided window', () => {
  const text = (part: Part, isThere: (pane: string) => boolean = all): string[] =>
    placesOf(part, isThere).stacks.map(({ chosen, rect: { left, top, width, height } }) =>
      [chosen, ...[left, top, width, height].map((share) => Math.round(share * 100))].join(' '),
    );

  it('fill it, from left to right and from top to bottom', () => {
    expect(text(PART)).toEqual(['a 0 0 25 100', 'c 25 0 75 50', 'd 25 50 75 50']);
  });

  it('leave out what a file does not have, and give its room to the neighbours', () => {
    expect(text(PART, (pane) => pane !== 'c')).toEqual(['a 0 0 25 100', 'd 25 0 75 100']);
    expect(text(PART, (pane) => pane !== 'a')).toEqual(['b 0 0 25 100', 'c 25 0 75 50', 'd 25 50 75 50']);
    expect(text(PART, () => false)).toEqual([]);
  });

  it('have a line wherever two parts meet, with how far it can go', () => {
    const lines = placesOf(PART, all).separators;
    expect(lines.map(({ orientation, value, names }) => `${orientation} ${value} ${names.join('-')}`)).toEqual([
      'vertical 0.25 a-c',
      'horizontal 0.5 c-d',
    ]);
    const [{ path, between, room, least, most } = { path: [], between: [0, 0] as const, room: 0, least: 0, most: 0 }] =
      lines;
    expect([least, most]).toEqual([0.08, 0.92]);
    expect(drawn(resized(PART, path, between, (most - 0.25) * room))).toBe('(92 a* b | 8 (50 c / 50 d* e))');
  });

  it('say where a pane that is dragged would go', () => {
    const at = (x: number, y: number): string => {
      const target = dropTarget(placesOf(PART, all), x, y, 0.05);
      return target === null ? 'nowhere' : `${target.side} ${target.beside}`;
    };
    expect([at(0.1, 0.02), at(0.12, 0.5), at(0.01, 0.5), at(0.24, 0.5)]).toEqual([
      'tab a',
      'tab a',
      'left a',
      'right a',
    ]);
    expect([at(0.6, 0.9), at(0.6, 0.56), at(0.6, 2)]).toEqual(['below d', 'above d', 'nowhere']);
  });
});

describe('the layout', () => {
  const after = (layout: Layout, ...actions: readonly LayoutAction[]): Layout => actions.reduce(layoutAfter, layout);
  const page = (layout: Layout): string => drawn(pageOf(layout).part);

  it('brings a hidden pane back to the ones that it stood with', () => {
    const hidden = after(initialLayout, { type: 'hide', pane: 'steps' }, { type: 'hide', pane: 'tables' });
    expect(page(hidden)).toMatch(/33 counters\* events graph failures\)$/);
    expect(page(after(hidden, { type: 'show', pane: 'steps' }))).toMatch(
      /33 counters events graph failures steps\*\)$/,
    );
  });

  it('remembers what was made of each preset, for each width, until it is reset', () => {
    const made = after(initialLayout, { type: 'hide', pane: 'map' });
    const elsewhere = after(made, { type: 'preset', preset: 'learn' }, { type: 'room', room: 'ultra' });
    expect(page(made)).not.toMatch(/\bmap\b/);
    expect(page(elsewhere)).toMatch(/\bmap\b/);
    const back = after(elsewhere, { type: 'room', room: 'wide' }, { type: 'preset', preset: 'debug' });
    expect(page(back)).toBe(page(made));
    expect(page(after(back, { type: 'reset' }))).toBe(page(initialLayout));
  });

  it('turns a narrow window to the page of the pane that is shown', () => {
    const narrow = after(initialLayout, { type: 'room', room: 'narrow' });
    expect(pageOf(narrow).title).toBe('Program');
    expect(pageOf(after(narrow, { type: 'show', pane: 'tree' })).title).toBe('Map');
    expect(pageOf(after(initialLayout, { type: 'show', pane: 'tables' }, { type: 'room', room: 'narrow' })).title).toBe(
      'Tables',
    );
  });

  it('gives all the room to a pane until another one is wanted', () => {
    const alone = after(initialLayout, { type: 'maximise', pane: 'tree' });
    expect(alone).toMatchObject({ maximised: 'tree', current: 'tree' });
    expect(after(alone, { type: 'show', pane: 'maps' }).maximised).toBe('maps');
    expect(after(alone, { type: 'maximise', pane: null }).maximised).toBeNull();
  });

  it('never hides the last pane of a page', () => {
    const panes = panesOf(pageOf(initialLayout).part);
    const rest = after(initialLayout, ...panes.map((pane) => ({ type: 'hide', pane }) as const));
    expect(panesOf(pageOf(rest).part)).toHaveLength(1);
  });

  it('changes nothing where nothing changes', () => {
    const shown = after(initialLayout, { type: 'show', pane: 'maps' });
    expect(after(shown, { type: 'show', pane: 'maps' })).toBe(shown);
    expect(after(shown, { type: 'enter', pane: 'maps' }, { type: 'room', room: 'wide' })).toBe(shown);
  });

  it('has five presets, each with one page where there is room for it', () => {
    expect(PRESETS.map(({ id }) => id)).toEqual(['debug', 'learn', 'compare', 'explore', 'present']);
    for (const { pages } of PRESETS) {
      expect([pages.wide.length, pages.ultra.length]).toEqual([1, 1]);
      for (const { part } of [...pages.narrow, ...pages.wide, ...pages.ultra])
        expect(panesOf(part)).toEqual([...new Set(panesOf(part))]);
    }
  });
});

describe('the layout of the last visit', () => {
  const known = (pane: string): boolean => pane !== 'gone';
  const made = layoutAfter(layoutAfter(initialLayout, { type: 'preset', preset: 'learn' }), {
    type: 'hide',
    pane: 'map',
  });

  it('comes back as it was', () => {
    const back = layoutOfText(storedText(made), known);
    expect(pagesOf(back)).toEqual(pagesOf(made));
    expect(back.preset).toBe('learn');
  });

  it('comes back without panes that are no longer there', () => {
    const text = storedText(made).replaceAll('"tree"', '"gone"');
    expect(panesOf(pageOf(layoutOfText(text, known)).part)).not.toContain('gone');
    expect(panesOf(pageOf(layoutOfText(text, known)).part)).toContain('maps');
  });

  it.each([
    null,
    '',
    '{',
    '[]',
    '{"preset":"no","made":7}',
    '{"made":{"debug.wide":[{"title":"","part":{"kind":"row","parts":[],"shares":[]}}]}}',
    '{"made":{"debug.wide":[{"title":"","part":{"kind":"stack","panes":[]}}]}}',
    `{"made":{"debug.wide":[{"title":"","part":${'{"kind":"row","shares":[0.5,0.5],"parts":['.repeat(30)}]}}`,
  ])('is the preset where %j was kept', (text) => {
    expect(layoutOfText(text, known)).toEqual(initialLayout);
  });
});
