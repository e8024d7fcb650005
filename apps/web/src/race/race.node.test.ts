import { describe, expect, it } from 'vitest';
import { INITIAL } from '@mm-playground/viewers';
import { initialState, reduce, type Action, type AppState } from '../state.ts';
import { Store } from '../store.ts';
import { playedOfText } from '../testing/played-of-text.ts';
import type { Engine } from '../engine.ts';
import type { RaceFacts } from '../played.ts';
import { placesNow } from '../shell/panes.ts';
import { startRaces } from './race-effects.ts';
import { countText, shareText, type RaceReport } from './race.ts';

const TEXT = 'mmap()\nstore()\n#@ race\n';
const RACE: RaceFacts = {
  call: 2,
  threads: [
    { name: 'writer', calls: ['mmap()'] },
    { name: 'reader', calls: ['walk()'] },
  ],
  words: null,
};
const STORY = { title: 'The gap', question: 'Can it be seen?', explain: [], expect: [] };

const after = (state: AppState, ...actions: readonly Action[]): AppState => actions.reduce(reduce, state);
const opened: Action = { type: 'opened', file: 'gap.mm', text: TEXT };
const played = (kernel = '6.10', race: RaceFacts | null = RACE): Action => ({
  type: 'played',
  played: playedOfText(TEXT, { story: STORY, race, machine: { kernel, arch: 'x86-64', index: 'Maple tree' } }),
  diagnostics: [],
});
/** As it is when a schedule of four moves was played. */
const playedSchedule: Action = {
  type: 'played',
  played: playedOfText(`${TEXT}race()\n`, { steps: 4, race: { ...RACE, words: 'writer:unmap' } }),
  diagnostics: [],
};
const place = ({ position }: AppState): string => `${position.call}.${position.step}`;

const REPORT: RaceReport = {
  ...{ schedules: 12n, states: 9, runs: 4, bound: null, outcomes: [], matrix: [] },
  shown: [
    {
      ...{
        property: 'no-gap',
        what: 'it was not seen',
        words: 'writer:unmap reader:return',
        schedules: 3n,
        share: 0.25,
      },
      ...{ moment: 2, interleaving: { threads: [], moves: [] } },
    },
  ],
};

/** The panes in view. */
const shown = (state: AppState): readonly string[] => placesNow(state).stacks.map(({ chosen }) => chosen);

describe('a file with a story and a race', () => {
  it('is opened with both to see, and a file without them forgets their faces', () => {
    const open = after(initialState, opened, played());
    expect(shown(open)).toEqual(['story', 'map', 'race', 'tables']);
    const plain = after(open, opened, { type: 'played', played: playedOfText(TEXT), diagnostics: [] });
    expect(shown(plain)).toEqual(['script', 'map', 'maps', 'tables']);
  });

  it('keeps the face that somebody turned to when the kernel changes', () => {
    const turned = after(initialState, opened, played(), { type: 'layout', layout: { type: 'show', pane: 'calls' } });
    expect(shown(after(turned, { type: 'chosen', choice: { kernel: '6.12' } }, played('6.12')))).toContain('calls');
  });
});

describe('a schedule that is followed', () => {
  const open = after(initialState, opened, played());
  const follow: Action = { type: 'follow', words: 'writer:unmap', move: 2 };

  it('is played first, and then shows the moment', () => {
    const asked = after(open, follow);
    expect(asked).toMatchObject({ followed: 'writer:unmap', stale: true, position: { call: 1 } });
    expect(place(after(asked, playedSchedule))).toBe('2.2');
  });

  it('is not played again for another of its moments', () => {
    const there = after(open, follow, playedSchedule, { ...follow, move: 3 });
    expect(there.stale).toBe(false);
    expect(place(there)).toBe('2.3');
  });

  it('is forgotten with its kernel, what other kernels came to is not', () => {
    const explored: Action = { type: 'explored', kernel: '6.10', run: { status: 'done', report: REPORT } };
    const other = after(open, explored, follow, { type: 'chosen', choice: { kernel: '6.12' } });
    expect(other.followed).toBeNull();
    expect(Object.keys(other.races)).toEqual(['6.10']);
    expect(after(other, { type: 'chosen', choice: { arch: 'arm64' } }).races).toEqual({});
    expect(after(other, { type: 'edited', text: 'brk()\n' }).races).toEqual({});
  });

  it('needs a race', () => {
    const plain = after(initialState, opened, played('6.10', null));
    expect(after(plain, follow)).toBe(plain);
  });
});

