/** loongarch64 against the architecture kit. */
import { describeArchitecture } from '@mm-playground/api/testing';
import { LAYOUTS } from './geometry.ts';
import { loongarch64 } from './index.ts';

describeArchitecture(loongarch64, {
  configurations: LAYOUTS.map(({ page, levels }) => ({ page: `${page}`, levels: `${levels}` })),
  runs: 40,
  protectionMakesYoung: true,
  protnoneMakesOld: true,
});
