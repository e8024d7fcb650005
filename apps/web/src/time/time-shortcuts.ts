/* The keys of time, as rows of the table of all keys (`shortcuts.ts`). */
import type { Shortcut } from '../shortcuts.ts';
import type { AppState } from '../state.ts';
import type { TimeAction } from './time.ts';

const row = (key: string, shown: string, meaning: string, action: (state: AppState) => TimeAction): Shortcut => ({
  keys: [key],
  shown: [shown],
  meaning,
  action: (state) => ({ type: 'time', action: action(state) }),
});

/** The rows, in the order of the dialog. */
export const TIME_SHORTCUTS: readonly Shortcut[] = [
  row('n', 'N', 'over a function', () => ({ type: 'graph', move: 'over' })),
  row('N', 'Shift N', 'back over a function', () => ({ type: 'graph', move: 'back over' })),
  row('f', 'F', 'out of the function', () => ({ type: 'graph', move: 'out' })),
  row('F', 'Shift F', 'back to before the function', () => ({ type: 'graph', move: 'back out' })),
  row(' ', 'Space', 'play or pause', ({ time }) => ({ type: 'playing', on: !time.playing })),
  row('/', '/', 'write a condition to run to', () => ({ type: 'ask' })),
  row('c', 'C', 'run on to the condition', () => ({ type: 'run-to', direction: 'forward' })),
  row('C', 'Shift C', 'run back to the condition', () => ({ type: 'run-to', direction: 'backward' })),
  {
    keys: ['b'],
    shown: ['B'],
    meaning: 'branch the script at this call',
    action: () => ({ type: 'branch', action: { type: 'fork' } }),
  },
];
