/** The viewer kit on a page: keyboard, axe, every scheme, paper, stillness, and 10^5 calls. */

import { describeViewer } from '@mm-playground/api/testing';
import { emulate } from '@mm-playground/browser-launcher/emulate';
import axe from 'axe-core';
import { viewer } from './index.ts';
import { EVERY_KIND, played } from './testing/played.ts';

const { view, run } = await played(EVERY_KIND);
const at = { position: { call: 3, step: 0 }, selection: null };
const many = {
  calls: Array.from({ length: 100_000 }, (_, call) => ({ text: 'store', task: '', line: call })),
  stepsOf: (call: number) => run.stepsOf(call % run.calls.length),
};

async function violations(element: Element): Promise<string[]> {
  const { violations: found } = await axe.run(element);
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(' ')}`));
}

describeViewer(viewer, {
  ...{ window, properties: { view, run, ...at }, asks: ['mm-select', 'mm-seek'], violations },
  many: { view, run: many, ...at },
  emulate: ({ features = {}, media }) => emulate(features, media === 'print' ? media : ''),
});
