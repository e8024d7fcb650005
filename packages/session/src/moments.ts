/**
 * Moments: snapshots of one task with no call between them show one state of it. Two things depend on that. Resident sizes
 * of a status are read together with the smaps of its moment. And what stands directly after an execve, before the task's
 * next call, is not a prediction to compare but a start: nobody could know what the new program looks like.
 */

import type {
  CallItem,
  CheckpointItem,
  InitialState,
  Located,
  MapsRow,
  Program,
  ProgramItem,
  SmapsRow,
  ShownVma,
  Snapshot,
  TaskName,
} from '@mm-playground/api';
import { EXECS, isModelCall } from './overlaps.ts';

/** The snapshots of one task at one moment. */
interface Moment {
  readonly items: CheckpointItem[];
  /** Directly after a successful execve of the task. */
  readonly afterExec: boolean;
}

/** What is known of the moments of a program. */
export class Moments {
  readonly #of = new Map<CheckpointItem, Moment>();
  /** Those that the next snapshot may belong to. */
  readonly #open = new Map<TaskName, Moment>();
  /** Tasks whose last call was an execve that succeeded, and that were not shown since. */
  readonly #begun = new Set<TaskName>();

  constructor({ items }: Program) {
    this.learn(items);
  }

  /** Takes in what comes next in the program. */
  learn(items: readonly ProgramItem[]): void {
    for (const item of items) {
      if (item.kind === 'call' && isModelCall(item)) {
        this.#open.clear();
        if (isNewProgram(item)) this.#begun.add(item.task);
        else this.#begun.delete(item.task);
      } else if (item.kind === 'checkpoint') {
        const moment = this.#open.get(item.task) ?? { items: [], afterExec: this.#begun.delete(item.task) };
        this.#open.set(item.task, moment);
        moment.items.push(item);
        this.#of.set(item, moment);
      }
    }
  }

  /** The smaps that were taken together with a snapshot. */
  smapsBeside(item: CheckpointItem): readonly Located<SmapsRow>[] | undefined {
    return this.#beside(item, 'smaps')?.rows;
  }

  /** Whether a snapshot shows a program that was just executed: it is taken as given, and not compared. */
  isGiven(item: CheckpointItem): boolean {
    const moment = this.#of.get(item);
    return moment?.afterExec === true && moment.items.some(({ what }) => mapsRowsOf(what) !== undefined);
  }

  /** The state that a given snapshot starts from; undefined for all but the first snapshot of its moment. */
  stateGiven(item: CheckpointItem): InitialState | undefined {
    if (!this.isGiven(item) || this.#of.get(item)?.items[0] !== item) return undefined;
    const smaps = this.smapsBeside(item);
    const maps = this.#beside(item, 'maps')?.rows ?? (smaps && mapsRowsOf({ kind: 'smaps', rows: smaps }));
    const layout = this.#of.get(item)?.items.find((other) => other.layout !== undefined)?.layout ?? {};
    return { span: item.span, layout, maps, smaps, status: this.#beside(item, 'status')?.status };
  }

  #beside<Kind extends Snapshot['kind']>(
    item: CheckpointItem,
    kind: Kind,
  ): Extract<Snapshot, { kind: Kind }> | undefined {
    const found = this.#of.get(item)?.items.find(({ what }) => what.kind === kind);
    return found?.what as Extract<Snapshot, { kind: Kind }> | undefined;
  }
}

const isNewProgram = ({ name, result }: CallItem): boolean => EXECS.has(name) && result?.kind === 'value';

/** What a snapshot shows of the VMAs, for the model to learn what no call could have told. */
export function shownVmasOf(what: Snapshot): readonly ShownVma[] | undefined {
  if (what.kind === 'smaps') return what.rows.map(({ row }) => ({ ...row.maps, flags: row.flags }));
  return what.kind === 'maps' ? what.rows.map(({ row }) => row) : undefined;
}

/** The maps lines of a snapshot, where it shows any. */
export function mapsRowsOf(what: Snapshot): readonly Located<MapsRow>[] | undefined {
  if (what.kind === 'maps') return what.rows;
  return what.kind === 'smaps' ? what.rows.map(({ line, row }) => ({ line, row: row.maps })) : undefined;
}
