/* A text that only ever becomes longer, in the editor: what is new is put behind what is there. */
import type { EditorView } from '@codemirror/view';
import { foldBodies } from '../editor/folds.ts';

/** Brings the editor up to a text that begins with what it has. What was done by hand stays undoable, this is not. */
export function appendText(view: EditorView, text: string): void {
  const { length, lines } = view.state.doc;
  if (text.length <= length) return;
  view.dispatch({ changes: { from: length, insert: text.slice(length) } });
  foldBodies(view, lines);
}