/** An engine whose explorations end when they are told to. */
class Explorations {
  readonly asked: string[] = [];
  readonly #ends: ((report: RaceReport | null) => void)[] = [];
  readonly engine: Engine = {
    facts: () => ({ kernel: [], arch: [], index: [] }),
    loaded: () => ({
      plugins: [],
      kernels: [],
      architectures: [],
      indexes: [],
      viewers: [],
      importers: [],
      exporters: [],
      scripts: [],
      failures: [],
    }),
    play: async () => null,
    follow: () => ({ append: async () => null, finish: async () => null }),
    explore: async ({ choice }, _outdated, progress) => {
      this.asked.push(choice.kernel);
      progress({ runs: 1, states: 2 });
      return new Promise((resolve) => this.#ends.push(resolve));
    },
  };

  async end(report: RaceReport | null = REPORT): Promise<void> {
    this.#ends.shift()?.(report);
    for (let turn = 0; turn < 4; turn++) await Promise.resolve();
  }
}

function start(...actions: readonly Action[]): { readonly store: Store; readonly explorations: Explorations } {
  const explorations = new Explorations();
  const store = new Store();
  startRaces(store, explorations.engine);
  for (const action of actions) store.dispatch(action);
  return { store, explorations };
}

describe('exploring', () => {
  it('begins by itself with a small race, and shows the moment of the violation', async () => {
    const { store, explorations } = start(opened, played());
    expect(explorations.asked).toEqual(['6.10']);
    expect(store.state.races['6.10']).toEqual({ status: 'running', runs: 1, states: 2 });
    await explorations.end();
    expect(store.state).toMatchObject({ followed: 'writer:unmap reader:return', wanted: { call: 2, step: 2 } });
  });

  it('waits to be asked where more threads race', () => {
    const third = { name: 'other', calls: ['load()'] };
    const { explorations } = start(opened, played('6.10', { ...RACE, threads: [...RACE.threads, third] }));
    expect(explorations.asked).toEqual([]);
  });

  it('takes all kernels in turn, and none twice', async () => {
    const { store, explorations } = start(opened, played());
    await explorations.end();
    store.dispatch({ type: 'explore', kernels: ['6.10', '6.11', '6.12'] });
    for (const _ of ['6.11', '6.12']) await explorations.end();
    expect(explorations.asked).toEqual(['6.10', '6.11', '6.12']);
    expect(Object.values(store.state.races).map(({ status }) => status)).toEqual(['done', 'done', 'done']);
  });

  it('is cancelled, and does not begin again by itself', async () => {
    const { store, explorations } = start(opened, played());
    store.dispatch({ type: 'explore', kernels: [] });
    expect(store.state.races['6.10']).toEqual({ status: 'cancelled' });
    await explorations.end();
    expect(store.state.races['6.10']).toEqual({ status: 'cancelled' });
    expect(explorations.asked).toEqual(['6.10']);
  });

  it('of a text that was edited is not what the new text came to', async () => {
    const { store, explorations } = start(opened, played(), { type: 'edited', text: 'brk()\n' });
    await explorations.end();
    expect(store.state.races).toEqual({});
    expect(store.state.position).not.toBe(INITIAL);
  });
});

describe('numbers', () => {
  it('are written so that somebody can read them', () => {
    expect([12n, 122_084_003n, 21_583_348_913_562_069_704n].map(countText)).toEqual([
      '12',
      '122,084,003',
      '2.15 × 10^19',
    ]);
    expect([0, 0.002, 0.74, 0.9999, 1].map(shareText)).toEqual(['0 %', '< 1 %', '74 %', '> 99 %', '100 %']);
  });
});
