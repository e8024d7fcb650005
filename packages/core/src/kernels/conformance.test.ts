/** Every kernel of the core model against the kernel kit. */

import { x8664 } from '@mm-playground/arch-x86-64';
import { describeKernel } from '@mm-playground/api/testing';
import { mapleIndex } from '@mm-playground/maple-tree';
import { linuxModel } from '../plugin.ts';

const parts = { arch: x8664.configure({}), index: mapleIndex };

for (const kernel of linuxModel.kernels) describeKernel(linuxModel, kernel, { ...parts, runs: 5 });
