/** The part of the viewer kit that needs no page: a server may import the plugin. */

import { describeViewer } from '@mm-playground/api/testing';
import { viewer } from './index.ts';

describeViewer(viewer);
