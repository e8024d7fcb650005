import { expect, it, vi } from 'vitest';
import { initialState, reduce, type Action, type AppState } from '../state.ts';
import { branchesNow } from '../time/branches.ts';
import { keepWork, keptWork, workOf, workOfText } from './works.ts';

const after = (...actions: readonly Action[]): AppState => actions.reduce<AppState>(reduce, initialState);

const TEXT = 'brk()\n';
const own = after(
  { type: 'opened', file: 'a.mm', text: TEXT, position: { call: 0, step: 1 } },
  { type: 'chosen', choice: { kernel: '6.12' } },
);

it('keeps a text of one’s own with its machine and its place, and gives it back as it was', () => {
  const work = workOf(own);
  expect(work).toMatchObject({ file: 'a.mm', text: TEXT, edited: false, position: { call: 0, step: 1 } });
  expect(workOfText(JSON.stringify(work))).toEqual(work);
  if (work !== null) keepWork('one', work);
  expect(keptWork('one')).toEqual(work);
  const back = reduce(initialState, { type: 'reopened', work: work ?? expect.fail('there is a work') });
  expect(back).toMatchObject({ source: own.source, choice: own.choice, position: own.position, stale: true });
});

it('keeps a program that comes along only once somebody typed into it', () => {
  const sample: Action = { type: 'opened', file: 'ls.strace', text: TEXT, sample: 'ls' };
  expect(workOf(after(sample))).toBeNull();
  expect(workOf(after(sample, { type: 'edited', text: `#\n${TEXT}` }))).toMatchObject({ sample: 'ls', edited: true });
});

const branched = after(
  { type: 'opened', file: 'a.mm', text: TEXT },
  { type: 'branch', action: { type: 'fork' } },
  { type: 'edited', text: `${TEXT}munmap(0, 4096)\n` },
);

it('keeps the branches of a text, each with the text that it has now', () => {
  const work = workOf(branched) ?? expect.fail('there is a work');
  const read = workOfText(JSON.stringify(work));
  expect(read).toEqual(work);
  const back = reduce(initialState, { type: 'reopened', work });
  expect(back.source).toEqual(branched.source);
  expect(branchesNow(back)).toEqual(branchesNow(branched));
  const there = reduce(back, { type: 'branch', action: { type: 'switch', id: 0 } });
  expect(there.source?.text).toBe(TEXT);
  const again = reduce(there, { type: 'branch', action: { type: 'switch', id: 1 } });
  expect(again.source?.text).toBe(branched.source?.text);
});

it('keeps the open branch alone where all of them are too large together', () => {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, text: string) => stored.set(name, text),
    removeItem: (name: string) => stored.delete(name),
  });
  const text = 'brk()\n'.repeat(100_000);
  const large = workOf(after({ type: 'opened', file: 'a.mm', text }, { type: 'branch', action: { type: 'fork' } }));
  if (large !== null) keepWork('large', large);
  vi.unstubAllGlobals();
  const kept = workOfText(stored.get('mm-playground.work.large') ?? null);
  expect(kept).toMatchObject({ text, branches: null });
});

it.each([
  ['a branch that left none', { list: [{ parent: null }, { id: 1, parent: 7 }], current: 0 }],
  ['a branch that left itself', { list: [{ parent: null }, { id: 1, parent: 1 }], current: 0 }],
  ['one branch', { list: [{ parent: null }], current: 0 }],
  ['two of one name', { list: [{ parent: null }, { parent: 0 }], current: 0 }],
  ['no open one', { list: [{ parent: null }, { id: 1, parent: 0 }], current: 2 }],
  ['a text that is none', { list: [{ parent: null }, { id: 1, parent: 0, text: 7 }], current: 0 }],
])('finds no branches where there is %s', (_, { list, current }) => {
  const whole = list.map((branch) => ({ id: 0, name: 'a', line: 0, text: '', ...branch }));
  const text = JSON.stringify({ ...workOf(own), branches: { list: whole, current } });
  expect(workOfText(text)).toMatchObject({ file: 'a.mm', branches: null });
});

it('keeps nothing of a program that still runs, and nothing where nothing is open', () => {
  expect(workOf(after({ type: 'live-opened', file: 'top' }))).toBeNull();
  expect(workOf(initialState)).toBeNull();
});

it.each([
  null,
  '',
  '{',
  '[]',
  '{"file":"a","text":7,"choice":{},"position":{"call":0,"step":0}}',
  '{"file":"a","text":"","choice":{},"position":{"call":"0","step":0}}',
  '{"file":"a","text":"","position":{"call":0,"step":0}}',
])('finds no work in %j', (text) => {
  expect(workOfText(text)).toBeNull();
});
