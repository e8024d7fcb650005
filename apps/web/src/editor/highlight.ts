/*
 * Colours of the text: the script package's own tokens, line by line, for the lines that are in view. A line means the same
 * wherever it stands, so nothing has to be remembered between lines and a long file costs nothing.
 */
import { RangeSetBuilder } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';
import { tokensOfLine, type LineTokenKind } from './line-tokens.ts';

const MARKS = new Map<LineTokenKind, Decoration>();

function markOf(kind: LineTokenKind): Decoration {
  const known = MARKS.get(kind);
  if (known !== undefined) return known;
  const mark = Decoration.mark({ class: `cm-t-${kind}` });
  MARKS.set(kind, mark);
  return mark;
}

function marksInView(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges)
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      for (const token of tokensOfLine(line.text))
        if (token.to > token.from) builder.add(line.from + token.from, line.from + token.to, markOf(token.kind));
      at = line.to + 1;
    }
  return builder.finish();
}

/** The extension. */
export const highlight = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = marksInView(view);
    }

    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = marksInView(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
