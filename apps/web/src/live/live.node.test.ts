import { describe, expect, it } from 'vitest';
import { initialState, reduce, type Action, type AppState } from '../state.ts';
import { playedOfText } from '../testing/played-of-text.ts';

const after = (...actions: readonly Action[]): AppState => actions.reduce(reduce, initialState);
const opened: Action = { type: 'live-opened', file: 'ls.strace' };
const CALL = 'brk(0) = 0x1000\n';

/** The text is so many calls long, and played. */
const grew = (calls: number): Action => {
  const text = CALL.repeat(calls);
  return { type: 'live-grew', text, played: playedOfText(text), diagnostics: [] };
};

describe('what is followed', () => {
  it('shows the newest call, and its text', () => {
    const state = after(opened, grew(2), grew(5));
    expect(state.position.call).toBe(4);
    expect(state.source).toEqual({ file: 'ls.strace', text: CALL.repeat(5), edited: false });
    expect(state.stale).toBe(false);
  });

  it('stays where somebody went, and follows again who goes to the end', () => {
    const away = after(opened, grew(5), { type: 'move', by: 'call', count: -3 }, grew(9));
    expect([away.position.call, away.live?.follows]).toEqual([1, false]);
    const back = [{ type: 'move', by: 'call', count: 100 } as const, grew(12)].reduce(reduce, away);
    expect([back.position.call, back.live?.follows]).toEqual([11, true]);
  });

  it('goes to the end when it is to follow, and stays when it is not', () => {
    const away = after(opened, grew(5), { type: 'seek', position: { call: 1, step: 0 } });
    const followed = reduce(away, { type: 'live-follow', follows: true });
    expect([followed.position.call, followed.live?.follows]).toEqual([4, true]);
    const left = [{ type: 'live-follow', follows: false } as const, grew(7)].reduce(reduce, followed);
    expect(left.position.call).toBe(4);
  });

  it('ends, and can be looked at', () => {
    const state = after(
      opened,
      grew(3),
      { type: 'live-pause', paused: true },
      { type: 'live-ended', how: 'it exited' },
    );
    expect(state.live).toEqual({ follows: true, paused: false, ended: 'it exited' });
  });

  it('is a text like others for who writes into it, and gone where another file is opened', () => {
    const edited = after(opened, grew(3), { type: 'edited', text: CALL });
    expect([edited.live, edited.stale]).toEqual([null, true]);
    expect(after(opened, grew(3), { type: 'opened', file: 'a.mm', text: CALL }).live).toBeNull();
    expect(reduce(edited, grew(9))).toBe(edited);
  });

  it('keeps what was shown where nothing can be read any more', () => {
    const diagnostics = [
      { file: 'a', span: { line: 9, column: 1, length: 0 }, severity: 'error', message: 'no' } as const,
    ];
    const state = after(opened, grew(3), { type: 'live-grew', text: 'x', played: null, diagnostics });
    expect([state.played?.calls.length, state.diagnostics.length]).toEqual([3, 1]);
  });
});
