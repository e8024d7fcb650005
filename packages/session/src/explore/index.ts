/** Races: exploring their interleavings, and playing one of them. */
export * from './explore.ts';
export type { Wanted } from './graph.ts';
export * from './moves.ts';
export type { Errand, Observation } from './observe.ts';
export { openRace } from './open-race.ts';
export { isRace, raceDiagnostics, RaceStopped, type Race } from './race.ts';
export { scheduleDiagnostics, scheduleOf, scheduleText, type ScheduleStep } from './schedule.ts';
