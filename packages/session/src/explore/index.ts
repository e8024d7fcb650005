/** Races: exploring their interleavings, and playing one of them. */
export * from './explore.ts';
export { raceDiagnostics, isRace } from './race.ts';
export { scheduleDiagnostics, scheduleText, type ScheduleStep } from './schedule.ts';
