/** Races: exploring their interleavings, and playing one of them. */
export * from './explore.ts';
export type { Wanted } from './graph.ts';
export type { Errand, Observation } from './observe.ts';
export { isRace, openRace, raceDiagnostics, type Race } from './race.ts';
export { scheduleDiagnostics, scheduleText, type ScheduleStep } from './schedule.ts';
