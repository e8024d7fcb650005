/** Races of the cells model, without text: threads with their calls. */

import type { Program, SystemFacts } from '@mm-playground/api';
import type { SessionOptions } from '../types.ts';
import { CELL_CALLS, cellsModel } from './cells-model.ts';
import { flatArch, FLAT_INDEX, FLAT_KERNEL } from './flat-parts.ts';
import { call, programOf, race, type DraftItem } from './programs.ts';

/** `['inc', 1n]`, `['put', 1n, 5n]`. */
export type CellCall = readonly [name: keyof typeof CELL_CALLS, ...args: bigint[]];

/** A race of these threads; `before` runs alone. */
export function raceOf(
  threads: Readonly<Record<string, readonly CellCall[]>>,
  { before = [], system = {} }: { readonly before?: readonly CellCall[]; readonly system?: Partial<SystemFacts> } = {},
): Program {
  const alone = before.map(([name, ...args]) => call(CELL_CALLS[name], args));
  const racing = Object.entries(threads).flatMap(([task, calls]): DraftItem[] =>
    calls.map(([name, ...args]) => call(CELL_CALLS[name], args, { task })),
  );
  return programOf([...alone, race(), ...racing], { file: 'race.mm', system });
}

/** What a race of the cells model is played on. */
export const cellsOptions = (): SessionOptions => ({
  model: cellsModel,
  kernel: cellsModel.kernels[0] ?? FLAT_KERNEL,
  arch: flatArch(),
  index: FLAT_INDEX,
});
