/**
 * Lit elements that draw an address space: a folder each, data in as properties, gestures out as events. Importing this
 * module defines nothing and touches no DOM; each element is defined by its plugin's `define()`.
 */

import { definePlugin, type Plugin, type ViewerPlugin } from '@mm-playground/api';
import { addressMap } from './address-map/plugin.ts';
import { callGraph } from './call-graph/plugin.ts';
import { callList } from './call-list/plugin.ts';
import { counters } from './counters/plugin.ts';
import { events } from './events/plugin.ts';
import { failures } from './failures/plugin.ts';
import { interleaving } from './interleaving/plugin.ts';
import { invariants } from './invariants/plugin.ts';
import { mapleTree } from './maple-tree/plugin.ts';
import { mapsTable } from './maps-table/plugin.ts';
import { minimap } from './minimap/plugin.ts';
import { pageTable } from './page-table/plugin.ts';
import { physical } from './physical/plugin.ts';
import { pte } from './pte/plugin.ts';
import { proc } from './proc/plugin.ts';
import { rmap } from './rmap/plugin.ts';
import { schedules } from './schedules/plugin.ts';
import { steps } from './steps/plugin.ts';
import { svg } from './svg/exporter.ts';
import { structs } from './structs/plugin.ts';
import { timeline } from './timeline/plugin.ts';
import { tlb } from './tlb/plugin.ts';
import { VERSION } from './version.ts';

export { addressMap } from './address-map/plugin.ts';
export { programRange } from './address-map/program-range.ts';
export type { MmAddressMap } from './address-map/address-map.ts';
export type { CallGraphSource, MmCallGraph } from './call-graph/call-graph.ts';
export { callGraph } from './call-graph/plugin.ts';
export { graphMove, type GraphMove } from './call-graph.ts';
export { callList } from './call-list/plugin.ts';
export type { MmCallList } from './call-list/call-list.ts';
export { VERDICT_LOOKS, type CallRow, type CallVerdict, type VerdictLook } from './call-row.ts';
export type { CounterCourse, CounterMoment } from './counters/counter-chart.ts';
export { counters } from './counters/plugin.ts';
export type { MmCounters } from './counters/counters.ts';
export type { EventSource } from './events/event-log.ts';
export type { MmEvents } from './events/events.ts';
export { events } from './events/plugin.ts';
export { FAIL_EVENT, type FailedStep } from './failures/failure-rows.ts';
export type { MmFailures } from './failures/failures.ts';
export { failures } from './failures/plugin.ts';
export { loadGlossary, type Glossary } from './glossary/load.ts';
export type { GlossaryEntry, GlossarySection } from './glossary/glossary-entry.ts';
export type { MmInterleaving } from './interleaving/interleaving.ts';
export { MOVE_EVENT, type Interleaving, type InterleavingMove } from './interleaving/interleaving-data.ts';
export { interleaving } from './interleaving/plugin.ts';
export type { MmInvariants } from './invariants/invariants.ts';
export { invariants } from './invariants/plugin.ts';
export { mapleTree } from './maple-tree/plugin.ts';
export type { MmMapleTree } from './maple-tree/maple-tree.ts';
export { mapsTable } from './maps-table/plugin.ts';
export { cellsOf as mapsCells, COLUMNS as MAPS_COLUMNS } from './maps-table/maps-rows.ts';
export type { MmMapsTable } from './maps-table/maps-table.ts';
export type { MmMinimap } from './minimap/minimap.ts';
export { minimap } from './minimap/plugin.ts';
export type { RunMap, RunMarkKind } from './minimap/run-map.ts';
export { pageTable } from './page-table/plugin.ts';
export type { MmPageTable } from './page-table/page-table.ts';
export type { MmPhysical } from './physical/physical.ts';
export { physical } from './physical/plugin.ts';
export * from './position.ts';
export { pte } from './pte/plugin.ts';
export type { MmPte } from './pte/pte.ts';
export { proc } from './proc/plugin.ts';
export type { MmProc } from './proc/proc.ts';
export type { MmRmap } from './rmap/rmap.ts';
export { rmap } from './rmap/plugin.ts';
export { schedules } from './schedules/plugin.ts';
export type { MmSchedules } from './schedules/schedules.ts';
export { FOLLOW_EVENT, type FollowedSchedule, type ScheduleRow } from './schedules/schedules-data.ts';
export { stepRows, valueText, type StepRow } from './steps/step-rows.ts';
export { steps } from './steps/plugin.ts';
export type { MmSteps } from './steps/steps.ts';
export type { MmStructs } from './structs/structs.ts';
export { structs } from './structs/plugin.ts';
export { StaticRoot } from './element/static-root.ts';
export { drawAsSvg } from './svg/svg-substitute.ts';
export { stateSvg, type StateSvgOptions } from './svg/state-svg.ts';
export { timeline } from './timeline/plugin.ts';
export type { MmTimeline } from './timeline/timeline.ts';
export type { MmTlb } from './tlb/tlb.ts';
export { tlb } from './tlb/plugin.ts';
export { TOKEN_NAMES, tokens, type TokenName } from './tokens.styles.ts';

/** Every viewer of this package. */
export const viewers: readonly ViewerPlugin[] = Object.freeze([
  addressMap,
  mapsTable,
  mapleTree,
  callList,
  timeline,
  minimap,
  steps,
  counters,
  pageTable,
  pte,
  physical,
  rmap,
  tlb,
  invariants,
  structs,
  interleaving,
  events,
  proc,
  callGraph,
  schedules,
  failures,
]);

/** This package as a plugin. */
export const plugin: Plugin = definePlugin({
  id: '@mm-playground/viewers',
  title: 'Viewers of an address space',
  version: VERSION,
  api: '^1.0',
  contributes: { viewers, exporters: [svg] },
});
