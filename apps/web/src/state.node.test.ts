import { vpn, type Diagnostic } from '@mm-playground/api';
import { INITIAL } from '@mm-playground/viewers';
import { describe, expect, it } from 'vitest';
import { callAtLine } from './place.ts';
import { initialState, reduce, type Action, type AppState } from './state.ts';
import { playedOfText, type MadeUp } from './testing/played-of-text.ts';

const TEXT = '# comment\nbrk()\nmmap()\n\nmunmap()\nexit_group()\n';

const after = (state: AppState, ...actions: readonly Action[]): AppState => actions.reduce(reduce, state);

const opened = (text = TEXT): Action => ({ type: 'opened', file: 'a.mm', text });
const played = (text = TEXT, more: MadeUp = {}): Action => ({
  type: 'played',
  played: playedOfText(text, more),
  diagnostics: [],
});
const seek = (call: number, step: number): Action => ({ type: 'seek', position: { call, step } });

const place = ({ position }: AppState): string => `${position.call}.${position.step}`;
const open = after(initialState, opened(), played());

describe('a file that is opened', () => {
  it('shows where there is most to see: before the program took everything down', () => {
    expect(place(open)).toBe('2.2');
    expect(place(after(initialState, opened('brk()\nmmap()\n'), played('brk()\nmmap()\n')))).toBe('1.2');
    expect(place(after(initialState, opened('#\n'), played('#\n')))).toBe('-1.-1');
  });

  it('shows the place that a link asks for, moved inside the program', () => {
    const at = (call: number, step: number): string =>
      place(after(initialState, { type: 'opened', file: 'a', text: TEXT, position: { call, step } }, played()));
    expect(at(1, 0)).toBe('1.0');
    expect(at(1, 900)).toBe('1.2');
    expect(at(900, 0)).toBe('3.2');
    expect(at(-1, 5)).toBe('-1.-1');
  });

  it('forgets what belonged to the one before', () => {
    const selected = after(open, { type: 'selected', selection: { kind: 'page', start: vpn(1), end: vpn(2) } });
    expect(after(selected, { type: 'skip', skip: true }, opened())).toMatchObject({
      selection: null,
      skipUnmodelled: false,
      played: null,
      stale: true,
      position: INITIAL,
    });
  });
});

describe('what could not be done', () => {
  const trouble: Action = { type: 'trouble', message: 'No.' };

  it('is said until something else is asked for, also where the answer to the request before comes after it', () => {
    const race = played(TEXT, { race: { call: 4, threads: [], words: '' } });
    const said = after(initialState, opened(), trouble, race);
    expect(said.trouble).toBe('No.');
    expect(after(said, { type: 'edited', text: 'brk()\n' }).trouble).toBeNull();
    expect(after(said, opened()).trouble).toBeNull();
  });
});

describe('a race that is explored', () => {
  const raced = (more: Partial<Action> = {}): AppState =>
    after(
      initialState,
      { ...opened(), ...more } as Action,
      played(TEXT, { race: { call: 4, threads: [], words: null } }),
    );
  const follow = (state: AppState): AppState =>
    after(state, { type: 'follow', words: 'a:b', move: state.isPlaced ? null : 7 });

  it('moves time to what was found, unless somebody said where to stand', () => {
    expect(follow(raced()).wanted).toEqual({ call: 4, step: 7 });
    expect(follow(raced({ position: { call: 1, step: 0 } })).wanted).toEqual({ call: 1, step: 0 });
    expect(follow(after(raced(), seek(0, 1))).wanted).toEqual({ call: 0, step: 1 });
  });
});

describe('moving in time', () => {
  const move = (by: 'call' | 'step', count: number): Action => ({ type: 'move', by, count });

  it('goes call by call to where each has returned', () => {
    expect(place(after(open, seek(0, 1), move('call', 1)))).toBe('1.2');
    expect(place(after(open, seek(1, 0), move('call', -1)))).toBe('0.2');
    expect(place(after(open, seek(0, 0), move('call', -1)))).toBe('-1.-1');
    expect(place(after(open, seek(0, 0), move('call', 1e9)))).toBe('3.2');
    expect(place(after(open, move('call', -1e9)))).toBe('-1.-1');
  });

  it('goes step by step through the calls', () => {
    expect(place(after(open, seek(0, 1), move('step', 1)))).toBe('0.2');
    expect(place(after(open, seek(0, 2), move('step', 1)))).toBe('1.0');
    expect(place(after(open, seek(1, 0), move('step', -1)))).toBe('0.2');
    expect(place(after(open, seek(3, 2), move('step', 1)))).toBe('3.2');
  });

  it('follows a click on a line with a call, and on no other', () => {
    expect(place(after(open, { type: 'line', line: 2 }))).toBe('0.2');
    expect(after(open, { type: 'line', line: 1 })).toBe(open);
    expect(after(open, { type: 'line', line: 4 })).toBe(open);
  });

  it('changes nothing where it stays', () => {
    expect(after(open, seek(2, 2))).toBe(open);
    expect(after(open, seek(2, 99))).toBe(open);
  });
});

describe('a program that is played again', () => {
  it('keeps the place by its line when lines come before it', () => {
    const text = `#\n#\n${TEXT}`;
    expect(place(after(open, seek(1, 1), { type: 'edited', text }, played(text)))).toBe('1.1');
    const more = TEXT.replace('brk()', 'brk()\nmadvise()');
    expect(place(after(open, seek(1, 1), { type: 'edited', text: more }, played(more)))).toBe('2.1');
  });

  it('stays near when the call itself is gone', () => {
    const less = TEXT.replace('mmap()\n', '');
    expect(place(after(open, seek(1, 2), { type: 'edited', text: less }, played(less)))).toBe('0.2');
  });

  it('stays after the call on a machine whose call has another number of steps', () => {
    const state = after(open, seek(1, 2), { type: 'chosen', choice: { arch: 'arm64' } });
    expect(state.stale).toBe(true);
    expect(place(after(state, played(TEXT, { steps: 7 })))).toBe('1.6');
    expect(place(after(state, seek(1, 1), played(TEXT, { steps: 7 })))).toBe('1.1');
  });

  it('keeps the selection unless pages have another size', () => {
    const selected = after(open, { type: 'selected', selection: { kind: 'page', start: vpn(1), end: vpn(2) } });
    expect(after(selected, played()).selection).not.toBeNull();
    expect(after(selected, played(TEXT, { pageShift: 14 })).selection).toBeNull();
  });

  it('stays on screen while the newer text has mistakes', () => {
    const mistake: Diagnostic = { file: 'a', span: { line: 1, column: 1, length: 0 }, severity: 'error', message: '?' };
    const state = after(open, { type: 'edited', text: 'brk(' }, { type: 'checked', diagnostics: [mistake] });
    expect(state).toMatchObject({ played: open.played, diagnostics: [mistake], stale: true });
  });
});

it('shows the notice again when the replay stops somewhere else', () => {
  const stop = (line: number): Action =>
    played(TEXT, {
      stopped: { line, call: -1, text: 'process_mrelease is not modelled', source: 'process_mrelease()' },
    });
  const closed = after(open, stop(5), { type: 'notice-closed' });
  expect(after(closed, stop(5)).noticeClosed).toBe(true);
  expect(after(closed, stop(3)).noticeClosed).toBe(false);
});

it('finds the last call at or above a line', () => {
  const { played: run } = open;
  expect([0, 1, 2, 3, 4, 5, 99].map((line) => callAtLine(run, line))).toEqual([-1, -1, 0, 1, 1, 2, 3]);
  expect(callAtLine(null, 3)).toBe(-1);
});
