/** Gestures that lists of rows share: keys of the cursor, a click on a row, copying. A row says its place with `data-index`. */

type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/** Whether a key is pressed alone, or with Shift. */
export const isPlain = ({ altKey, ctrlKey, metaKey }: Key): boolean => !altKey && !ctrlKey && !metaKey;

/** Where a list's cursor goes with a key event; null where it is not the list's. */
export const listKey = (event: Key, index: number, count: number): number | null =>
  isPlain(event) ? indexAfter(event.key, index, count) : null;

/** The same for a key by its name. */
export function indexAfter(key: string, index: number, count: number): number | null {
  const far = 10;
  const moves: Readonly<Record<string, number>> = {
    ArrowUp: index - 1,
    ArrowDown: index + 1,
    PageUp: index - far,
    PageDown: index + far,
    Home: 0,
    End: count - 1,
  };
  const to = moves[key];
  return to === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, to));
}

/** Whether a key copies the list: not where somebody marked text, and wants that. */
export const isCopy = ({ key, ctrlKey, metaKey }: Key): boolean =>
  key === 'c' && (ctrlKey || metaKey) && getSelection()?.isCollapsed !== false;

/** The place of the row that was clicked; -1 where it was none. */
export function rowOfClick(event: Event): number {
  const row = event.composedPath().find((node) => node instanceof HTMLElement && node.dataset['index'] !== undefined);
  return row instanceof HTMLElement ? Number(row.dataset['index']) : -1;
}
