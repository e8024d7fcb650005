/**
 * How x86-64 cuts an address: 9 bits a level, 12 for the byte. Linux folds the p4d away where there are 4 levels.
 * A user address has one bit less than the tables translate, because the upper half is the kernel's.
 */

import { pageShift, type Geometry, type LevelSpec } from '@mm-playground/api';
import { PAGE_SHIFT } from './fields.ts';

const INDEX_BITS = 9;

const level = (name: LevelSpec['name'], below: number, leaf: boolean): LevelSpec =>
  Object.freeze({ name, spanShift: below * INDEX_BITS, indexBits: INDEX_BITS, leaf });

const LOWER: readonly LevelSpec[] = [level('pud', 2, true), level('pmd', 1, true), level('pte', 0, true)];

/** Levels from the root down, by their number. */
const LEVELS: Readonly<Record<4 | 5, readonly LevelSpec[]>> = {
  4: [level('pgd', 3, false), ...LOWER],
  5: [level('pgd', 4, false), level('p4d', 3, false), ...LOWER],
};

/** Geometry with 4 or 5 levels. */
export const geometryOf = (levels: 4 | 5, physicalBits: number): Geometry =>
  Object.freeze({
    pageShift: pageShift(PAGE_SHIFT),
    levels: Object.freeze(LEVELS[levels]),
    userBits: PAGE_SHIFT + levels * INDEX_BITS - 1,
    physicalBits,
  });
