/** The executable model of Linux's address space, wired: load a script or capture, play it, look at any moment of it. */
export { BUILTIN_PLUGINS, createPlayground } from './builtin-plugins.ts';
export { fetchArchitecture } from './architectures.ts';
export { playgroundFor, type PlaygroundForOptions } from './playground-for.ts';
export * from './playground.ts';
export { align, type Alignment } from './reports/align.ts';
export * from './reports/call-line.ts';
export * from './reports/call-report.ts';
export * from './reports/call-report-text.ts';
export * from './reports/check.ts';
export * from './reports/costs.ts';
export * from './reports/diff.ts';
export * from './reports/expectations.ts';
export * from './reports/explore.ts';
export * from './reports/fail.ts';
export * from './reports/functions-apart.ts';
export * from './reports/image.ts';
export * from './reports/index-tree.ts';
export * from './reports/physical.ts';
export * from './reports/plugins.ts';
export * from './reports/proc.ts';
export * from './reports/pte.ts';
export * from './reports/recording.ts';
export * from './reports/run.ts';
export * from './reports/step-text.ts';
export * from './reports/steps.ts';
export * from './reports/strips.ts';
export * from './reports/why.ts';
export * from './reports/words.ts';
export type * from './time/condition.ts';
export { CONDITION_FORMS } from './time/condition.ts';
export { parseCondition } from './time/parse-condition.ts';
export { pastOf, type Moment, type Past, type PastCall } from './time/past.ts';
export { runMap, type RunMap, type RunMarkKind } from './time/run-map.ts';
export { search, type Direction, type SearchProgress } from './time/search.ts';
export { packText, unpackText } from './share/packed-text.ts';
export {
  checkReport,
  explore,
  Explorer,
  exploring,
  formatDivergence,
  interruptedMoves,
  isRace,
  noticeLines,
  openRace,
  raceMoves,
  RaceStopped,
  Registry,
  reportLines,
  scheduleOf,
  scheduleText,
  Scout,
  summaryLine,
  sweepFailures,
  wordsOfMoves,
  type Broken,
  type CheckReport,
  type Errand,
  type Exploration,
  type ExploreOptions,
  type Observation,
  type LeftBehind,
  type PlayedCall,
  type Race,
  type RaceMove,
  type RaceMoves,
  type RecordMode,
  type SavedExploration,
  type Session,
  type StopReason,
  type Stopped,
  type Sweep,
  type SweepOptions,
  type SweepProgress,
  type Wanted,
} from '@mm-playground/session';
