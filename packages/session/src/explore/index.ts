/** Races: exploring their interleavings, and playing one of them. */
export * from './explore.ts';
export * from './moves.ts';
export { isRace, openRace, raceDiagnostics, type Race } from './race.ts';
export { scheduleDiagnostics, scheduleOf, scheduleText, type ScheduleStep } from './schedule.ts';
