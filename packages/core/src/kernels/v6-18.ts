/** Linux 6.18: the base that other generations say their differences to. Proven on a running 6.18.44. */

import { VM_MAYBE_GUARD, VM_SOFTDIRTY } from '@mm-playground/api';
import { defineKernel, type KernelGeneration } from '../generation.ts';
import { SUPPORT_6_18 } from './support-6-18.ts';

/** Linux 6.18. */
export const v6_18: KernelGeneration = defineKernel({
  id: '6.18',
  title: 'Linux 6.18',
  release: [6, 18],
  proof: 'booted',
  mergeRules: { sticky: VM_MAYBE_GUARD.or(VM_SOFTDIRTY) },
  stackIsNoHugepage: true,
  support: SUPPORT_6_18,
});
