/** What was played, as viewers need it: for shells that compose viewers of their own. */
export { alignmentOf, besidesPosition, stepAlignmentOf } from './beside.ts';
export { PlayedSession } from './played-session.ts';
export { clampPosition, type Assumed, type Finding, type Played, type Unmodelled } from './played.ts';
export { Scene, type Moment, type SceneFacts } from './scene.ts';
