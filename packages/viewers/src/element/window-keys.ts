/** Keys of all pictures with a window on them. */

/** What a key asks of the window. */
export type WindowKey =
  | { readonly kind: 'scroll'; readonly share: number }
  | { readonly kind: 'zoom'; readonly steps: number }
  | { readonly kind: 'all' };

/** The same, and what the keys ask of what is chosen in it: to fill the window, or to be chosen no more. */
export type PictureKey = WindowKey | { readonly kind: 'fit' | 'none' };

/** Share of the width that is scrolled at once. */
export const SCROLL_SHARE = 0.25;

/** By the name of the key. */
export const PICTURE_KEYS: Readonly<Record<string, PictureKey>> = {
  '+': { kind: 'zoom', steps: 1 },
  '=': { kind: 'zoom', steps: 1 },
  '-': { kind: 'zoom', steps: -1 },
  0: { kind: 'all' },
  Enter: { kind: 'fit' },
  Escape: { kind: 'none' },
};
