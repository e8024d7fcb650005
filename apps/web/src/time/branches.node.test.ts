import type { Step } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { alignmentOf, besidesPosition } from '@mm-playground/embed/player';
import { alone } from '@mm-playground/embed/player';
import { isShown } from '../layout/layout.ts';
import { initialState, reduce, type Action, type AppState } from '../state.ts';
import { playedOfText } from '../testing/played-of-text.ts';
import { branchesNow, depthOf, type BranchAction } from './branches.ts';

const TEXT = 'brk()\nmmap()\nmunmap()\n';
const after = (state: AppState, ...actions: readonly Action[]): AppState => actions.reduce(reduce, state);
const branch = (action: BranchAction): Action => ({ type: 'branch', action });
const edited = (text: string): Action[] => [
  { type: 'edited', text },
  { type: 'played', played: playedOfText(text), diagnostics: [] },
];
const fork = branch({ type: 'fork' });
const open = after(
  initialState,
  { type: 'opened', file: 'a.mm', text: TEXT },
  { type: 'played', played: playedOfText(TEXT), diagnostics: [] },
  { type: 'seek', position: { call: 1, step: 2 } },
);

/** `original`, `  branch 1 @2*`: name, line where it left, and which one is open. */
const drawn = (state: AppState): string[] =>
  branchesNow(state).map(
    (each, _, list) =>
      `${'  '.repeat(depthOf(list, each))}${each.name}${each.parent === null ? '' : ` @${each.line}`}${each.id === state.branches?.current ? '*' : ''}`,
  );

describe('a branch', () => {
  it('leaves the script after the line of the present call, with all of its text', () => {
    const state = after(open, fork);
    expect(drawn(state)).toEqual(['original', '  branch 1 @2*']);
    expect(state.source?.text).toBe(TEXT);
    expect(state.stale).toBe(false);
  });

  it('keeps both futures', () => {
    const state = after(open, fork, ...edited('brk()\nmmap()\nmremap()\n'));
    const back = after(state, branch({ type: 'switch', id: 0 }));
    expect(back.source).toMatchObject({ text: TEXT, branch: 0 });
    expect(back.stale).toBe(true);
    expect(after(back, branch({ type: 'switch', id: 1 })).source?.text).toBe('brk()\nmmap()\nmremap()\n');
  });

  it('may leave another branch', () => {
    const state = after(open, fork, { type: 'seek', position: { call: 2, step: 0 } }, fork);
    expect(drawn(state)).toEqual(['original', '  branch 1 @2', '    branch 2 @3*']);
  });

  it('has the name that somebody gives it', () => {
    const named = after(open, fork, branch({ type: 'rename', id: 1, name: '  shorter ' }));
    expect(drawn(named)).toEqual(['original', '  shorter @2*']);
    expect(drawn(after(named, branch({ type: 'rename', id: 1, name: ' ' })))).toEqual(drawn(named));
  });

  it('leaves its children to its parent when it is dropped, and the text to the parent when it is open', () => {
    const three = after(open, fork, ...edited('brk()\n'), fork, ...edited('exit()\n'));
    const dropped = after(three, branch({ type: 'drop', id: 1 }));
    expect(drawn(dropped)).toEqual(['original', '  branch 2 @1*']);
    expect(dropped.source?.text).toBe('exit()\n');
    const last = after(dropped, branch({ type: 'drop', id: 2 }));
    expect(last.branches).toBeNull();
    expect(last.source?.text).toBe(TEXT);
  });

  it('becomes the trunk when the trunk is dropped', () => {
    const state = after(open, fork, ...edited('brk()\n'), branch({ type: 'switch', id: 0 }), fork);
    expect(drawn(after(state, branch({ type: 'drop', id: 0 })))).toEqual(['branch 1', '  branch 2 @1*']);
  });

  it('is forgotten with its file, and there are not too many', () => {
    expect(after(open, fork, { type: 'opened', file: 'b.mm', text: '' }).branches).toBeNull();
    const many = after(open, ...Array<Action>(30).fill(fork));
    expect(many.branches?.list).toHaveLength(12);
  });

  it('is compared until it is opened or dropped', () => {
    const compared = after(open, fork, ...edited('brk()\n'), { type: 'compare', other: { kind: 'branch', id: 0 } });
    expect(compared.comparison).toMatchObject({ other: { kind: 'branch', id: 0 }, stale: true });
    expect(isShown(compared.layout, 'compare')).toBe(true);
    expect(after(compared, branch({ type: 'switch', id: 0 })).comparison).toBeNull();
    expect(after(compared, branch({ type: 'drop', id: 0 })).comparison).toBeNull();
  });
});

describe('two branches beside each other', () => {
  const step = (name: string): Step => ({ kind: 'step', name, depth: 0, detail: {}, mark: 0 });
  const stepsOf = (): readonly Step[] => ['first', 'second', 'third'].map(step);
  const shown = playedOfText('brk()\nmmap()\nmprotect()\nmunmap()\nexit()\n', { stepsOf });
  const other = playedOfText('brk()\nmremap()\nmprotect()\nmadvise()\nexit()\nexit()\n', { stepsOf });

  it('have the calls in common that stand in the same order', () => {
    expect([...alignmentOf(shown, other).there]).toEqual([0, -1, 2, -1, 5]);
    expect([...alignmentOf(other, shown).there]).toEqual([0, -1, 2, -1, -1, 4]);
  });

  it('stand in the same call, or after the last that they share', () => {
    expect(besidesPosition(shown, other, { call: 2, step: 1 })).toEqual({ call: 2, step: 1 });
    expect(besidesPosition(shown, other, { call: 1, step: 1 })).toEqual({ call: 0, step: 2 });
    expect(besidesPosition(shown, other, { call: 4, step: 2 })).toEqual({ call: 5, step: 2 });
  });

  it('list what only one of them does, first where they part', () => {
    expect(alone(shown, other).map(({ text, a }) => `${a === null ? '+' : '-'} ${text}`)).toEqual([
      ...['- mmap()', '+ mremap()', '- munmap()', '+ madvise()', '+ exit()'],
    ]);
  });
});
