/** Keys of the tree viewer as intentions. */

/** What a key asks for. */
export type TreeKey =
  | { readonly kind: 'slot'; readonly by: number }
  | { readonly kind: 'level'; readonly by: 1 | -1 }
  | { readonly kind: 'scroll'; readonly share: number }
  | { readonly kind: 'zoom'; readonly steps: number }
  | { readonly kind: 'first' | 'last' | 'fit' | 'all' | 'fold' | 'search' | 'none' };

const SCROLL_SHARE = 0.25;

const KEYS: Readonly<Record<string, TreeKey>> = {
  ArrowLeft: { kind: 'slot', by: -1 },
  ArrowRight: { kind: 'slot', by: 1 },
  ArrowUp: { kind: 'level', by: -1 },
  ArrowDown: { kind: 'level', by: 1 },
  PageUp: { kind: 'slot', by: -16 },
  PageDown: { kind: 'slot', by: 16 },
  Home: { kind: 'first' },
  End: { kind: 'last' },
  Enter: { kind: 'fit' },
  ' ': { kind: 'fold' },
  '/': { kind: 'search' },
  Escape: { kind: 'none' },
  '+': { kind: 'zoom', steps: 1 },
  '=': { kind: 'zoom', steps: 1 },
  '-': { kind: 'zoom', steps: -1 },
  0: { kind: 'all' },
};

/** The intention of a key, or null where it is not ours. */
export function treeKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): TreeKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const key = KEYS[event.key] ?? null;
  return event.shiftKey && key?.kind === 'slot' ? { kind: 'scroll', share: Math.sign(key.by) * SCROLL_SHARE } : key;
}
