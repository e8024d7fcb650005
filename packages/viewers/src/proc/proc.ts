/**
 * The files of /proc that speak of an address space, as the kernel prints them, with what differs from the view before: per line and
 * per field. Copying takes the file exactly as `cat` would show it.
 */

import { addrOf, vpnOf, type MmView, type Selection } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { isCopy, listKey, rowOfClick } from '../element/list-gestures.ts';
import { CHANGE_MARKS, CHANGE_WORDS, type WhatChanged } from '../element/change-marks.ts';
import { listStyles } from '../element/list.styles.ts';
import { RowsController } from '../element/row-window.ts';
import { SheetController } from '../element/sheet-controller.ts';
import { MmElement } from '../element/viewer-element.ts';
import { overlap, type AddressRange } from '../events/event-range.ts';
import { grouped } from '../format/address.ts';
import { vmaOfRow } from '../maps-table/maps-rows.ts';
import { tokens } from '../tokens.styles.ts';
import { PROC_FILES, type ProcFile } from './proc-files.ts';
import { differing, fieldsOf, type ProcField, type ProcLine } from './proc-lines.ts';
import { styles } from './proc.styles.ts';

/** Before the text of a line, for a screen reader. */
const wordsOf = (what: WhatChanged): string => (what === 'same' ? '' : `${CHANGE_WORDS[what]}: `);

/**
 * One of the files of /proc at a time.
 *
 * Keys: arrows, PageUp, PageDown, Home, End go from line to line and select what a line is about; Ctrl+C copies the file.
 *
 * @event mm-select - a line about a mapping or pages was chosen; detail is a Selection
 * @csspart files - the files to choose from
 */
