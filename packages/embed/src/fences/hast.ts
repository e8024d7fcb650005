/** Figures in trees of unified. As elements and not as raw HTML, which MDX refuses. */

import type { Element } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import type { VFile } from 'vfile';
import { FigureError } from '../figure/problems.ts';
import { fenceHtml, type Fence, type FenceDefaults } from './fence.ts';

/** A fence as an element; fails the file where it cannot be made, naming the place. */
export function fenceElement(fence: Fence, file: VFile, defaults: FenceDefaults): Element {
  try {
    const [figure] = fromHtml(fenceHtml(fence, defaults), { fragment: true }).children;
    if (figure?.type === 'element') return figure;
  } catch (error) {
    if (error instanceof FigureError) failAt(error, file);
    throw error;
  }
  throw new TypeError('a figure is an element');
}

/** The first problem fails the file; the others are told before. */
function failAt({ problems: [first, ...others] }: FigureError, file: VFile): void {
  for (const { message, span } of others) file.message(message, { place: span, source: 'mm-playground' });
  if (first !== undefined) file.fail(first.message, { place: first.span, source: 'mm-playground' });
}

/** Where a node begins, as messages say it. */
export const placeIn = (file: VFile, line = 1, column = 1): Fence['place'] => ({
  file: file.path ?? 'markdown',
  line,
  column,
});
