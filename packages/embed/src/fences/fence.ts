/** A fence of Markdown as a figure: what all plugins have in common. */

import { figureHtml } from '../figure/figure.ts';
import { FigureError, problemAt, type Place } from '../figure/problems.ts';
import { parseWords, type FenceWords } from './info-string.ts';

/** A fence whose language is `mm`. */
export interface Fence {
  /** What stands behind the language. */
  readonly words: string;
  readonly script: string;
  /** Where the script begins. */
  readonly place: Place;
  /** Where the words stand. */
  readonly asked: Place;
}

/** What a site says once for all of its figures; a fence says otherwise. */
export type FenceDefaults = Omit<FenceWords, 'title'>;

/** A fence as HTML, on one line. @throws FigureError with all that is wrong with it, where it stands in the Markdown */
export const fenceHtml = ({ script, words, ...places }: Fence, defaults: FenceDefaults = {}): string =>
  figureHtml(script, { ...defaults, ...wordsAt(words, places.asked), ...places });

function wordsAt(words: string, asked: Place): FenceWords {
  try {
    return parseWords(words);
  } catch (error) {
    if (error instanceof RangeError) throw new FigureError([problemAt(asked, error.message)]);
    throw error;
  }
}
