/** The index kit: any sequence of stores is made on the index and on an array of pages, and both must say the same. */

import { describeVmaIndex } from '@mm-playground/api/testing';
import { workCounter } from '@mm-playground/vitest-preset/work-counter';
import { index } from './index.ts';

describeVmaIndex(index, { countWork: workCounter() });
