/** Everything that only a recording needs: the address space that it begins with, and what it leaves open. */

import type { InitialState, ModelCall, ShownVma } from '@mm-playground/api';
import type { Args } from '../machine/args.ts';
import type { System } from '../machine/system.ts';
import type { Owner, Task } from '../machine/task.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { adoptMm } from './adopt.ts';
import { alternativesOf, type ModelAssumption } from './follow.ts';
import { reconcile } from './reconcile.ts';

/** What a machine asks of it. */
export interface Recording {
  adoptMm(sys: System, state: InitialState, owner: Owner): MmStruct;
  alternativesOf(task: Task, args: Args, call: ModelCall): ModelAssumption[];
  reconcile(mm: MmStruct, shown: readonly ShownVma[]): void;
}

/** See {@link Recording}. */
export const recording: Recording = { adoptMm, alternativesOf, reconcile };
