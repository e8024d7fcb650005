/** Time and composition: the plugins that are loaded, and sessions that play a program on a machine of them. */
export type { Divergence, LocatedInference, Position, Verdict } from '@mm-playground/event-bus';
export { NOTHING } from './compare.ts';
export { mapsRowText } from './compare-maps.ts';
export { architectureOf } from './identifiers.ts';
export { Recorder } from './recorder.ts';
export * from './fail/index.ts';
export { Failing } from './failing.ts';
export * from './registry.ts';
export * from './report.ts';
export * from './session.ts';
export type * from './types.ts';
export * from './explore/index.ts';
