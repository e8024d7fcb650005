/** The core model: a plugin, and what others need to define kernels on top of it. */
export {
  defineKernel,
  type GenerationInit,
  type GenerationNotes,
  type KernelGeneration,
  type MergeRules,
} from './kernels/generation.ts';
export { FAILURE_POINTS, whyOf, type FailurePoint } from './machine/failure-points.ts';
export { seedV3, seedV3LateClear } from './kernels/seed-v3.ts';
export { v6_1, v6_1_192 } from './kernels/v6-1.ts';
export { v6_10, v6_11 } from './kernels/v6-10.ts';
export { seriesV8, v6_12_rc1, v6_12_rc2, v6_12_rc3, v6_12_rc4, v6_12_rc5, v6_12_rc6 } from './kernels/v6-12-rc.ts';
export { v6_12, v6_12_111, v6_12_113, v6_12_115 } from './kernels/v6-12.ts';
export { v6_17 } from './kernels/v6-17.ts';
export { v6_18 } from './kernels/v6-18.ts';
export { v7_2 } from './kernels/v7-2.ts';
export { linuxModel, plugin } from './plugin.ts';
export { SortedArrayIndex, sortedArray } from './vma/sorted-array-index.ts';
