/** How views mark what differs from the one before: a sign that differs in shape, and a word for it. */

/** What became of a row or a range. */
export type WhatChanged = 'same' | 'added' | 'changed' | 'removed';

/** Signs. */
export const CHANGE_MARKS: Readonly<Record<WhatChanged, string>> = { same: '', added: '+', changed: '~', removed: '−' };

/** Words. */
export const CHANGE_WORDS: Readonly<Record<WhatChanged, string>> = {
  same: '',
  added: 'new',
  changed: 'changed',
  removed: 'went away',
};
