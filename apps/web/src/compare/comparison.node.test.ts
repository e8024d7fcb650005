import { besidesPosition, type Difference } from '@mm-playground/embed/player';
import type { Step } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { initialState, reduce, type Action, type AppState } from '../state.ts';
import { playedOfText, type MadeUp } from '../testing/played-of-text.ts';
import { besides, linkedOther, nextDifference, otherOf, type Other } from './comparison.ts';

const TEXT = 'brk()\nmmap()\nmunmap()\n';
const after = (state: AppState, ...actions: readonly Action[]): AppState => actions.reduce(reduce, state);
const played = (more: MadeUp = {}): Action => ({ type: 'played', played: playedOfText(TEXT, more), diagnostics: [] });
const open = after(initialState, { type: 'opened', file: 'a.mm', text: TEXT }, played());
const arch = (id: string): Other => ({ kind: 'arch', id });
const kernel = (id: string): Other => ({ kind: 'kernel', id });
const compare = (other: Other | null): Action => ({ type: 'compare', other });
const compared = (other: Other): Action => ({
  type: 'compared',
  comparison: { ...besides(other), played: playedOfText(TEXT), stale: false },
});

describe('a comparison', () => {
  it('begins with another architecture than the shown one when its face is looked at', () => {
    const look: Action = { type: 'layout', layout: { type: 'show', pane: 'compare' } };
    expect(after(open, look).comparison).toEqual(besides(arch('arm64')));
    const arm64 = after(open, played({ machine: { kernel: '6.18', arch: 'arm64', index: '' } }), look);
    expect(arm64.comparison?.other).toEqual(arch('x86-64'));
    expect(after(open, compare(kernel('6.10')), look).comparison?.other).toEqual(kernel('6.10'));
  });

  it('is stale when the program, the machine or the schedule is another, and stays as it is otherwise', () => {
    const ready = after(open, compare(arch('arm64')), compared(arch('arm64')));
    expect(ready.comparison?.stale).toBe(false);
    expect(after(ready, { type: 'edited', text: 'brk()\n' }).comparison?.stale).toBe(true);
    expect(after(ready, { type: 'chosen', choice: { kernel: '6.12' } }).comparison?.stale).toBe(true);
    expect(after(ready, { type: 'skip', skip: true }).comparison?.stale).toBe(true);
    const moved = after(ready, { type: 'seek', position: { call: 0, step: 1 } });
    expect(moved.comparison).toBe(ready.comparison);
  });

  it('takes no answer for an architecture that is no longer wanted', () => {
    const state = after(open, compare(arch('riscv64')), compared(arch('arm64')));
    expect(state.comparison).toMatchObject({ other: arch('riscv64'), played: null, stale: true });
    expect(after(state, compare(null)).comparison).toBeNull();
  });
});

describe('the other cursor', () => {
  const step = (name: string): Step => ({ kind: 'step', name, depth: 0, detail: {}, mark: 0 });
  const [one, two] = [
    ['first', 'alone', 'last'],
    ['first', 'other', 'last'],
  ].map((names) => names.map(step));
  const stepsOf = (steps: readonly Step[] = []) => ({ stepsOf: () => steps });
  const [shown, other] = [playedOfText(TEXT, stepsOf(one)), playedOfText('brk()\nmmap()\n', stepsOf(two))];

  it('stands in the same call, at the last step that both have', () => {
    expect(besidesPosition(shown, other, { call: 1, step: 0 })).toEqual({ call: 1, step: 0 });
    expect(besidesPosition(shown, other, { call: 1, step: 1 })).toEqual({ call: 1, step: 0 });
  });

  it('stands where the call has returned when the shown one does, and at its end where it stopped earlier', () => {
    expect(besidesPosition(shown, other, { call: 1, step: 2 })).toEqual({ call: 1, step: 2 });
    expect(besidesPosition(shown, other, { call: 2, step: 0 })).toEqual({ call: 1, step: 2 });
    expect(besidesPosition(shown, other, { call: -1, step: -1 })).toEqual({ call: -1, step: -1 });
  });
});

describe('what is compared with', () => {
  it.each(['arm64:granule=64', 'kernel:6.10', 'index:sorted-array', 'recording'])('is a word of a link: %s', (word) => {
    expect(linkedOther(besides(otherOf(word)))).toBe(word);
  });

  it("is nobody else's where it is a branch", () => {
    expect(linkedOther(besides({ kind: 'branch', id: 1 }))).toBeNull();
    expect(otherOf('branch:1')).toEqual({ kind: 'branch', id: 1 });
  });

  it('is a kernel of which the story says something else, where nobody said', () => {
    const verdict = (id: string, verdict: 'holds' | 'violated') => ({
      span: { line: 1, column: 1, length: 1 },
      ...{ kernel: id, property: 'no-gap', verdict },
    });
    const story = {
      ...{ title: 'The gap', question: undefined, explain: [] },
      expect: [
        verdict('6.10', 'violated'),
        verdict('6.12', 'holds'),
        verdict('6.18', 'holds'),
        verdict('6.11', 'violated'),
      ],
    };
    const machine = { kernel: '6.10', arch: 'x86-64', index: '' };
    const look: Action = { type: 'layout', layout: { type: 'show', pane: 'compare' } };
    expect(after(open, played({ machine, story }), look).comparison?.other).toEqual(kernel('6.18'));
  });

  it('is there at once where it is the recording, and stays as new as the program', () => {
    const state = after(open, compare({ kind: 'recording' }));
    expect(state.comparison).toMatchObject({ stale: false, played: null });
    expect(after(state, { type: 'skip', skip: true }).comparison?.stale).toBe(false);
  });
});

describe('a race on two kernels', () => {
  const race = { call: 3, threads: [], words: null };
  const withRace = after(open, played({ race }));

  it('is played one thread after the other, and shown at its end', () => {
    const state = after(withRace, compare(kernel('6.10')));
    expect(state).toMatchObject({ followed: '', stale: true, wanted: { call: 3, step: Number.MAX_SAFE_INTEGER } });
  });

  it('is left as it is where a schedule is followed, and beside a branch', () => {
    const words = 'writer:mas_store_gfp';
    const following = after(open, played({ race: { ...race, words } }));
    expect(after(following, compare(kernel('6.10'))).followed).toBe(words);
    expect(after(withRace, compare({ kind: 'recording' })).followed).toBeNull();
  });
});

describe('differences', () => {
  it('are gone through in a circle', () => {
    const at = (call: number): Difference => ({
      ...{ call, line: 1, text: '', where: '', a: '', b: '' },
      what: 'maps',
    });
    const found = { calls: 9, words: [], differences: [at(2), at(5)] };
    expect([0, 2, 5].map((call) => nextDifference(found, call)?.call)).toEqual([2, 5, 2]);
    expect(nextDifference({ calls: 9, words: [], differences: [] }, 0)).toBeUndefined();
  });
});
