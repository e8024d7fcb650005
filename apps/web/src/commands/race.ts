/* The race of the file that is open: on which kernels it is explored. */
import { does, type Command, type Desk } from './command.ts';

const hasRace = ({ state }: Desk): boolean => (state.played?.race ?? null) !== null;

const isRunning = ({ state }: Desk): boolean => Object.values(state.races).some(({ status }) => status === 'running');

/** The kernels that the story names, and the shown one. */
const kernels = ({ state: { played } }: Desk): readonly string[] => [
  ...new Set([...(played?.story?.expect ?? []).map(({ kernel }) => kernel), played?.machine.kernel ?? '']),
];

/** Explores. */
export const raceCommands: readonly Command[] = [
  {
    id: 'race.explore',
    title: 'Explore every schedule on this kernel',
    section: 'Race',
    when: (desk) => hasRace(desk) && !isRunning(desk),
    run: does(({ played }) => ({ type: 'explore', kernels: [played?.machine.kernel ?? ''] })),
  },
  {
    id: 'race.explore-all',
    title: 'Explore every schedule on every kernel that the story names',
    section: 'Race',
    when: (desk) => hasRace(desk) && !isRunning(desk) && kernels(desk).length > 1,
    run: (desk) => desk.dispatch({ type: 'explore', kernels: kernels(desk) }),
  },
  {
    id: 'race.cancel',
    title: 'Cancel exploring',
    section: 'Race',
    when: isRunning,
    run: does({ type: 'explore', kernels: [] }),
  },
];
