/* Where time stands: call by call, step by step, and to a call that is chosen. */
import { endOf, INITIAL } from '@mm-playground/viewers';
import type { Action } from '../state.ts';
import { does, type Choice, type Command, type Desk } from './command.ts';

const FAR = 1_000_000_000;
const TEN = 10;

const move = (by: 'call' | 'step', count: number): ((desk: Desk) => void) => does({ type: 'move', by, count });

const isPlayed = ({ state }: Desk): boolean => state.played !== null;

/** Moves in time. */
export const timeCommands: readonly Command[] = [
  { id: 'time.next-call', title: 'Next call', keys: ['j', ']'], run: move('call', 1) },
  { id: 'time.previous-call', title: 'Previous call', keys: ['k', '['], run: move('call', -1) },
  { id: 'time.next-step', title: 'Next step', keys: ['l', '.'], run: move('step', 1) },
  { id: 'time.previous-step', title: 'Previous step', keys: ['h', ','], run: move('step', -1) },
  { id: 'time.ten-calls-on', title: 'Ten calls on', keys: ['J', '}'], run: move('call', TEN) },
  { id: 'time.ten-calls-back', title: 'Ten calls back', keys: ['K', '{'], run: move('call', -TEN) },
  { id: 'time.first', title: 'Initial state', keys: ['g', '0'], run: does({ type: 'seek', position: INITIAL }) },
  { id: 'time.last', title: 'Last call', keys: ['G', '$'], run: move('call', FAR) },
  { id: 'time.call', title: 'Go to a call', keys: ['#'], choices: callChoices },
].map((command) => ({ ...command, section: 'Time', when: isPlayed }));

function callChoices({ state: { played, position } }: Desk): readonly Choice[] {
  const calls = played?.calls ?? [];
  return calls.map(({ index, line, text, result }) => ({
    id: `line-${line}`,
    title: `${index + 1} ${text}`,
    detail: result === undefined ? '' : `= ${result}`,
    isCurrent: index === position.call,
    run: does((): Action => ({ type: 'seek', position: endOf(calls, index) })),
  }));
}
