/** The core model: a plugin, and what others need to define kernels on top of it. */
export { defineKernel, type GenerationInit, type KernelGeneration, type MergeRules } from './generation.ts';
export { v6_18 } from './kernels/v6-18.ts';
export { linuxModel, plugin } from './plugin.ts';
export { SortedArrayIndex, sortedArray } from './sorted-array-index.ts';
