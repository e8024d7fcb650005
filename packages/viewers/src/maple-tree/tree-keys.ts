/** Keys of the tree viewer as intentions. */

import { isPlain } from '../element/list-gestures.ts';
import { PICTURE_KEYS, SCROLL_SHARE, type PictureKey } from '../element/window-keys.ts';

/** What a key asks for. */
export type TreeKey =
  | { readonly kind: 'slot'; readonly by: number }
  | { readonly kind: 'level'; readonly by: 1 | -1 }
  | PictureKey
  | { readonly kind: 'first' | 'last' | 'fold' | 'search' };

const KEYS: Readonly<Record<string, TreeKey>> = {
  ...PICTURE_KEYS,
  ArrowLeft: { kind: 'slot', by: -1 },
  ArrowRight: { kind: 'slot', by: 1 },
  ArrowUp: { kind: 'level', by: -1 },
  ArrowDown: { kind: 'level', by: 1 },
  PageUp: { kind: 'slot', by: -16 },
  PageDown: { kind: 'slot', by: 16 },
  Home: { kind: 'first' },
  End: { kind: 'last' },
  ' ': { kind: 'fold' },
  '/': { kind: 'search' },
};

/** The intention of a key, or null where it is not ours. */
export function treeKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): TreeKey | null {
  if (!isPlain(event)) return null;
  const key = KEYS[event.key] ?? null;
  return event.shiftKey && key?.kind === 'slot' ? { kind: 'scroll', share: Math.sign(key.by) * SCROLL_SHARE } : key;
}
