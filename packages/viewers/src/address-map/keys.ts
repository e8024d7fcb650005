/** Keys of the address map as intentions. */

import { PICTURE_KEYS, SCROLL_SHARE, type PictureKey } from '../element/window-keys.ts';

/** What a key asks for. */
export type KeyAction =
  | { readonly kind: 'vma'; readonly by: number }
  | { readonly kind: 'page'; readonly by: number }
  | PictureKey
  | { readonly kind: 'start' | 'end' };

type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'>;

const FAR = 16;
const DIRECTIONS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

const PLAIN: Readonly<Record<string, KeyAction>> = {
  ...PICTURE_KEYS,
  Home: { kind: 'start' },
  End: { kind: 'end' },
  PageUp: { kind: 'vma', by: -FAR },
  PageDown: { kind: 'vma', by: FAR },
};

/** The action of a key, or null where it is not ours. */
export function keyAction(event: Key): KeyAction | null {
  if (event.ctrlKey || event.metaKey) return null;
  const by = DIRECTIONS[event.key];
  if (by === undefined) return event.altKey ? null : (PLAIN[event.key] ?? null);
  if (event.altKey) return { kind: 'page', by };
  return event.shiftKey ? { kind: 'scroll', share: by * SCROLL_SHARE } : { kind: 'vma', by };
}
