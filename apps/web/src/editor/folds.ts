/*
 * What the real kernel said (`#|` lines) folds under its directive: a capture of three thousand lines then reads as the
 * two hundred calls that it is.
 */
import { foldEffect } from '@codemirror/language';
import type { EditorState, Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';

/** Bodies of fewer lines stay open when a file is opened. */
const SHORT_BODY = 4;

/** The fold of the directive that starts on this line; a fold service. */
export function snapshotFolds({ doc }: EditorState, lineStart: number): { from: number; to: number } | null {
  const line = doc.lineAt(lineStart);
  return line.text.startsWith('#@') ? bodyOf(doc, line.number) : null;
}

/** Folds every long body of a file, or of what stands from a line on. */
export function foldBodies(view: EditorView, firstLine = 1): void {
  const { doc } = view.state;
  const effects = [];
  for (let number = firstLine; number <= doc.lines;) {
    const body = doc.line(number).text.startsWith('#@') ? bodyOf(doc, number) : null;
    const lines = body === null ? 0 : doc.lineAt(body.to).number - number;
    if (body !== null && lines >= SHORT_BODY) effects.push(foldEffect.of(body));
    number += lines + 1;
  }
  if (effects.length > 0) view.dispatch({ effects });
}

function bodyOf(doc: Text, directive: number): { from: number; to: number } | null {
  let last = directive;
  while (last < doc.lines && doc.line(last + 1).text.startsWith('#|')) last++;
  return last === directive ? null : { from: doc.line(directive).to, to: doc.line(last).to };
}
