/** The core model as a plugin like any other. */

import type { Model, Plugin } from '@mm-playground/api';
import { ALL_KERNELS } from './kernels/all-kernels.ts';
import { linuxModelOf, pluginWith } from './model.ts';
import { recording } from './recording/recording.ts';
import { ALL_FAMILIES } from './syscalls/all-families.ts';
import { memoryViews } from './views/memory-views.ts';

/** Linux's mm: see {@link Model}. */
export const linuxModel: Model = linuxModelOf({
  kernels: ALL_KERNELS,
  families: ALL_FAMILIES,
  recording,
  memoryViews,
});

/** What this package contributes. */
export const plugin: Plugin = pluginWith(linuxModel);
