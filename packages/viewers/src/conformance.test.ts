/** Every viewer against the viewer kit, on a page. */

import { describeViewer } from '@mm-playground/api/testing';
import { emulate } from '@mm-playground/browser-launcher/emulate';
import { violations } from './testing/axe.ts';
import { ASKS, EVERY_VIEWER, MANY } from './testing/every-viewer.ts';

for (const [tag, plugin, properties] of EVERY_VIEWER) {
  const many = MANY[tag];
  describeViewer(plugin, {
    ...{ window, properties: { ...properties }, asks: ASKS[tag] ?? [] },
    ...(many !== undefined && { many: { ...many } }),
    violations,
    emulate: ({ features = {}, media }) => emulate(features, media === 'print' ? media : ''),
  });
}
