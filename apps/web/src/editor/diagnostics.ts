/*
 * Mistakes where they are: a wavy line under the words, a mark in the margin, the message on hover. (The list under the
 * editor says the same in words, for the keyboard and for screen readers.)
 */
import {
  RangeSetBuilder,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
  type RangeSet,
  type Text,
} from '@codemirror/state';
import {
  Decoration,
  EditorView,
  gutter,
  GutterMarker,
  hoverTooltip,
  type DecorationSet,
  type Tooltip,
} from '@codemirror/view';
import type { Diagnostic } from '@mm-playground/api';

/** Replaces what is marked. */
export const setDiagnostics = StateEffect.define<readonly Diagnostic[]>();

class Mark extends GutterMarker {
  readonly severity: Diagnostic['severity'];
  readonly message: string;

  constructor({ severity, message }: Diagnostic) {
    super();
    this.severity = severity;
    this.message = message;
    this.elementClass = `cm-${severity}`;
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof Mark && other.severity === this.severity && other.message === this.message;
  }

  override toDOM(): Node {
    const mark = document.createElement('span');
    mark.textContent = this.severity === 'error' ? '▲' : '△';
    mark.title = this.message;
    return mark;
  }
}

interface Marked {
  readonly words: DecorationSet;
  readonly margin: RangeSet<GutterMarker>;
}

const NONE: Marked = { words: Decoration.none, margin: new RangeSetBuilder<GutterMarker>().finish() };

const marked = StateField.define<Marked>({
  create: () => NONE,
  update(value, { effects, state, changes, docChanged }) {
    for (const effect of effects) if (effect.is(setDiagnostics)) return markedOf(state, effect.value);
    return docChanged ? { words: value.words.map(changes), margin: value.margin.map(changes) } : value;
  },
  provide: (field) => EditorView.decorations.from(field, ({ words }) => words),
});

const messages = hoverTooltip((view, at) => {
  let found: Tooltip | null = null;
  view.state.field(marked).words.between(at, at, (pos, end, { spec }) => {
    const { message } = spec as { readonly message: string };
    found = { pos, end, above: true, create: () => ({ dom: balloon(message) }) };
  });
  return found;
});

/** The extension. */
export const diagnostics: Extension = [
  marked,
  messages,
  gutter({ class: 'cm-problems', markers: (view) => view.state.field(marked).margin }),
];

function balloon(message: string): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'cm-message';
  dom.textContent = message;
  return dom;
}

function markedOf({ doc }: EditorState, list: readonly Diagnostic[]): Marked {
  const words = list.flatMap((diagnostic) => {
    const { from, to } = rangeOf(doc, diagnostic);
    // On an empty line there is nothing to underline; its mark in the margin remains.
    if (from === to) return [];
    const { severity, message } = diagnostic;
    return [Decoration.mark({ class: `cm-under-${severity}`, message }).range(from, to)];
  });
  const margin = new RangeSetBuilder<GutterMarker>();
  let last = -1;
  for (const diagnostic of list.toSorted((a, b) => a.span.line - b.span.line)) {
    const { from } = doc.lineAt(rangeOf(doc, diagnostic).from);
    if (from > last) margin.add(from, from, new Mark(diagnostic));
    last = from;
  }
  return { words: Decoration.set(words, true), margin: margin.finish() };
}

/**
 * Lines and columns become offsets, at least one character apart where the line has any; what no longer fits into the text is
 * moved inside it.
 */
function rangeOf(doc: Text, { span }: Diagnostic): { from: number; to: number } {
  const line = doc.line(Math.max(1, Math.min(span.line, doc.lines)));
  const from = Math.min(line.from + Math.max(0, span.column - 1), line.to);
  const to = Math.min(Math.max(from + span.length, from + 1), line.to);
  return to > from ? { from, to } : { from: Math.max(line.from, to - 1), to };
}
