/**
 * The memory lines of /proc/PID/status. A replay starts in the middle of a process's life and does not know what the
 * kernel counted before, so counters are compared as differences from a first status, the baseline; VmPeak as a maximum
 * that is seeded there.
 *
 * Resident sizes move with every access of the program. They are compared as far as accesses are known: what smaps show
 * outside the complete ranges is taken off on either side.
 */

import type { SmapsRow, Status, StatusField } from '@mm-playground/api';
import { isInside, kb, touches, type Difference } from './compare.ts';
import { isSharedMemory, type ResidentRules } from './compare-smaps.ts';

/** Fields that are predicted wherever there is a baseline. */
const COUNTERS: readonly StatusField[] = ['VmSize', 'VmLck', 'VmPin', 'VmData', 'VmStk', 'VmExe', 'VmLib'];

/** The resident sizes. */
const RESIDENT_FIELDS = ['VmRSS', 'RssAnon', 'RssFile', 'RssShmem'] as const satisfies StatusField[];
export type Resident = Readonly<Record<(typeof RESIDENT_FIELDS)[number], number>>;

/** A status, and what smaps of the same moment show outside the complete ranges (undefined where there are none). */
export interface StatusSample {
  readonly status: Status;
  readonly outside: Resident | undefined;
}

/** The same moment as the kernel showed it and as the model shows it. */
export interface StatusPair {
  readonly recorded: StatusSample;
  readonly model: StatusSample;
}

/** Which of the fields that depend on circumstances are predicted here. */
export interface StatusRules {
  readonly resident: boolean;
  readonly pageTables: boolean;
}

/**
 * The fields that differ. The model's value is shown as if it had started from the recorded baseline.
 *
 * @param lineOf the line of a field.
 */
export function compareStatus(
  now: StatusPair,
  base: StatusPair,
  rules: StatusRules,
  lineOf: (field: StatusField) => number,
): Difference[] {
  const expected = (field: StatusField): number | undefined =>
    field === 'VmPeak' ? peak(now, base) : isResident(field) ? resident(field, now, base) : counter(field, now, base);
  return fieldsUnder(rules).flatMap((field) => {
    const [recorded, model] = [now.recorded.status[field], expected(field)];
    if (recorded === undefined || model === undefined || recorded === model) return [];
    return [{ line: lineOf(field), what: `status ${field}`, recorded: kb(recorded), model: kb(model) }];
  });
}

const fieldsUnder = (rules: StatusRules): StatusField[] => [
  'VmPeak',
  ...COUNTERS,
  ...(rules.resident ? RESIDENT_FIELDS : []),
  ...(rules.pageTables ? (['VmPTE'] as const) : []),
];

const isResident = (field: StatusField): field is keyof Resident => (RESIDENT_FIELDS as StatusField[]).includes(field);

/** The baseline, moved as far as the model moved. */
function counter(field: StatusField, now: StatusPair, base: StatusPair): number | undefined {
  const [start, from, to] = [base.recorded.status[field], base.model.status[field], now.model.status[field]];
  return start === undefined || from === undefined || to === undefined ? undefined : start + to - from;
}

/** The recorded peak at the baseline, or the model's highest size since then where that is higher. */
function peak(now: StatusPair, base: StatusPair): number | undefined {
  const seed = base.recorded.status.VmPeak;
  const [size, from] = [base.recorded.status.VmSize, base.model.status.VmSize];
  const [peakBefore, peakNow] = [base.model.status.VmPeak, now.model.status.VmPeak];
  if (seed === undefined || size === undefined || from === undefined || peakNow === undefined) return undefined;
  return peakNow === peakBefore ? seed : Math.max(seed, size + peakNow - from);
}

/** The recorded baseline and what happened outside since then, moved as far as the model moved inside. */
function resident(field: keyof Resident, now: StatusPair, base: StatusPair): number | undefined {
  const inside = ({ status, outside }: StatusSample): number | undefined => {
    const total = status[field];
    return total === undefined || outside === undefined ? undefined : total - outside[field];
  };
  const [start, from, to] = [inside(base.recorded), inside(base.model), inside(now.model)];
  const outside = now.recorded.outside?.[field];
  if (start === undefined || from === undefined || to === undefined || outside === undefined) return undefined;
  return outside + start + to - from;
}

/**
 * What lies outside the complete ranges, by the counters that it is in. Undefined where there are no complete ranges, or
 * where a VMA lies across the border of one, so that nobody can tell.
 */
export function residentOutside(rows: readonly SmapsRow[], { complete, fs }: ResidentRules): Resident | undefined {
  if (complete.length === 0) return undefined;
  const outside = rows.filter(({ maps }) => !isInside(maps, complete));
  if (outside.some(({ maps }) => touches(maps, complete))) return undefined;
  const sum = (of: (row: SmapsRow) => number): number => outside.reduce((total, row) => total + of(row), 0);
  const anon = ({ sizes }: SmapsRow): number => sizes.Anonymous ?? 0;
  const cache = (row: SmapsRow): number => (row.sizes.Rss ?? 0) - anon(row);
  return {
    VmRSS: sum(({ sizes }) => sizes.Rss ?? 0),
    RssAnon: sum(anon),
    RssFile: sum((row) => (isSharedMemory(row.maps.name, fs) ? 0 : cache(row))),
    RssShmem: sum((row) => (isSharedMemory(row.maps.name, fs) ? cache(row) : 0)),
  };
}
