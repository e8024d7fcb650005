/** The core model as a plugin like any other. */

import { definePlugin, type Kernel, type Model, type Plugin } from '@mm-playground/api';
import { mapleIndex } from '@mm-playground/maple-tree';
import { differencesOf, type KernelGeneration } from './kernels/generation.ts';
import { seedV3, seedV3LateClear } from './kernels/seed-v3.ts';
import { v6_1, v6_1_192 } from './kernels/v6-1.ts';
import { v6_10, v6_11 } from './kernels/v6-10.ts';
import { seriesV8, v6_12_rc1, v6_12_rc2, v6_12_rc3, v6_12_rc4, v6_12_rc5, v6_12_rc6 } from './kernels/v6-12-rc.ts';
import { v6_12, v6_12_111, v6_12_113, v6_12_115 } from './kernels/v6-12.ts';
import { v6_17 } from './kernels/v6-17.ts';
import { v6_18 } from './kernels/v6-18.ts';
import { v7_2 } from './kernels/v7-2.ts';
import { LinuxMachine } from './machine/machine.ts';
import { sortedArray } from './vma/sorted-array-index.ts';
import { VERSION } from './version.ts';

const generationOf = (kernel: Kernel): KernelGeneration => {
  if (!('mergeRules' in kernel)) throw new TypeError(`${kernel.id} is not a kernel of this model`);
  return kernel as KernelGeneration;
};

/** Linux's mm: see {@link Model}. */
export const linuxModel: Model = {
  id: 'linux-mm',
  title: 'Linux memory management',
  kernels: [
    ...[v6_1, v6_1_192, v6_10, v6_11, seedV3, seedV3LateClear],
    ...[seriesV8, v6_12_rc1, v6_12_rc2, v6_12_rc3, v6_12_rc4, v6_12_rc5, v6_12_rc6],
    ...[v6_12, v6_12_111, v6_12_113, v6_12_115, v6_17, v6_18, v7_2],
  ],
  support: (kernel) => generationOf(kernel).support,
  differences: (a, b) => differencesOf(generationOf(a), generationOf(b)),
  locksWhatItReads: true,
  createMachine: (config) => new LinuxMachine(config, generationOf(config.kernel)),
};

/** What this package contributes. */
export const plugin: Plugin = definePlugin({
  id: '@mm-playground/core',
  title: 'Linux memory management',
  version: VERSION,
  api: '^1.0',
  contributes: { models: [linuxModel], indexes: [mapleIndex, sortedArray] },
});
