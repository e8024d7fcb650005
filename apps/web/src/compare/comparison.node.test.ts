import { NO_COST, vpn, type CostView } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { initialState, reduce, type Action, type AppState } from '../state.ts';
import { playedOfText, type MadeUp } from '../testing/played-of-text.ts';
import { besidesPosition, bytesText, costRows, otherwise, resized } from './comparison.ts';

const TEXT = 'brk()\nmmap()\nmunmap()\n';
const after = (state: AppState, ...actions: readonly Action[]): AppState => actions.reduce(reduce, state);
const played = (more: MadeUp = {}): Action => ({ type: 'played', played: playedOfText(TEXT, more), diagnostics: [] });
const open = after(initialState, { type: 'opened', file: 'a.mm', text: TEXT }, played());
const compared = (arch: string): Action => ({
  type: 'compared',
  comparison: { arch, branch: null, played: playedOfText(TEXT), trouble: null, stale: false },
});

describe('a comparison', () => {
  it('begins with another architecture than the shown one when its face is looked at', () => {
    const look: Action = { type: 'layout', layout: { type: 'show', pane: 'compare' } };
    expect(after(open, look).comparison).toEqual({
      arch: 'arm64',
      branch: null,
      played: null,
      trouble: null,
      stale: true,
    });
    const arm64 = after(open, played({ machine: { kernel: '6.18', arch: 'arm64', index: '' } }), look);
    expect(arm64.comparison?.arch).toBe('x86-64');
    expect(after(open, { type: 'compare', arch: 'riscv64' }, look).comparison?.arch).toBe('riscv64');
  });

  it('is stale when the program, the machine or the schedule is another, and stays as it is otherwise', () => {
    const ready = after(open, { type: 'compare', arch: 'arm64' }, compared('arm64'));
    expect(ready.comparison?.stale).toBe(false);
    expect(after(ready, { type: 'edited', text: 'brk()\n' }).comparison?.stale).toBe(true);
    expect(after(ready, { type: 'chosen', choice: { kernel: '6.12' } }).comparison?.stale).toBe(true);
    expect(after(ready, { type: 'skip', skip: true }).comparison?.stale).toBe(true);
    const moved = after(ready, { type: 'seek', position: { call: 0, step: 1 } });
    expect(moved.comparison).toBe(ready.comparison);
  });

  it('takes no answer for an architecture that is no longer wanted', () => {
    const state = after(open, { type: 'compare', arch: 'riscv64' }, compared('arm64'));
    expect(state.comparison).toMatchObject({ arch: 'riscv64', played: null, stale: true });
    expect(after(state, { type: 'compare', arch: null }).comparison).toBeNull();
  });
});

describe('the other cursor', () => {
  const [shown, other] = [playedOfText(TEXT), playedOfText('brk()\nmmap()\n', {})];

  it('stands in the same call after as many steps', () => {
    expect(besidesPosition(shown, other, { call: 1, step: 1 })).toEqual({ call: 1, step: 1 });
  });

  it('stands where the call has returned when the shown one does, and at its end where it stopped earlier', () => {
    expect(besidesPosition(shown, other, { call: 1, step: 2 })).toEqual({ call: 1, step: 2 });
    expect(besidesPosition(shown, other, { call: 2, step: 0 })).toEqual({ call: 1, step: 2 });
    expect(besidesPosition(shown, other, { call: -1, step: -1 })).toEqual({ call: -1, step: -1 });
  });
});

it('a selection covers the same bytes in pages of another size', () => {
  const selection = { kind: 'range', start: vpn(5), end: vpn(9) } as const;
  expect(resized(selection, 12, 14)).toEqual({ kind: 'range', start: 1, end: 3 });
  expect(resized(selection, 14, 12)).toEqual({ kind: 'range', start: 20, end: 36 });
  expect(resized(selection, 12, 12)).toBe(selection);
  expect(resized(null, 12, 14)).toBeNull();
});

it('costs stand beside each other, levels by name', () => {
  const a: CostView = {
    ...NO_COST,
    levels: 4,
    pageBytes: 4096,
    tables: [
      { name: 'pgd', tables: 1, used: 2, entries: 512 },
      { name: 'pte', tables: 3, used: 49, entries: 1536 },
    ],
    tableBytes: 32768,
    overhead: 0.163,
    reachPerEntry: 4096,
  };
  const b: CostView = {
    ...a,
    levels: 3,
    pageBytes: 65536,
    tables: [{ name: 'pte', tables: 1, used: 4, entries: 8192 }],
    tableBytes: 65536,
  };
  const rows = costRows(a, b);
  const row = (name: string): readonly string[] | undefined => rows.find((each) => each.name === name)?.values;
  expect(row('levels')).toEqual(['4', '3']);
  expect(row('tables')).toEqual(['4', '1']);
  expect(row('pgd tables')).toEqual(['1 · 2/512', '–']);
  expect(row('bytes of page tables')).toEqual(['32 KiB', '64 KiB']);
  expect(rows.find(({ name }) => name === 'bytes of page tables')?.shares).toEqual([0.5, 1]);
  expect(row('overhead')).toEqual(['16 %', '16 %']);
  expect(bytesText(1536)).toBe('1.5 KiB');
});

it('calls that answer otherwise are told, and whether one of them fails', () => {
  const shown = playedOfText(TEXT);
  const other = playedOfText(TEXT, {
    calls: shown.calls.map((row) => (row.index === 1 ? { ...row, result: '-1 ENOMEM', failed: true } : row)),
  });
  expect(otherwise(shown, other)).toEqual([
    { call: 1, line: 2, text: 'mmap()', results: ['', '-1 ENOMEM'], isFailure: true },
  ]);
});
