/**
 * Comparing checkpoints in the course of a replay: what the pure comparisons need to know of what came before. For every
 * address space it keeps the baseline of its status and whether its page tables are still predicted, and for every task
 * whether its comparison has ended: after the first checkpoint whose maps differ nothing more is compared of the task, nor
 * of those that share its address space, so that one cause is not counted a hundred times.
 */

import {
  addrOf,
  compareRelease,
  vpnOf,
  type CallItem,
  type CallResult,
  type CheckpointItem,
  type InitialState,
  type Kernel,
  type Located,
  type Machine,
  type MapsRow,
  type MmView,
  type Program,
  type ProgramItem,
  type Release,
  type SmapsRow,
  type Snapshot,
  type Status,
  type TaskName,
} from '@mm-playground/api';
import { BIRTHS } from './births.ts';
import { isInside, touches, type ByteRange, type Difference } from './compare.ts';
import { compareMaps, mapsRowText } from './compare-maps.ts';
import { comparePagemap } from './compare-pagemap.ts';
import { compareSmaps, type ResidentRules } from './compare-smaps.ts';
import { mapsRowsOf, Moments } from './moments.ts';
import { compareStatus, residentOutside, type StatusPair } from './compare-status.ts';

/** The last release that counts resident pages per task before it adds them to the mm. */
const LAST_BATCHED_PER_TASK = [6, 1] as const;

/** What is remembered of one address space. */
interface Remembered {
  baseline: StatusPair | undefined;
  /** The recorded lines outside complete ranges that page tables were predicted with; undefined where they are not. */
  outside: string | undefined;
}

/** Compares the checkpoints of one replay, in the order of time. */
export class Checkpoints {
  /** Address spaces that began with a recorded state. Of others only what the log mapped is compared. */
  readonly #known = new Set<number>();
  readonly #rules: ResidentRules;
  readonly #countsResident: boolean;
  readonly #moments: Moments;
  readonly #mms = new Map<number, Remembered>();
  readonly #endedTasks = new Set<TaskName>();
  readonly #endedMms = new Set<number>();

  constructor(program: Program, kernel: Kernel) {
    this.#rules = { complete: program.completeAccesses, fs: program.system.fs };
    this.#countsResident = compareRelease(recordedRelease(program, kernel), LAST_BATCHED_PER_TASK) > 0;
    this.#moments = new Moments(program);
  }

  /** Takes in what comes next in the program. */
  learn(items: readonly ProgramItem[]): void {
    this.#moments.learn(items);
  }

  /** The state that a snapshot directly after an execve gives its task, instead of being compared. */
  stateGiven(item: CheckpointItem): InitialState | undefined {
    return this.#moments.stateGiven(item);
  }

  /** Whether a snapshot is part of such a state. */
  isGiven(item: CheckpointItem): boolean {
    return this.#moments.isGiven(item);
  }