export class MmProc extends MmElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    selection: { attribute: false },
    file: { type: String },
    onlyChanges: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, listStyles, styles];
  /** The address space. */
  declare view: MmView | null;
  /** The one before it; null marks nothing. */
  declare previous: MmView | null;
  /** Lines about it are marked, and pagemap shows its pages. */
  declare selection: Selection | null;
  /** The file that is shown, by the last part of its path; changed by the buttons above the lines. */
  declare file: string;
  /** Whether lines that are the same are left out. */
  declare private onlyChanges: boolean;

  #all: readonly ProcLine[] = [];
  #lines: readonly ProcLine[] = [];
  #cursor = -1;
  readonly #window = new RowsController(this, new SheetController(this), () => this.#lines.length);

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.selection = null;
    this.file = 'maps';
    this.onlyChanges = false;
  }

  /** The text of the file, as `cat` prints it. */
  get text(): string {
    return this.#all
      .filter(({ what }) => what !== 'removed')
      .map(({ text }) => `${text}\n`)
      .join('');
  }

  /** Puts {@link text} on the clipboard. */
  async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.text);
    this.say(`${this.#file().path} copied`);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const isOther = changed.has('view') || changed.has('previous') || changed.has('file');
    if (isOther || (changed.has('selection') && this.file === 'pagemap'))
      this.#all = this.view === null ? [] : this.#file().lines(this.view, this.previous, this.selection);
    this.#lines = this.onlyChanges ? differing(this.#all) : this.#all;
    if (isOther || changed.has('selection') || changed.has('onlyChanges')) this.#toSelection();
  }

  protected override render(): TemplateResult {
    if (this.view === null)
      return html`<p class="empty">Nothing to read yet.</p>
        ${this.liveRegion()}`;
    const { first, last } = this.#window.window;
    const [selected, { path, meaning, pieces }] = [this.#selected(), this.#file()];
    return html`
      <div class="files" part="files" role="group" aria-label="Files">
        ${PROC_FILES.map(
          (each) =>
            html`<button
              class="file"
              type="button"
              aria-pressed=${each.id === this.file}
              title="${each.path}: ${each.meaning}"
              @click=${() => (this.file = each.id)}
            >
              ${each.id}
            </button>`,
        )}
      </div>
      <p class="meaning">${meaning}</p>
      <div
        class="scroll"
        tabindex="0"
        role="listbox"
        aria-label=${path}
        aria-activedescendant=${this.#cursor >= first && this.#cursor < last ? `line-${this.#cursor}` : nothing}
        @keydown=${this.#onKey}
        @click=${this.#onClick}
      >
        <div class="before" role="presentation"></div>
        ${this.#lines.slice(first, last).map((line, i) => this.#row(line, first + i, pieces, selected))}
        <div class="after" role="presentation"></div>
      </div>
      ${this.#foot()} ${this.liveRegion()}
    `;
  }

  #row(line: ProcLine, index: number, pieces: RegExp, selected: AddressRange | null): TemplateResult {
    const { what, range, before } = line;
    const isCurrent = range !== null && selected !== null && what !== 'removed' && overlap(range, selected);
    const isCursor = index === this.#cursor;
    return html`<div
      class="row ${what} ${line.isHead ? 'head-line' : ''} ${isCurrent ? 'current' : ''} ${isCursor ? 'cursor' : ''}"
      role="option"
      id="line-${index}"
      data-index=${index}
      aria-selected=${isCurrent || isCursor}
      aria-posinset=${index + 1}
      aria-setsize=${this.#lines.length}
      title=${before === null ? nothing : `before: ${before.trim()}`}
    >
      <span class="mark" aria-hidden="true">${CHANGE_MARKS[what]}</span><span class="sr">${wordsOf(what)}</span
      ><span class="text" data-term=${this.#termOf(line.text)}>${fieldsOf(line, pieces).map(fieldTemplate)}</span>
    </div>`;
  }

  #foot(): TemplateResult {
    const changed = this.#all.filter(({ what }) => what !== 'same').length;
    const lines = this.#all.filter(({ what }) => what !== 'removed').length;
    return html`<div class="foot">
      <span>${grouped(lines)} ${lines === 1 ? 'line' : 'lines'}</span>
      <span
        >${changed === 0 ? 'nothing differs from the view before' : `${grouped(changed)} differ from the view before`}</span
      >
      <label>
        <input
          type="checkbox"
          .checked=${this.onlyChanges}
          @change=${(event: Event) => (this.onlyChanges = (event.target as HTMLInputElement).checked)}
        />
        only these
      </label>
      <button class="button" type="button" @click=${() => void this.copy()}>Copy as text</button>
    </div>`;
  }

  /** What the glossary calls the field of a line. */
  #termOf(line: string): string | typeof nothing {
    const field = /^(\w+):/.exec(line)?.[1];
    if (field === undefined) return nothing;
    return `${this.file === 'status' ? 'status' : 'smaps'}.${field}`;
  }

  #file(): ProcFile {
    const file = PROC_FILES.find(({ id }) => id === this.file) ?? PROC_FILES[0];
    if (file === undefined) throw new RangeError('there are no files');
    return file;
  }

  #selected(): AddressRange | null {
    const shift = this.view?.arch.geometry.pageShift;
    if (this.selection === null || shift === undefined) return null;
    return { start: addrOf(this.selection.start, shift), end: addrOf(this.selection.end, shift) };
  }

  /** Shows the first line about the selection, where the keyboard is not on one of them already. */
  #toSelection(): void {
    const selected = this.#selected();
    const isAbout = ({ range, what }: ProcLine): boolean =>
      range !== null && selected !== null && what !== 'removed' && overlap(range, selected);
    const here = this.#lines[this.#cursor];
    if (here !== undefined && isAbout(here)) return;
    this.#cursor = this.#lines.findIndex(isAbout);
    if (this.#cursor >= 0) this.#window.reveal(this.#cursor);
  }

  readonly #onClick = (event: Event): void => {
    // Whoever marked text wants to copy it.
    if (getSelection()?.isCollapsed === false) return;
    this.#choose(rowOfClick(event));
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (isCopy(event)) {
      event.preventDefault();
      void this.copy();
      return;
    }
    const to = listKey(event, this.#cursor, this.#lines.length);
    if (to === null) return;
    event.preventDefault();
    this.#choose(to);
  };

  #choose(index: number): void {
    const line = this.#lines[index];
    if (line === undefined) return;
    this.#cursor = index;
    this.#window.reveal(index);
    this.say(`${wordsOf(line.what)}${line.text}`);
    this.requestUpdate();
    if (line.range !== null && line.what !== 'removed' && this.view !== null)
      this.select(selectionOf(this.view, line.range));
  }
}

/** The VMA of a range, where it is one; else its pages. */
function selectionOf(view: MmView, range: AddressRange): Selection {
  const shift = view.arch.geometry.pageShift;
  const [start, end] = [vpnOf(range.start, shift), vpnOf(range.end, shift)];
  const vma = vmaOfRow(view, range);
  return vma?.end === end ? { kind: 'vma', id: vma.id, start, end } : { kind: 'range', start, end };
}

const fieldTemplate = ({ text, before }: ProcField): TemplateResult | string =>
  before === null
    ? text
    : html`<b class="diff">${text}</b><span class="was"><span class="sr">, was </span>${before}</span>`;

declare global {
  interface HTMLElementTagNameMap {
    'mm-proc': MmProc;
  }
}
