/**
 * Viewers against the viewer kit, on a page: one of each sort with every change, all of them at night (`pnpm --filter
 * @mm-playground/viewers nightly`), as they take a minute and a half. On a server all of them are judged with every change.
 */

import { describeViewer } from '@mm-playground/api/testing';
import { emulate } from '@mm-playground/browser-launcher/emulate';
import { violations } from './testing/axe.ts';
import { ASKS, EVERY_VIEWER, MANY } from './testing/every-viewer.ts';

/** A canvas, a table, a picture with keys of its own, words alone. */
const EACH_SORT: ReadonlySet<string> = new Set(['mm-address-map', 'mm-maps-table', 'mm-timeline', 'mm-pte']);
const { MODE } = (import.meta as ImportMeta & { readonly env: { readonly MODE: string } }).env;
const JUDGED = EVERY_VIEWER.filter(([tag]) => MODE === 'nightly' || EACH_SORT.has(tag));

for (const [tag, plugin, properties] of JUDGED) {
  const many = MANY[tag];
  describeViewer(plugin, {
    ...{ window, properties: { ...properties }, asks: ASKS[tag] ?? [] },
    ...(many !== undefined && { many: { ...many } }),
    violations,
    emulate: ({ features = {}, media }) => emulate(features, media === 'print' ? media : ''),
  });
}
