/* The search panel of the editor, in a chunk of its own: most people never open it. */
import { openSearchPanel, search, searchKeymap } from '@codemirror/search';
import type { Compartment } from '@codemirror/state';
import { keymap, type EditorView } from '@codemirror/view';

const EXTENSION = [search({ top: true }), keymap.of(searchKeymap)];

/** Opens the panel; brings the extension along the first time. */
export function openSearch(view: EditorView, slot: Compartment): void {
  const isThere = slot.get(view.state) === EXTENSION;
  if (!isThere) view.dispatch({ effects: slot.reconfigure(EXTENSION) });
  openSearchPanel(view);
}
