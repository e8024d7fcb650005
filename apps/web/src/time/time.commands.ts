/* Commands of time: by the call graph, to conditions, and branches of the script. */
import { does, type Command, type Desk } from '../commands/command.ts';
import type { AppState } from '../state.ts';
import { branchesNow, MOST_BRANCHES, type BranchAction } from './branches.ts';
import type { TimeAction } from './time.ts';

const isPlayed = ({ state }: Desk): boolean => state.played !== null;
const hasBranches = ({ state }: Desk): boolean => state.branches !== null;

const time = (action: TimeAction | ((state: AppState) => TimeAction)): ((desk: Desk) => void) =>
  does((state) => ({ type: 'time', action: typeof action === 'function' ? action(state) : action }));

const branch = (action: BranchAction): ((desk: Desk) => void) => does({ type: 'branch', action });

/** Moves by the call graph, plays, runs to conditions. */
export const graphCommands: readonly Command[] = [
  { id: 'time.over', title: 'Over a function', keys: ['n'], run: time({ type: 'graph', move: 'over' }) },
  { id: 'time.back-over', title: 'Back over a function', keys: ['N'], run: time({ type: 'graph', move: 'back over' }) },
  { id: 'time.out', title: 'Out of the function', keys: ['f'], run: time({ type: 'graph', move: 'out' }) },
  {
    id: 'time.back-out',
    title: 'Back to before the function',
    keys: ['F'],
    run: time({ type: 'graph', move: 'back out' }),
  },
  {
    id: 'time.play',
    title: 'Play or pause',
    keys: [' '],
    run: time((state) => ({ type: 'playing', on: !state.time.playing })),
  },
  { id: 'time.condition', title: 'Write a condition to run to', keys: ['/'], run: time({ type: 'ask' }) },
  {
    id: 'time.run-to',
    title: 'Run on to the condition',
    keys: ['c'],
    run: time({ type: 'run-to', direction: 'forward' }),
  },
  {
    id: 'time.run-back',
    title: 'Run back to the condition',
    keys: ['C'],
    run: time({ type: 'run-to', direction: 'backward' }),
  },
].map((command) => ({ ...command, section: 'Time', when: isPlayed }));

/** Branches. */
export const branchCommands: readonly Command[] = [
  {
    id: 'edit.branch',
    title: 'Branch the script here',
    section: 'Edit',
    keys: ['b'],
    when: ({ state }) => state.source !== null && (state.branches?.list.length ?? 0) < MOST_BRANCHES,
    run: branch({ type: 'fork' }),
  },
  {
    id: 'edit.open-branch',
    title: 'Open a branch',
    section: 'Edit',
    keys: ['B'],
    when: hasBranches,
    choices: ({ state }) =>
      branchesNow(state).map(({ id, name }) => ({
        id: String(id),
        title: name,
        isCurrent: id === state.branches?.current,
        run: branch({ type: 'switch', id }),
      })),
  },
];
