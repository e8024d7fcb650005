/**
 * One page-table entry: its 64 bits as named fields in the order of a manual (highest first), the word in hex, a sentence
 * that says what it does, and a table with value and meaning of each field. Works alone: give it an architecture and a word.
 */

import type { Architecture, ViewerPlugin } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { viewerPlugin } from '../element/define.ts';
import { ResizeController } from '../element/resize-controller.ts';
import { MmElement } from '../element/viewer-element.ts';
import { tokens } from '../tokens.styles.ts';
import { bitsOf, cellRows, fieldsOf, sentenceOf, wordText, type Cell, type FieldValue } from './pte-fields.ts';
import { styles } from './pte.styles.ts';

const OWNER_WORDS: Readonly<Record<FieldValue['spec']['owner'], string>> = {
  mmu: 'MMU',
  software: 'software',
  ignored: 'nobody',
  reserved: 'reserved',
};
/** Widths from which on a row has 64 bits, or 32. */
const WIDE_PX = 1100;
const MIDDLE_PX = 560;
/** A name needs so many pixels a letter. */
const LETTER_PX = 6.4;

/**
 * One entry's 64 bits as named fields.
 *
 * @csspart bits - the picture of the bits
 * @csspart fields - the table of fields
 */
export class MmPte extends MmElement {
  static override properties = {
    arch: { attribute: false },
    level: { type: Number },
    word: { attribute: false },
    lit: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, styles];
  /** Whose entry it is; null shows nothing. */
  declare arch: Architecture | null;
  /** The level of its table, 0 for the root. */
  declare level: number;
  /** The entry. */
  declare word: bigint;
  declare private lit: FieldValue['spec'] | null;

  readonly #size = new ResizeController(this);

  constructor() {
    super();
    this.arch = null;
    this.level = 0;
    this.word = 0n;
    this.lit = null;
  }

  protected override render(): TemplateResult {
    const { arch, level, word } = this;
    const spec = arch?.geometry.levels[level];
    if (arch === null || spec === undefined)
      return html`<p class="empty">No entry is selected.</p>
        ${this.liveRegion()}`;
    const fields = fieldsOf(arch, level, word);
    const width = this.#size.area?.width ?? MIDDLE_PX;
    const perRow = width >= WIDE_PX ? 64 : width >= MIDDLE_PX ? 32 : 16;
    return html`
      <div class="headline">
        <span>${spec.name}</span><span class="word">${wordText(word)}</span>
        <span class="sentence">${sentenceOf(arch.decode(level, word), spec.name)}</span>
      </div>
      <div class="bits" part="bits" aria-hidden="true" @pointerleave=${() => this.#light(null)}>
        ${cellRows(fields, perRow).map(
          (row) =>
            html`<div class="bitrow r${perRow}">${row.map((cell) => this.#cell(cell, (width - 24) / perRow))}</div>`,
        )}
      </div>
      <table part="fields" class=${width < MIDDLE_PX ? 'narrow' : nothing}>
        <thead>
          <tr>
            <th scope="col">field</th>
            <th scope="col" class="where">bits</th>
            <th scope="col">value</th>
            <th scope="col">meaning</th>
            <th scope="col" class="owner">read by</th>
          </tr>
        </thead>
        <tbody>
          ${fields.toReversed().map((field) => this.#row(field))}
        </tbody>
      </table>
      ${this.liveRegion()}
    `;
  }

  #cell({ field, hi, lo, continues }: Cell, bitPx: number): TemplateResult {
    const { spec } = field;
    const name = continues ? `${spec.name}…` : spec.name;
    const room = (hi - lo + 1) * bitPx;
    const mark = `${spec.owner} ${field.value === 0n ? '' : 'on'} ${this.lit === spec ? 'lit' : ''}`;
    return html`<div
      class="cell w${hi - lo + 1} ${mark}"
      title="${spec.name} [${place(spec)}] ${spec.meaning}"
      @pointerenter=${() => this.#light(spec)}
    >
      <span class="place ${hi === lo ? 'single' : ''}">
        <span>${hi}</span>${hi === lo || room < 34 ? nothing : html`<span>${lo}</span>`}
      </span>
      <span class="digits">
        ${[...bitsOf(this.word, hi, lo)].map((bit) => html`<i class=${bit === '1' ? 'one' : nothing}>${bit}</i>`)}
      </span>
      <span class="label">${name.length * LETTER_PX <= room ? name : html`&nbsp;`}</span>
    </div>`;
  }

  #row(field: FieldValue): TemplateResult {
    const { spec, value, words } = field;
    const idle = spec.owner === 'ignored' || spec.owner === 'reserved';
    return html`<tr
      class="${idle ? 'idle' : ''} ${this.lit === spec ? 'lit' : ''}"
      @pointerenter=${() => this.#light(spec)}
    >
      <th scope="row">${spec.name}</th>
      <td class="where">${place(spec)}</td>
      <td class="value">${field.bits === 1 ? String(value) : `0x${value.toString(16)}`}</td>
      <td class="meaning">${words === '' ? nothing : html`<b>${words}</b> `}${spec.meaning}</td>
      <td class="owner">${OWNER_WORDS[spec.owner]}</td>
    </tr>`;
  }

  #light(spec: FieldValue['spec'] | null): void {
    this.lit = spec;
  }
}

const place = (spec: FieldValue['spec']): string => (spec.hi === spec.lo ? String(spec.lo) : `${spec.hi}:${spec.lo}`);

declare global {
  interface HTMLElementTagNameMap {
    'mm-pte': MmPte;
  }
}

/** The plugin value of {@link MmPte}. */
export const pte: ViewerPlugin = viewerPlugin('pte', 'Page-table entry', () => MmPte);
