/** Every generation that comes along. */

import type { KernelGeneration } from './generation.ts';
import { seedV3, seedV3LateClear } from './seed-v3.ts';
import { v6_1, v6_1_192 } from './v6-1.ts';
import { v6_10, v6_11 } from './v6-10.ts';
import { seriesV8, v6_12_rc1, v6_12_rc2, v6_12_rc3, v6_12_rc4, v6_12_rc5, v6_12_rc6 } from './v6-12-rc.ts';
import { v6_12, v6_12_111, v6_12_113, v6_12_115 } from './v6-12.ts';
import { v6_17 } from './v6-17.ts';
import { v6_18 } from './v6-18.ts';
import { v7_2 } from './v7-2.ts';

/** The oldest first. */
export const ALL_KERNELS: readonly KernelGeneration[] = [
  ...[v6_1, v6_1_192, v6_10, v6_11, seedV3, seedV3LateClear],
  ...[seriesV8, v6_12_rc1, v6_12_rc2, v6_12_rc3, v6_12_rc4, v6_12_rc5, v6_12_rc6],
  ...[v6_12, v6_12_111, v6_12_113, v6_12_115, v6_17, v6_18, v7_2],
];
