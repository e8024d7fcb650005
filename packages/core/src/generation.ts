/**
 * A kernel generation is a value. 6.18 is the base; another generation extends one and says what differs.
 */

import type { Kernel, SupportMatrix, VmFlags } from '@mm-playground/api';

/** Rules of merging that changed over time. */
export interface MergeRules {
  /** Flags that two VMAs may differ in; the merged VMA has those of both. */
  readonly sticky: VmFlags;
}

/** A kernel of this model: what its procedures ask when releases differ. */
export interface KernelGeneration extends Kernel {
  readonly mergeRules: MergeRules;
  /** MAP_STACK keeps huge pages away (since 6.7). */
  readonly stackIsNoHugepage: boolean;
  readonly support: SupportMatrix;
}

/** What a generation says of itself; the rest comes from the one that it extends. */
export type GenerationInit = Partial<Omit<KernelGeneration, 'id' | 'model'>> & {
  readonly id: string;
  readonly extends?: KernelGeneration;
};

/** Makes a generation. @throws TypeError where it neither extends one nor is complete. */
export function defineKernel({ extends: base, ...own }: GenerationInit): KernelGeneration {
  const generation = { ...base, ...own, model: 'linux-mm' };
  for (const key of ['title', 'release', 'proof', 'mergeRules', 'stackIsNoHugepage', 'support'] as const)
    if (generation[key] === undefined) throw new TypeError(`kernel ${own.id} does not say its ${key}`);
  return Object.freeze(generation as KernelGeneration);
}
