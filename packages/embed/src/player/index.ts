/** What was played, as viewers need it, and two programs beside each other: for shells that compose viewers of their own. */
export { costsBeside, sentences } from '../compare/costs.templates.ts';
export { costsAt, type CostRow, type Costs, type CostTable, type Sides, type Views } from '../compare/costs.ts';
export { alone, comparing, foundOf, otherSteps, type Difference, type Found } from '../compare/differences.ts';
export { answers, differencesList } from '../compare/differences.templates.ts';
export { differenceStyles } from '../compare/differences.styles.ts';
export { otherMachine, wordOfMachine, type MachinePart, type OtherMachine } from '../compare/other-machine.ts';
export { alignmentOf, besidesPosition, resized, stepAlignmentOf } from './beside.ts';
export { collecting, inSlices, type Outdated } from './in-slices.ts';
export { PlayedSession } from './played-session.ts';
export { clampPosition, type Assumed, type Finding, type Played, type Unmodelled } from './played.ts';
export { Scene, type Moment, type SceneFacts } from './scene.ts';
