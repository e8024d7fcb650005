/** Keys of the page-table viewer as intentions. */

/** What a key asks for. */
export type RadixKey =
  | { readonly kind: 'entry'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'table'; readonly by: 1 | -1 }
  | { readonly kind: 'scroll'; readonly share: number }
  | { readonly kind: 'zoom'; readonly steps: number }
  | { readonly kind: 'first' | 'last' | 'fit' | 'all' | 'search' | 'walk' | 'none' };

const SCROLL_SHARE = 0.25;

const KEYS: Readonly<Record<string, RadixKey>> = {
  ArrowLeft: { kind: 'entry', columns: -1, rows: 0 },
  ArrowRight: { kind: 'entry', columns: 1, rows: 0 },
  ArrowUp: { kind: 'entry', columns: 0, rows: -1 },
  ArrowDown: { kind: 'entry', columns: 0, rows: 1 },
  PageUp: { kind: 'table', by: -1 },
  PageDown: { kind: 'table', by: 1 },
  Home: { kind: 'first' },
  End: { kind: 'last' },
  Enter: { kind: 'fit' },
  ' ': { kind: 'walk' },
  '/': { kind: 'search' },
  Escape: { kind: 'none' },
  '+': { kind: 'zoom', steps: 1 },
  '=': { kind: 'zoom', steps: 1 },
  '-': { kind: 'zoom', steps: -1 },
  0: { kind: 'all' },
};

/** The intention of a key, or null where it is not ours. */
export function radixKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): RadixKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const key = KEYS[event.key] ?? null;
  return event.shiftKey && key?.kind === 'entry' ? { kind: 'scroll', share: key.columns * SCROLL_SHARE } : key;
}
