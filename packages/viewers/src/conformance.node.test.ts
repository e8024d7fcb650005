/** Every viewer against the part of the viewer kit that needs no page. */

import { describeViewer } from '@mm-playground/api/testing';
import { viewers } from './index.ts';

for (const plugin of viewers) describeViewer(plugin);