  /** Takes a recorded state as the baseline of the address space that was adopted from it. */
  begin(initial: InitialState, view: MmView): void {
    this.#known.add(view.mm);
    const rows = initial.smaps?.map(({ row }) => row);
    this.#mms.set(view.mm, {
      baseline: initial.status && this.#pair(initial.status, rows, view),
      outside: this.#rules.complete.length === 0 ? undefined : initial.maps && this.#outsideOf(initial.maps),
    });
  }

  /** Whether what is recorded of this task is still compared. */
  isCompared(task: TaskName, tasks: Machine['tasks']): boolean {
    const mm = tasks.get(task)?.mm;
    return !this.#endedTasks.has(task) && (mm === undefined || !this.#endedMms.has(mm));
  }

  /** A call was made: a fork begins baselines anew in the child, and page tables of parent and child are their own from here. */
  made(item: CallItem, result: CallResult, callerMm: number | undefined, tasks: Machine['tasks']): void {
    if (!BIRTHS.has(item.name) || result.kind !== 'value' || callerMm === undefined) return;
    const child = result.value === 0n ? item.task : result.value.toString();
    const childMm = tasks.get(child)?.mm;
    if (result.value !== 0n && childMm === callerMm) return;
    this.#of(callerMm).outside = undefined;
    if (childMm === undefined) return;
    this.#mms.delete(childMm);
    if (this.#known.has(callerMm)) this.#known.add(childMm);
  }

  /** What a snapshot shows otherwise. Where its maps differ, the comparison of the task ends here. */
  compare(item: CheckpointItem, view: MmView, tasks: Machine['tasks']): Difference[] {
    const { maps, fields } = this.#differences(item, view);
    if (maps.length > 0) this.#end(item.task, view.mm, tasks);
    return [...maps, ...fields];
  }

  /** The lines of its maps that differ; changes nothing. Empty for a snapshot that shows no maps. */
  mapsDifferences(item: CheckpointItem, view: MmView): Difference[] {
    const rows = mapsRowsOf(item.what);
    return rows === undefined ? [] : this.#compareMaps(rows, view, item.span.line);
  }

  #end(task: TaskName, mm: number, tasks: Machine['tasks']): void {
    this.#endedTasks.add(task);
    this.#endedMms.add(mm);
    for (const [name, other] of tasks) if (other.mm === mm) this.#endedTasks.add(name);
  }

  #differences(item: CheckpointItem, view: MmView): { maps: Difference[]; fields: Difference[] } {
    const { what, span } = item;
    switch (what.kind) {
      case 'maps':
        this.#lookOutside(view.mm, what.rows);
        return { maps: this.#compareMaps(what.rows, view, span.line), fields: [] };
      case 'smaps':
        this.#lookOutside(view.mm, mapsOf(what.rows));
        return this.#compareSmaps(what.rows, view, span.line);
      case 'status':
        return { maps: [], fields: this.#compareStatus(item, what, view) };
      case 'pagemap':
        return { maps: [], fields: this.#comparePagemap(what, view, span.line) };
    }
  }

  #compareMaps(rows: readonly Located<MapsRow>[], view: MmView, line: number): Difference[] {
    if (this.#known.has(view.mm)) return compareMaps(rows, view.maps(), line);
    const known = onlyKnown(rows, view);
    return compareMaps(known.recorded, known.model, line);
  }

  #compareSmaps(
    rows: readonly Located<SmapsRow>[],
    view: MmView,
    line: number,
  ): { maps: Difference[]; fields: Difference[] } {
    if (this.#known.has(view.mm)) return compareSmaps(rows, view.smaps(), line, this.#rules);
    return { maps: this.#compareMaps(mapsOf(rows), view, line), fields: [] };
  }

  #compareStatus(item: CheckpointItem, what: Snapshot & { kind: 'status' }, view: MmView): Difference[] {
    if (!this.#known.has(view.mm)) return [];
    const remembered = this.#of(view.mm);
    const now = this.#pair(
      what.status,
      this.#moments.smapsBeside(item)?.map(({ row }) => row),
      view,
    );
    if (remembered.baseline === undefined) {
      remembered.baseline = now;
      return [];
    }
    const rules = { resident: this.#countsResident, pageTables: remembered.outside !== undefined };
    return compareStatus(now, remembered.baseline, rules, (field) => what.lines[field] ?? item.span.line);
  }

  #comparePagemap(what: Snapshot & { kind: 'pagemap' }, view: MmView, line: number): Difference[] {
    const shift = view.arch.geometry.pageShift;
    const shown = view.pagemap(vpnOf(what.start, shift), what.pages.length);
    return comparePagemap(what, shown, line, { complete: this.#rules.complete, pageSize: 2 ** shift });
  }

  /** Page tables are predicted only while no VMA outside the complete ranges changes. */
  #lookOutside(mm: number, rows: readonly Located<MapsRow>[]): void {
    const remembered = this.#of(mm);
    if (remembered.outside !== undefined && remembered.outside !== this.#outsideOf(rows))
      remembered.outside = undefined;
  }

  #outsideOf(rows: readonly Located<MapsRow>[]): string {
    const outside = rows.filter(({ row }) => !isInside(row, this.#rules.complete));
    return outside.map(({ row }) => mapsRowText(row)).join('\n');
  }

  #of(mm: number): Remembered {
    let remembered = this.#mms.get(mm);
    if (remembered === undefined) this.#mms.set(mm, (remembered = { baseline: undefined, outside: undefined }));
    return remembered;
  }

  #pair(recorded: Status, smaps: readonly SmapsRow[] | undefined, view: MmView): StatusPair {
    return {
      recorded: { status: recorded, outside: smaps && residentOutside(smaps, this.#rules) },
      model: { status: view.status(), outside: smaps && residentOutside(view.smaps(), this.#rules) },
    };
  }
}

/** The kernel that the file was recorded on, or the one that plays it where the file does not say. */
function recordedRelease(program: Program, kernel: Kernel): Release {
  const match = /^(\d+)\.(\d+)/.exec(program.system.kernel ?? '');
  return match === null ? kernel.release : [Number(match[1]), Number(match[2])];
}

const mapsOf = (rows: readonly Located<SmapsRow>[]): Located<MapsRow>[] =>
  rows.map(({ line, row }) => ({ line, row: row.maps }));

/**
 * Of an address space with an unknown beginning only what the log mapped is known: leaves out recorded lines that are not wholly known, and what the
 * model shows there.
 */
function onlyKnown(
  rows: readonly Located<MapsRow>[],
  view: MmView,
): { recorded: Located<MapsRow>[]; model: MapsRow[] } {
  const shift = view.arch.geometry.pageShift;
  const known: ByteRange[] = view.vmas
    .filter(({ kind }) => kind !== 'unknown')
    .map(({ start, end }) => ({ start: addrOf(start, shift), end: addrOf(end, shift) }));
  const unknown = rows.filter(({ row }) => !isInside(row, known)).map(({ row }) => row);
  return {
    recorded: rows.filter(({ row }) => isInside(row, known)),
    model: view.maps().filter((row) => isInside(row, known) && !touches(row, unknown)),
  };
}
