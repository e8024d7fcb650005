/**
 * One page-table entry: its 64 bits as named fields in the order of a manual (highest first), the word in hex, a sentence
 * that says what it does, and a table with value and meaning of each field; and what is different from the word before.
 * Works alone: give it an architecture and a word.
 */

import type { Architecture } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { ResizeController } from '../element/resize-controller.ts';
import { MmElement } from '../element/viewer-element.ts';
import { tokens } from '../tokens.styles.ts';
import {
  bitsOf,
  cellRows,
  changeOf,
  fieldsOf,
  isMoved,
  sentenceOf,
  valueText,
  wordOf,
  wordText,
  type Cell,
  type FieldValue,
} from './pte-fields.ts';
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

/** Attributes are text; a word that is none is nothing to show. */
const WORD = { fromAttribute: (text: string | null): bigint | null => (text === null ? null : wordOf(text)) };

/**
 * One entry's 64 bits as named fields. Viewers know no architecture: the embed package brings them along for pages of text
 * (`<mm-pte arch="x86-64" value="0x80000000054f5067">`). No property is called like an attribute that it is not: a framework that finds one sets
 * it, to text.
 *
 * @attr level - the level of its table: 0 for the root, or `pmd`; the deepest one where it is left out
 * @attr value - the entry, in hex
 * @attr previous - the entry before it, in hex
 * @csspart bits - the picture of the bits
 * @csspart fields - the table of fields
 */
export class MmPte extends MmElement {
  static override properties = {
    architecture: { attribute: false },
    level: { type: String },
    word: { attribute: 'value', converter: WORD },
    previousWord: { attribute: 'previous', converter: WORD },
    lit: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, styles];
  /** Whose entry it is; null shows nothing. */
  declare architecture: Architecture | null;
  /** The level of its table: 0 for the root, or its name; null is the deepest one. */
  declare level: number | string | null;
  /** The entry; null shows nothing. */
  declare word: bigint | null;
  /** The entry before it: bits that differ are marked. Null compares nothing. */
  declare previousWord: bigint | null;
  declare private lit: FieldValue['spec'] | null;

  readonly #size = new ResizeController(this);

  constructor() {
    super();
    this.architecture = null;
    this.level = null;
    this.word = null;
    this.previousWord = null;
    this.lit = null;
  }

  protected override render(): TemplateResult {
    const { architecture: arch, word, previousWord: previous } = this;
    const level = arch === null ? -1 : levelOf(arch, this.level);
    const spec = arch?.geometry.levels[level];
    if (arch === null || word === null || spec === undefined)
      return html`<p class="empty">${this.#trouble(arch, word)}</p>
        ${this.liveRegion()}`;
    const fields = fieldsOf(arch, level, word, previous);
    const change = changeOf(arch, level, word, previous);
    const width = this.#size.area?.width ?? MIDDLE_PX;
    const perRow = width >= WIDE_PX ? 64 : width >= MIDDLE_PX ? 32 : 16;
    return html`
      <div class="headline">
        <span>${spec.name}</span><span class="word">${wordText(word)}</span>
        <span class="sentence">${sentenceOf(arch.decode(level, word), spec.name)}</span>
        ${change === '' ? nothing : html`<span class="change"><b>Changed:</b> ${change}</span>`}
      </div>
      <div class="bits" part="bits" aria-hidden="true" @pointerleave=${() => this.#light(null)}>
        ${cellRows(fields, perRow).map(
          (row) =>
            html`<div class="bitrow r${perRow}">
              ${row.map((cell) => this.#cell(cell, word, (width - 24) / perRow))}
            </div>`,
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

  /** Why there is nothing to see. */
  #trouble(arch: Architecture | null, word: bigint | null): string {
    if (arch === null) return NOTHING;
    const value = this.getAttribute('value');
    if (word === null) return value === null ? NOTHING : `“${value}” is no entry: 64 bits, such as 0x80000000054f5067.`;
    return `${arch.title} has no level “${this.level}”.`;
  }

  #cell({ field, hi, lo, continues }: Cell, word: bigint, bitPx: number): TemplateResult {
    const { spec } = field;
    const name = continues ? `${spec.name}…` : spec.name;
    const room = (hi - lo + 1) * bitPx;
    const mark = `${spec.owner} ${field.value === 0n ? '' : 'on'} ${this.lit === spec ? 'lit' : ''}`;
    const before = this.previousWord === null ? null : bitsOf(this.previousWord, hi, lo);
    return html`<div
      class="cell w${hi - lo + 1} ${mark}"
      title="${spec.name} [${place(spec)}] ${spec.meaning}"
      @pointerenter=${() => this.#light(spec)}
    >
      <span class="place ${hi === lo ? 'single' : ''}">
        <span>${hi}</span>${hi === lo || room < 34 ? nothing : html`<span>${lo}</span>`}
      </span>
      <span class="digits">
        ${[...bitsOf(word, hi, lo)].map(
          (bit, i) =>
            html`<i class="${bit === '1' ? 'one' : ''} ${before !== null && before[i] !== bit ? 'moved' : ''}"
              >${bit}</i
            >`,
        )}
      </span>
      <span class="label">${name.length * LETTER_PX <= room ? name : html`&nbsp;`}</span>
    </div>`;
  }

  #row(field: FieldValue): TemplateResult {
    const { spec, value, words, before } = field;
    const idle = spec.owner === 'ignored' || spec.owner === 'reserved';
    return html`<tr
      class="${idle ? 'idle' : ''} ${this.lit === spec ? 'lit' : ''} ${isMoved(field) ? 'moved' : ''}"
      @pointerenter=${() => this.#light(spec)}
    >
      <th scope="row">${spec.name}</th>
      <td class="where">${place(spec)}</td>
      <td class="value">
        ${
          before === null || before === value
            ? nothing
            : html`<s><span class="sr">before </span>${valueText(field, before)}</s><span aria-hidden="true"> → </span
                ><span class="sr">now </span>`
        }${valueText(field, value)}
      </td>
      <td class="meaning">${words === '' ? nothing : html`<b>${words}</b> `}${spec.meaning}</td>
      <td class="owner">${OWNER_WORDS[spec.owner]}</td>
    </tr>`;
  }

  #light(spec: FieldValue['spec'] | null): void {
    this.lit = spec;
  }
}

const NOTHING = 'No entry is selected.';

/** The number of a level; -1 where the architecture has none of that name. */
function levelOf({ geometry }: Architecture, level: number | string | null): number {
  if (level === null) return geometry.levels.length - 1;
  const named = geometry.levels.findIndex(({ name }) => name === level);
  return named >= 0 ? named : /^\d+$/.test(String(level)) ? Number(level) : -1;
}

const place = (spec: FieldValue['spec']): string => (spec.hi === spec.lo ? String(spec.lo) : `${spec.hi}:${spec.lo}`);

declare global {
  interface HTMLElementTagNameMap {
    'mm-pte': MmPte;
  }
}
