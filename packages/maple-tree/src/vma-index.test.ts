import { describeVmaIndex } from '@mm-playground/api/testing';
import { mapleIndex } from './vma-index.ts';

describeVmaIndex(mapleIndex);
