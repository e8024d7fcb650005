/** The core model of given parts: what a plugin contributes. */

import { definePlugin, type Kernel, type Model, type Plugin } from '@mm-playground/api';
import { mapleIndex } from '@mm-playground/maple-tree';
import { differencesOf, type KernelGeneration } from './kernels/generation.ts';
import { LinuxMachine } from './machine/machine.ts';
import type { ModelParts } from './machine/parts.ts';
import { syscallTable } from './syscalls/table.ts';
import { VERSION } from './version.ts';
import { sortedArray } from './vma/sorted-array-index.ts';

const generationOf = (kernel: Kernel): KernelGeneration => {
  if (!('mergeRules' in kernel)) throw new TypeError(`${kernel.id} is not a kernel of this model`);
  return kernel as KernelGeneration;
};

/** Linux's mm of these parts: see {@link Model}. */
export function linuxModelOf(parts: ModelParts): Model {
  const calls = syscallTable(parts.families);
  return {
    id: 'linux-mm',
    title: 'Linux memory management',
    kernels: parts.kernels,
    support: (kernel) => generationOf(kernel).support,
    differences: (a, b) => differencesOf(generationOf(a), generationOf(b)),
    locksWhatItReads: true,
    createMachine: (config) => new LinuxMachine(config, generationOf(config.kernel), parts, calls),
  };
}

/** The plugin of this package with such a model, and the indexes that come along. */
export const pluginWith = (model: Model): Plugin =>
  definePlugin({
    id: '@mm-playground/core',
    title: 'Linux memory management',
    version: VERSION,
    api: '^1.0',
    contributes: { models: [model], indexes: [mapleIndex, sortedArray] },
  });
