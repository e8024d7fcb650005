/** The kernel kit: order of errors, results, invariants, time, accounting, and every failure. */

import { describeKernel } from '@mm-playground/api/testing';
import { riscv64 } from '@mm-playground/arch-riscv64';
import { sortedArray } from '@mm-playground/core';
import { kernel, plugin } from './index.ts';

for (const model of plugin.contributes.models ?? [])
  describeKernel(model, kernel, { arch: riscv64.configure({}), index: sortedArray });
