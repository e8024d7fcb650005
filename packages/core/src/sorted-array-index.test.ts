import { describeVmaIndex } from '@mm-playground/api/testing';
import { sortedArray } from './sorted-array-index.ts';

describeVmaIndex(sortedArray);
