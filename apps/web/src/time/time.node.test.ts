import type { Step } from '@mm-playground/api';
import { createPlayground } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { initialState, reduce, type Action, type AppState } from '../state.ts';
import { playedOf } from '../played-session.ts';
import type { Played } from '../played.ts';
import { Store } from '../store.ts';
import { playedOfText } from '../testing/played-of-text.ts';
import { startTime } from './time-effects.ts';
import type { Outcome, TimeAction } from './time.ts';

const TEXT = 'brk()\nmmap()\nmunmap()\n';
const after = (state: AppState, ...actions: readonly Action[]): AppState => actions.reduce(reduce, state);
const time = (action: TimeAction): Action => ({ type: 'time', action });
const place = ({ position }: AppState): string => `${position.call}.${position.step}`;

/** `sys { inner { } }` */
const STEPS = (['enter', 'enter', 'exit', 'exit'] as const).map((kind, at): Step => {
  const isInner = at === 1 || at === 2;
  return { kind, name: isInner ? 'inner' : 'sys', depth: isInner ? 1 : 0, detail: {}, mark: at };
});

const played = (text = TEXT): Action => ({
  type: 'played',
  played: playedOfText(text, { steps: STEPS.length, stepsOf: () => STEPS }),
  diagnostics: [],
});
const open = after(initialState, { type: 'opened', file: 'a.mm', text: TEXT }, played());
const at = (call: number, step: number): AppState => after(open, { type: 'seek', position: { call, step } });

describe('moving by the call graph', () => {
  it('goes over, into and out of functions', () => {
    expect(place(after(at(0, 0), time({ type: 'graph', move: 'over' })))).toBe('0.2');
    expect(place(after(at(0, 0), time({ type: 'graph', move: 'into' })))).toBe('0.1');
    expect(place(after(at(0, 1), time({ type: 'graph', move: 'out' })))).toBe('0.2');
    expect(place(after(at(0, 3), time({ type: 'graph', move: 'over' })))).toBe('1.3');
    expect(place(after(at(1, 3), time({ type: 'graph', move: 'back over' })))).toBe('0.3');
  });

  it('ends playing', () => {
    const playing = after(open, time({ type: 'playing', on: true }));
    expect(playing.time.playing).toBe(true);
    expect(after(playing, time({ type: 'graph', move: 'back into' })).time.playing).toBe(false);
  });
});

describe('running to a condition', () => {
  const run = (text: string): Action => time({ type: 'run-to', direction: 'forward', text });

  it('asks for a condition where none is written', () => {
    const asked = after(open, time({ type: 'run-to', direction: 'forward' }));
    expect(asked.time.wanted).toBeNull();
    expect(asked.time.asked).not.toBe(open.time.asked);
  });

  it('goes where it was found, and nowhere when nobody waits any more', () => {
    const searching = after(at(0, 0), run('split'));
    const { wanted } = searching.time;
    if (wanted === null) throw new Error('nothing is searched for');
    const answer = time({ type: 'searched', wanted, outcome: { kind: 'found' }, position: { call: 1, step: 2 } });
    expect(place(after(searching, answer))).toBe('1.2');
    expect(place(after(searching, time({ type: 'stop' }), answer))).toBe('0.0');
    expect(place(after(searching, run('merge'), answer))).toBe('0.0');
  });

  it('forgets what it found when another program is played, and keeps what was written', () => {
    const searching = after(open, run('split'));
    expect(after(searching, played()).time).toMatchObject({ wanted: null, condition: 'split', run: null });
  });
});

const SCRIPT = `mmap(0x10000000, 3*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
munmap(0x10001000, PAGE)
munmap(0x10000001, PAGE)
`;

async function realPlay(text: string): Promise<Played> {
  const { session } = await createPlayground({ record: 'steps' }).load(text, { file: 'a.mm' });
  if (session === undefined) throw new Error('it cannot be played');
  session.run();
  return playedOf(session, text, 'x86-64');
}

describe('the effects of time', () => {
  /** A store with a program on it, and what becomes of it. */
  async function started(): Promise<{
    store: Store;
    until: (isSo: (state: AppState) => boolean) => Promise<AppState>;
  }> {
    const store = new Store();
    startTime(store);
    const until = (isSo: (state: AppState) => boolean): Promise<AppState> =>
      new Promise((done) => {
        if (isSo(store.state)) return done(store.state);
        const stop = store.subscribe((now) => {
          if (!isSo(now)) return;
          stop();
          done(now);
        });
      });
    store.dispatch({ type: 'opened', file: 'a.mm', text: SCRIPT });
    store.dispatch({ type: 'played', played: await realPlay(SCRIPT), diagnostics: [] });
    store.dispatch({ type: 'seek', position: { call: -1, step: -1 } });
    return { store, until };
  }

  const ended = ({ time: { outcome } }: AppState): boolean =>
    outcome.kind !== 'searching' && outcome.kind !== 'nothing asked';

  async function outcomes(text: string, direction: 'forward' | 'backward' = 'forward'): Promise<[Outcome, AppState]> {
    const { store, until } = await started();
    store.dispatch(time({ type: 'run-to', direction, text }));
    const state = await until(ended);
    return [state.time.outcome, state];
  }

  it('make the map of what was played', async () => {
    const { until } = await started();
    const { time: now, played: program } = await until((state) => state.time.run !== null);
    expect(now.run?.starts).toHaveLength((program?.calls.length ?? 0) + 1);
    expect(now.run?.marks.error).toHaveLength(1);
  });

  it('run to a place and show it', async () => {
    const [outcome, { position, played: program }] = await outcomes('split');
    expect(outcome).toEqual({ kind: 'found' });
    expect(program?.stepsOf(position.call)[position.step]).toMatchObject({ kind: 'exit', name: '__split_vma' });
  });

  it('say that there is none, and where a condition goes wrong', async () => {
    expect(await outcomes('merge').then(([outcome]) => outcome)).toEqual({ kind: 'not found', direction: 'forward' });
    expect(await outcomes('split', 'backward').then(([outcome]) => outcome)).toEqual({
      kind: 'not found',
      direction: 'backward',
    });
    expect(await outcomes('vma > 3').then(([outcome]) => outcome)).toMatchObject({ kind: 'mistake', column: 5 });
  });
});
