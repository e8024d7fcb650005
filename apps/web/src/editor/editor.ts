/*
 * The script as text: CodeMirror in a shadow root (its style sheets are adopted there, so a strict Content-Security-Policy
 * has nothing to complain about). Text flows out as actions; diagnostics, verdicts and the place in time flow in. The
 * text of the state replaces the editor's only when it came from elsewhere (a file, an undo): what a person types is never overwritten.
 */
import { history, historyKeymap, standardKeymap } from '@codemirror/commands';
import { codeFolding, foldGutter, foldKeymap, foldService } from '@codemirror/language';
import { Compartment, EditorState, Transaction, type StateEffect, type Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  type KeyBinding,
  type ViewUpdate,
} from '@codemirror/view';
import type { Diagnostic, Span } from '@mm-playground/api';
import { tokens } from '@mm-playground/viewers';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ask } from '../shell/ask.ts';
import { sentence } from '../shell/words.ts';
import { appendText } from '../live/append-text.ts';
import type { AppState, Source } from '../state.ts';
import { assist } from './assist.ts';
import { diagnostics, setDiagnostics } from './diagnostics.ts';
import { editorStyles, editorTheme } from './editor.styles.ts';
import { foldBodies, snapshotFolds } from './folds.ts';
import { highlight } from './highlight.ts';
import { places, setCurrentLine, setVerdicts } from './places.ts';

/** Problems that are listed; the rest is counted. */
const MOST_PROBLEMS = 100;

/**
 * The editor.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 */
export class MmAppEditor extends LitElement {
  static override properties = { state: { attribute: false } };
  static override styles = [tokens, editorStyles];
  declare state: AppState | null;
  #view: EditorView | null = null;
  readonly #search = new Compartment();
  /** The state whose place is shown; null while none is. */
  #placed: AppState | null = null;
  #frame = 0;
  /** The source that the editor has, or was made from. */
  #source: Source | null = null;
  /** What somebody typed last: the state's text is this one as long as it comes from here. */
  #typed: string | null = null;
  #resize: ResizeObserver | undefined;

  constructor() {
    super();
    this.state = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize?.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#placed = null;
    this.#source = null;
    this.#view?.destroy();
    this.#view = null;
  }

  protected override render(): TemplateResult {
    const problems = this.state?.diagnostics ?? [];
    return html`<div class="editor"></div>
      <ul class="problems" aria-label="Problems" aria-live="polite" ?hidden=${problems.length === 0}>
        ${isBehind(this.state) ? html`<li class="more">What is shown is the text as it was before.</li>` : nothing}
        ${problems.slice(0, MOST_PROBLEMS).map((problem) => this.#problem(problem))}
        ${problems.length > MOST_PROBLEMS ? html`<li class="more">and ${problems.length - MOST_PROBLEMS} more</li>` : nothing}
      </ul>`;
  }

