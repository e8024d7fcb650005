import { describeVmaIndex } from '@mm-playground/api/testing';
import { workCounter } from '@mm-playground/vitest-preset/work-counter';
import { mapleIndex } from './vma-index.ts';

describeVmaIndex(mapleIndex, { countWork: workCounter() });
