import { describe, expect, it } from 'vitest';
import { initialState, reduce, type Action, type AppState } from '../state.ts';
import { playedOfText } from '../testing/played-of-text.ts';
import { COMMANDS } from './all.ts';
import { chordOf, shownChord, type KeyPress } from './chord.ts';
import { perform, SECTIONS, type Command, type Desk } from './command.ts';
import { byChord } from './keyboard.ts';

const press = (key: string, ...held: readonly ('ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey')[]): KeyPress => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...Object.fromEntries(held.map((name) => [name, true])),
});

const TEXT = 'brk()\nmmap()\nmunmap()\n';
const open = [
  { type: 'opened', file: 'a.mm', text: TEXT },
  { type: 'played', played: playedOfText(TEXT), diagnostics: [] },
] as const satisfies readonly Action[];
const played: AppState = open.reduce<AppState>(reduce, initialState);

/** A desk that notes what it is given. */
function deskOf(state: AppState): Desk & { readonly actions: readonly Action[] } {
  const actions: Action[] = [];
  return { state, facts: null, actions, dispatch: (action) => actions.push(action) };
}

describe('the table of commands', () => {
  it('names each command once, and gives no key to two of them', () => {
    const ids = COMMANDS.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    const chords = COMMANDS.flatMap(({ keys = [] }) => keys);
    expect(chords).toEqual([...new Set(chords)]);
  });

  it('says what each does as an imperative without a full stop, in a section that is listed', () => {
    for (const { id, title, section } of COMMANDS) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z\d]+(-[a-z\d]+)*$/);
      expect(title).toMatch(/^[/A-Z].*[^.]$/);
      expect(SECTIONS).toContain(section);
    }
  });

  it('counts keys while somebody types only where they write nothing', () => {
    const typing = COMMANDS.filter(({ whileTyping }) => whileTyping === true);
    for (const { keys = [] } of typing) expect(keys[0]).toMatch(/^Mod\+|F\d+$/);
  });

  it('does what an action does', () => {
    const desk = deskOf(played);
    perform(byKey('J'), desk);
    perform(byKey('@'), desk);
    expect(desk.actions).toEqual([
      { type: 'move', by: 'call', count: 10 },
      { type: 'choose', command: 'selection.vma' },
    ]);
  });

  it('opens the palette with the choices of a command, and with all of them', () => {
    const choosing = reduce(played, { type: 'choose', command: 'time.call' });
    expect(choosing).toMatchObject({ dialog: 'palette', choosing: 'time.call' });
    expect(reduce(choosing, { type: 'dialog', dialog: 'palette' })).toMatchObject({ choosing: null });
  });

  it('goes to a call by its number and its text', async () => {
    const command = byKey('#');
    const choices = 'choices' in command ? await command.choices(deskOf(played)) : [];
    expect(choices.map(({ title, isCurrent }) => `${title}${isCurrent === true ? ' now' : ''}`)).toEqual([
      '1 brk()',
      '2 mmap()',
      '3 munmap() now',
    ]);
    const desk = deskOf(played);
    choices[1]?.run(desk);
    expect(desk.actions).toEqual([{ type: 'seek', position: { call: 1, step: 2 } }]);
  });
});

function byKey(chord: string): Command {
  const command = byChord(COMMANDS, chord);
  if (command === undefined) throw new RangeError(`nothing has the key ${chord}`);
  return command;
}

describe('a chord', () => {
  it('is the letter that was meant, with what is held', () => {
    expect(chordOf(press('j'))).toBe('j');
    expect(chordOf(press('J', 'shiftKey'))).toBe('J');
    expect(chordOf(press('?', 'shiftKey'))).toBe('?');
    expect(chordOf(press('k', 'ctrlKey'))).toBe('Mod+k');
    expect(chordOf(press('k', 'metaKey'))).toBe('Mod+k');
    expect(chordOf(press('Z', 'ctrlKey', 'shiftKey'))).toBe('Mod+Shift+z');
    expect(chordOf(press('F8', 'shiftKey'))).toBe('Shift+F8');
    expect(chordOf(press('ArrowLeft', 'altKey'))).toBe('Alt+ArrowLeft');
  });

  it('is the sign itself where AltGr writes it', () => {
    const altGr = { getModifierState: (name: string) => name === 'AltGraph' };
    expect(chordOf({ ...press('@', 'ctrlKey', 'altKey'), ...altGr })).toBe('@');
  });

  it('is shown as it stands on the keys', () => {
    const shown = ['j', 'J', '?', 'Mod+Shift+z', 'Alt+ArrowLeft', 'Escape', ' ', '+'];
    expect(shown.map((chord) => shownChord(chord, false))).toEqual([
      'J',
      'Shift J',
      '?',
      'Ctrl Shift Z',
      'Alt ←',
      'Esc',
      'Space',
      '+',
    ]);
    expect(shownChord('Mod+k', true)).toBe('⌘ K');
  });
});
