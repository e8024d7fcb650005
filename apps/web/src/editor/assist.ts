/*
 * Help while somebody writes: completion as they type or at Ctrl Space, and under the pointer what a word means. What fits and what it
 * means is found elsewhere (`completion.ts`, `meanings.ts`); here it becomes CodeMirror's.
 */
import {
  autocompletion,
  completionKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { EditorState, Extension, Text } from '@codemirror/state';
import { hoverTooltip, keymap, tooltips, type EditorView, type Rect, type Tooltip } from '@codemirror/view';
import type { AppState } from '../state.ts';
import { callAtLine } from '../place.ts';
import { offerAt, type Option, type Surroundings } from './completion.ts';
import { meaningOfCall, meaningOfConstant, type Meaning } from './meanings.ts';

/** CodeMirror's names of what we offer: they decide the icon. */
const TYPES: Readonly<Record<Option['type'], string>> = {
  call: 'function',
  constant: 'constant',
  directive: 'keyword',
  name: 'variable',
  address: 'text',
};

/** What is near comes before what is general. */
const BOOST: Readonly<Record<Option['type'], number>> = { name: 2, constant: 1, call: 1, directive: 0, address: -1 };

/** The extension. @param now the state of the app when it is asked */
export function assist(now: () => AppState | null): Extension {
  return [
    autocompletion({
      override: [(context) => complete(context, now())],
      icons: false,
      maxRenderedOptions: 60,
      positionInfo: besideList,
    }),
    keymap.of(completionKeymap),
    // Inside of the editor: panes clip what stands out of them.
    tooltips({ position: 'fixed', tooltipSpace: (view) => view.dom.getBoundingClientRect() }),
    hoverTooltip((view, at) => meaningAt(view, at)),
  ];
}

/** What an option means stands below the list, or above where there is more room: beside it there is none in a pane. */
function besideList(
  _: EditorView,
  list: Rect,
  _option: Rect,
  info: Rect,
  space: Rect,
): { style: string; class: string } {
  const isBelow = space.bottom - list.bottom >= Math.min(info.bottom - info.top, list.top - space.top);
  return { style: `${isBelow ? 'top' : 'bottom'}: ${list.bottom - list.top}px; left: 0`, class: 'cm-info-beside' };
}

function complete({ state, pos, explicit }: CompletionContext, app: AppState | null): CompletionResult | null {
  const line = state.doc.lineAt(pos);
  const offer = offerAt(line.text, pos - line.from, surroundings(state.doc, line.number, app));
  if (offer === null || (!explicit && line.from + offer.from === pos)) return null;
  return {
    from: line.from + offer.from,
    options: offer.options.map(({ label, type, detail, info }): Completion => ({
      ...{ label, detail, type: TYPES[type], boost: BOOST[type] },
      ...(info !== '' && { info }),
    })),
    validFor: /^\w*$/,
  };
}

/** What was mapped when the last call above the line had returned. */
function surroundings(doc: Text, line: number, app: AppState | null): Surroundings {
  const played = app?.played ?? null;
  const call = callAtLine(played, line - 1);
  const step = (played?.calls[call]?.steps ?? 0) - 1;
  return {
    above: linesAbove(doc, line),
    vmas: () => played?.view({ call, step: call < 0 ? -1 : step })?.vmas ?? [],
    pageShift: played?.pageShift ?? 0,
  };
}

function* linesAbove(doc: Text, line: number): Iterable<string> {
  for (let above = line - 1; above > 0; above--) yield doc.line(above).text;
}

function meaningAt({ state }: EditorView, at: number): Tooltip | null {
  const word = state.wordAt(at);
  const meaning = word === null ? null : meaningOf(state, word.from, word.to);
  if (word === null || meaning === null) return null;
  return { pos: word.from, end: word.to, above: true, create: () => ({ dom: drawn(meaning) }) };
}

function meaningOf({ doc }: EditorState, from: number, to: number): Meaning | null {
  const line = doc.lineAt(from);
  if (line.text.trimStart().startsWith('#')) return null;
  const word = doc.sliceString(from, to);
  return meaningOfConstant(word) ?? (doc.sliceString(to, to + 1) === '(' ? meaningOfCall(word) : null);
}

function drawn({ head, text }: Meaning): HTMLElement {
  const box = document.createElement('div');
  box.className = 'cm-meaning';
  const code = document.createElement('code');
  code.textContent = head;
  box.append(code);
  if (text !== '') box.append(Object.assign(document.createElement('p'), { textContent: text }));
  return box;
}
