/** Keys of the page-table viewer as intentions. */

import { isPlain } from '../element/list-gestures.ts';
import { PICTURE_KEYS, SCROLL_SHARE, type PictureKey } from '../element/window-keys.ts';

/** What a key asks for. */
export type RadixKey =
  | { readonly kind: 'entry'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'table'; readonly by: 1 | -1 }
  | PictureKey
  | { readonly kind: 'first' | 'last' | 'search' | 'walk' };

const KEYS: Readonly<Record<string, RadixKey>> = {
  ...PICTURE_KEYS,
  ArrowLeft: { kind: 'entry', columns: -1, rows: 0 },
  ArrowRight: { kind: 'entry', columns: 1, rows: 0 },
  ArrowUp: { kind: 'entry', columns: 0, rows: -1 },
  ArrowDown: { kind: 'entry', columns: 0, rows: 1 },
  PageUp: { kind: 'table', by: -1 },
  PageDown: { kind: 'table', by: 1 },
  Home: { kind: 'first' },
  End: { kind: 'last' },
  ' ': { kind: 'walk' },
  '/': { kind: 'search' },
};

/** The intention of a key, or null where it is not ours. */
export function radixKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): RadixKey | null {
  if (!isPlain(event)) return null;
  const key = KEYS[event.key] ?? null;
  return event.shiftKey && key?.kind === 'entry' ? { kind: 'scroll', share: key.columns * SCROLL_SHARE } : key;
}
