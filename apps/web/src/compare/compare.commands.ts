/* What the program is compared with, and the way from one difference to the next. */
import { does, type Choice, type Command, type Desk } from '../commands/command.ts';
import type { MachinePart } from '@mm-playground/embed/player';
import { branchesNow } from '../time/branches.ts';
import { isRecording, nextDifference, sameOther, type Other } from './comparison.ts';

const choiceOf = ({ state }: Desk, id: string, title: string, other: Other): Choice => ({
  ...{ id, title },
  isCurrent: sameOther(state.comparison?.other, other),
  run: does({ type: 'compare', other }),
});

const ofMachines = (kind: MachinePart, title: string): Command => ({
  ...{ id: `compare.${kind}`, title },
  section: 'Compare',
  when: ({ state, facts }) => state.played !== null && facts !== null,
  choices: (desk) =>
    (desk.facts?.[kind] ?? []).map((each) => choiceOf(desk, each.id, each.title, { kind, id: each.id })),
});

/** Puts another kernel, architecture, index, branch or the recording beside the program. */
export const compareCommands: readonly Command[] = [
  ofMachines('kernel', 'Compare with another kernel'),
  ofMachines('arch', 'Compare with another architecture'),
  ofMachines('index', 'Compare with another index'),
  {
    id: 'compare.branch',
    title: 'Compare with a branch',
    section: 'Compare',
    when: ({ state }) => state.branches !== null,
    choices: (desk) =>
      branchesNow(desk.state)
        .filter(({ id }) => id !== desk.state.branches?.current)
        .map(({ id, name }) => choiceOf(desk, String(id), name, { kind: 'branch', id })),
  },
  {
    id: 'compare.recording',
    title: 'Compare with the recording',
    section: 'Compare',
    when: ({ state: { played } }) => played !== null && isRecording(played),
    run: does({ type: 'compare', other: { kind: 'recording' } }),
  },
  {
    id: 'compare.next',
    title: 'Next call that differs',
    section: 'Compare',
    when: ({ state: { comparison } }) => (comparison?.found?.differences.length ?? 0) > 0,
    run: ({ state: { comparison, position }, dispatch }) => {
      const found = comparison?.found ?? null;
      const next = found === null ? undefined : nextDifference(found, position.call);
      if (next !== undefined) dispatch({ type: 'seek', position: { call: next.call, step: Number.MAX_SAFE_INTEGER } });
    },
  },
  {
    id: 'compare.stop',
    title: 'Stop comparing',
    section: 'Compare',
    when: ({ state }) => state.comparison !== null,
    run: does({ type: 'compare', other: null }),
  },
];