  #problem({ severity, span, message }: Diagnostic): TemplateResult {
    return html`<li>
      <button class=${severity} @click=${() => this.#jump(span)}>
        <span class="where">${span.line}:${span.column}</span><span>${sentence(message)}</span>
      </button>
    </li>`;
  }

  /** Puts the cursor where a problem is. */
  #jump({ line, column }: Span): void {
    const view = this.#view;
    if (view === null || line > view.state.doc.lines) return;
    const { from, to } = view.state.doc.line(line);
    const anchor = Math.min(from + column - 1, to);
    view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    view.focus();
  }

  /** Fetches the search panel when it is first asked for. */
  readonly #find = (view: EditorView): boolean => {
    void import('./search.ts').then(({ openSearch }) => openSearch(view, this.#search));
    return true;
  };

  protected override updated(changed: PropertyValues<{ state: AppState | null }>): void {
    const { state } = this;
    if (state === null) return;
    const view = (this.#view ??= this.#create());
    const before = changed.get('state') ?? null;
    const isOther = this.#takeText(view, state);
    if (isOther || before?.diagnostics !== state.diagnostics)
      view.dispatch({ effects: setDiagnostics.of(state.diagnostics) });
    if (isOther) this.#placed = null;
    this.#placeSoon(view);
  }

  #create(): EditorView {
    const parent = this.renderRoot.querySelector('.editor');
    const root = this.renderRoot;
    if (!(parent instanceof HTMLElement) || !(root instanceof ShadowRoot))
      throw new TypeError('the editor has no root');
    const view = new EditorView({ parent, root, state: this.#stateOf('') });
    // CodeMirror measures when it is shown; what was hidden (a tab) has no size until then.
    this.#resize = new ResizeObserver(() => view.requestMeasure());
    this.#resize.observe(this);
    return view;
  }

  #stateOf(doc: string): EditorState {
    return EditorState.create({
      doc,
      extensions: [
        lineNumbers(),
        diagnostics,
        places(),
        foldService.of(snapshotFolds),
        codeFolding({ preparePlaceholder: (state, { from, to }) => linesIn(state.doc, from, to), placeholderDOM }),
        foldGutter({ openText: '▾', closedText: '▸' }),
        history(),
        drawSelection(),
        highlightSpecialChars(),
        highlight,
        this.#search.of([]),
        assist(() => this.state),
        keymap.of([{ key: 'Mod-f', run: this.#find }, ...foldKeymap, ...historyKeymap, ...standardKeymap, LEAVE]),
        editorTheme,
        EditorView.contentAttributes.of({ 'aria-label': 'Script', tabindex: '0', spellcheck: 'false' }),
        EditorView.updateListener.of((update) => this.#updated(update)),
        EditorView.domEventHandlers({ click: (event, view) => this.#clicked(event, view) }),
      ],
    });
  }

  /** Shows the state's text where it is not what the editor has. @returns whether it is another file. */
  #takeText(view: EditorView, { source, live }: AppState): boolean {
    const before = this.#source;
    if (source === before) return false;
    this.#source = source;
    const text = source?.text ?? '';
    const isSameFile = source?.file === before?.file;
    if (live !== null && isSameFile && view.state.doc.length > 0) {
      appendText(view, text);
      return false;
    }
    const isTyped = source?.branch === before?.branch && source?.edited === true && text === this.#typed;
    // A branch begins as the text that is there.
    if (isSameFile && (isTyped || view.state.doc.toString() === text)) return false;
    this.#typed = null;
    view.setState(this.#stateOf(text));
    foldBodies(view);
    return true;
  }

  /**
   * Shows the place when everything else is drawn: in the frame after the next one. Bringing another page of text into view lays it out,
   * and who drags through time is not to wait for each of them.
   */
  #placeSoon(view: EditorView): void {
    if (this.#frame !== 0 || isSamePlace(this.#placed, this.state)) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        if (this.state !== null && this.#view === view) this.#place(view, this.state);
      });
    });
  }

  /** Says what is other than was placed last; in one go, because each one lays the page out. */
  #place(view: EditorView, state: AppState): void {
    const before = this.#placed;
    const { played, shownLine } = state;
    const isAsked = shownLine !== null && shownLine !== before?.shownLine;
    const effects: StateEffect<unknown>[] = [setCurrentLine.of(lineOf(state))];
    if (before?.played !== played) effects.push(setVerdicts.of(played?.calls ?? []));
    if (isAsked) effects.push(...intoView(view, shownLine.line));
    else if (before === null || !view.hasFocus) effects.push(...intoView(view, lineOf(state)));
    this.#placed = state;
    view.dispatch({ effects });
  }

  #updated(update: ViewUpdate): void {
    const typed = update.transactions.some(
      (transaction) => transaction.annotation(Transaction.userEvent) !== undefined,
    );
    if (!update.docChanged || !typed) return;
    this.#typed = update.state.doc.toString();
    ask(this, { type: 'edited', text: this.#typed });
  }

  #clicked(event: MouseEvent, view: EditorView): boolean {
    const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
    if (at !== null && view.state.selection.main.empty)
      ask(this, { type: 'line', line: view.state.doc.lineAt(at).number });
    return false;
  }
}

/** Where nothing else is to be closed: back to where keys are commands. */
const LEAVE: KeyBinding = {
  key: 'Escape',
  run: (view) => {
    view.contentDOM.blur();
    return true;
  },
};

/** Whether the text has mistakes, and something older is on the screen. */
const isBehind = (state: AppState | null): boolean =>
  state?.stale === true && state.played !== null && state.diagnostics.some(({ severity }) => severity === 'error');

/** The line of the call at which time stands. */
const lineOf = ({ played, position }: AppState): number | null => played?.calls[position.call]?.line ?? null;

const isSamePlace = (a: AppState | null, b: AppState | null): boolean =>
  a !== null && b !== null && a.played === b.played && a.shownLine === b.shownLine && lineOf(a) === lineOf(b);

/** What brings a line into view; nothing where there is no such line. */
function intoView({ state: { doc } }: EditorView, line: number | null): StateEffect<unknown>[] {
  if (line === null || line > doc.lines) return [];
  return [EditorView.scrollIntoView(doc.line(line).from, { y: 'center' })];
}

const linesIn = (doc: Text, from: number, to: number): number => doc.lineAt(to).number - doc.lineAt(from).number;

function placeholderDOM(_view: EditorView, unfold: (event: Event) => void, prepared: unknown): HTMLElement {
  const button = document.createElement('button');
  button.className = 'cm-fold';
  button.textContent = `${String(prepared)} ${prepared === 1 ? 'line' : 'lines'}`;
  button.title = 'Show what the kernel said';
  button.addEventListener('click', unfold);
  return button;
}
