/** The failure sweep: what happens when a step that can fail does. */
export type { Broken, LeftBehind, OldMappings } from './left-behind.ts';
export * from './sweep.ts';
