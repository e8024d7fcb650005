/*
 * Time in the margin: the line of the call that is shown, and beside each call what became of it, with the glyphs that the
 * call list and the timeline use.
 */
import {
  RangeSet,
  RangeSetBuilder,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
} from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, type DecorationSet } from '@codemirror/view';
import { VERDICT_LOOKS, type CallRow, type CallVerdict } from '@mm-playground/viewers';

/** Tells the editor the line of the call at which time stands; null where there is none. */
export const setCurrentLine = StateEffect.define<number | null>();

/** Tells the editor what became of the calls. Costs as much as there are. */
export const setVerdicts = StateEffect.define<readonly CallRow[]>();

class VerdictMarker extends GutterMarker {
  readonly verdict: CallVerdict;

  constructor(verdict: CallVerdict) {
    super();
    this.verdict = verdict;
    this.elementClass = `cm-verdict-${verdict}`;
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof VerdictMarker && other.verdict === this.verdict;
  }

  override toDOM(): Node {
    const mark = document.createElement('span');
    const { glyph, words } = VERDICT_LOOKS[this.verdict];
    mark.textContent = glyph;
    mark.title = words;
    return mark;
  }
}

const verdicts = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(value, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setVerdicts)) return markersOf(transaction.state, effect.value);
    return value.map(transaction.changes);
  },
});

const current = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setCurrentLine)) return lineOf(transaction.state, effect.value);
    return value.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The extension. */
export function places(): Extension {
  return [current, verdicts, gutter({ class: 'cm-verdicts', markers: (view) => view.state.field(verdicts) })];
}

function markersOf({ doc }: EditorState, calls: readonly CallRow[]): RangeSet<GutterMarker> {
  const builder = new RangeSetBuilder<GutterMarker>();
  const byLine = calls.toSorted((a, b) => a.line - b.line);
  let last = 0;
  for (const { line, verdict } of byLine) {
    if (line === last || line > doc.lines || verdict === 'pending') continue;
    const { from } = doc.line(line);
    builder.add(from, from, new VerdictMarker(verdict));
    last = line;
  }
  return builder.finish();
}

const CURRENT = Decoration.line({ class: 'cm-current', attributes: { 'aria-current': 'step' } });

function lineOf({ doc }: EditorState, line: number | null): DecorationSet {
  return line === null || line > doc.lines ? Decoration.none : Decoration.set(CURRENT.range(doc.line(line).from));
}
