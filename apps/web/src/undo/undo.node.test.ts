import { describe, expect, it } from 'vitest';
import { initialState, reduce, type Action, type AppState } from '../state.ts';
import { playedOfText } from '../testing/played-of-text.ts';

const after = (state: AppState, ...actions: readonly Action[]): AppState => actions.reduce(reduce, state);
const opened = (file: string, text: string): Action => ({ type: 'opened', file, text });
const typed = (text: string): Action => ({ type: 'edited', text });
/** Plays what is there, as the effects would. */
const play = (state: AppState): AppState =>
  after(state, { type: 'played', played: playedOfText(state.source?.text ?? ''), diagnostics: [] });

const undo: Action = { type: 'undo' };
const redo: Action = { type: 'redo' };

const open = play(after(initialState, opened('a.mm', 'brk()\nmmap()\n')));
const text = ({ source }: AppState): string =>
  `${source?.file ?? ''}: ${(source?.text ?? '').trim().replaceAll('\n', ' ')}`;
const whats = ({ history }: AppState): string[] => history.past.map(({ what }) => what);

describe('undo', () => {
  it('takes back what was typed, pause by pause, and makes it again', () => {
    const once = play(after(open, typed('brk()\n'), typed('brk()\nm'), typed('brk()\nmunmap()\n')));
    const twice = play(after(once, typed('brk()\n')));
    expect(whats(twice)).toEqual(['typing into a.mm', 'typing into a.mm']);
    expect(text(after(twice, undo))).toBe('a.mm: brk() munmap()');
    expect(text(after(twice, undo, undo))).toBe('a.mm: brk() mmap()');
    const back = after(twice, undo, undo);
    expect(after(back, undo)).toBe(back);
    expect(text(after(twice, undo, undo, redo, redo))).toBe('a.mm: brk()');
    expect(after(twice, undo, undo).source?.edited).toBe(false);
  });

  it('takes back a choice and a skip, and says what', () => {
    const chosen = after(open, { type: 'chosen', choice: { kernel: '6.12' } }, { type: 'skip', skip: true });
    expect(whats(chosen)).toEqual(['choosing 6.12', 'skipping what is not modelled']);
    const back = after(chosen, undo);
    expect(back).toMatchObject({ skipUnmodelled: false, stale: true, choice: { kernel: '6.12' } });
    expect(after(back, undo).choice.kernel).toBe('');
    expect(whats(after(open, { type: 'chosen', choice: { kernel: '', arch: 'arm64' } }))).toEqual([
      "choosing the file's kernel, arm64",
    ]);
  });

  it('goes back to the file that was open before, to its place, with what was typed into it', () => {
    const edited = play(after(open, typed('brk()\nmmap()\nmunmap()\n')));
    const at = after(edited, { type: 'seek', position: { call: 0, step: 1 } });
    const other = play(after(at, opened('b.mm', 'brk()\n')));
    expect(whats(other).at(-1)).toBe('opening b.mm');
    const back = after(other, undo);
    expect(text(back)).toBe('a.mm: brk() mmap() munmap()');
    expect(play(back).position).toEqual({ call: 0, step: 1 });
    expect(text(after(back, redo))).toBe('b.mm: brk()');
  });

  it('keeps the place where only the text is another', () => {
    const edited = play(after(open, { type: 'seek', position: { call: 1, step: 0 } }, typed('#\nbrk()\nmmap()\n')));
    expect(play(after(edited, undo)).position).toEqual({ call: 1, step: 0 });
  });

  it('takes back a branch with what was typed into it', () => {
    const forked = play(after(open, { type: 'branch', action: { type: 'fork' } }, typed('brk()\n')));
    expect(whats(forked)).toEqual(['a new branch', 'typing into a.mm']);
    const back = after(forked, undo, undo);
    expect(back.branches).toBeNull();
    expect(text(back)).toBe('a.mm: brk() mmap()');
    expect(after(back, redo).branches?.list).toHaveLength(2);
  });

  it('is not about moves, nor about what is opened first', () => {
    expect(whats(open)).toEqual([]);
    expect(
      whats(after(open, { type: 'seek', position: { call: 0, step: 0 } }, { type: 'theme', theme: 'dark' })),
    ).toEqual([]);
    expect(whats(after(open, typed('brk()\nmmap()\n'), { type: 'skip', skip: false }))).toEqual([]);
  });

  it('forgets what could be made again when something else is edited', () => {
    const other = after(open, { type: 'skip', skip: true }, undo, { type: 'chosen', choice: { arch: 'arm64' } });
    expect(other.history.future).toEqual([]);
    expect(after(other, redo)).toBe(other);
  });

  it('keeps a hundred edits, and no more text than there is room for', () => {
    let state = open;
    for (let i = 0; i < 150; i++) state = play(after(state, typed(`brk(${i})\n`)));
    expect(state.history.past).toHaveLength(100);
    const large = 'x'.repeat(12 * 1024 * 1024);
    for (let i = 0; i < 4; i++) state = play(after(state, opened(`${i}.mm`, `${large}${i}`)));
    expect(state.history.past.length).toBeLessThan(4);
  });
});
