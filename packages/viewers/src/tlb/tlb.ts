/** TLBs: what each CPU remembers of page tables, what of it is no longer true, and what the last step flushed. */

import { vpn, type MmView, type Selection, type TlbView } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { MmElement } from '../element/viewer-element.ts';
import { grouped, rangeText, sizeOfPages } from '../format/address.ts';
import { tokens } from '../tokens.styles.ts';
import { TLB_LOOKS, tlbRows, type TlbRow } from './tlb-rows.ts';
import { styles } from './tlb.styles.ts';

/** Rows of a CPU that are listed, the newest; of more there is the number. */
const MOST_ROWS = 64;

/**
 * The TLB of each CPU. What is stale is marked, and more strongly what no flush will make good; against `previous`, what is new and
 * what was flushed.
 *
 * @event mm-select - a translation was chosen; detail is a Selection of its pages
 * @csspart cpu - each of the TLBs
 */
export class MmTlb extends MmElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    selection: { attribute: false },
  };
  static override styles: CSSResultGroup = [tokens, styles];
  /** An address space of the machine whose TLBs are shown. */
  declare view: MmView | null;
  /** The one before it; null marks neither new nor flushed. */
  declare previous: MmView | null;
  /** Translations that overlap it are shown as selected. */
  declare selection: Selection | null;

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.selection = null;
  }

  protected override render(): TemplateResult {
    const { view } = this;
    const before = this.previous === view ? null : this.previous;
    const cpus = (view?.tlbs ?? []).map((cpu) => ({
      cpu,
      rows: tlbRows(cpu, before === null ? null : cpuOf(before, cpu)),
    }));
    if (view === null || cpus.every(({ rows }) => rows.length === 0))
      return html`<p class="none">
          No translation is remembered. TLBs are kept while tasks run at the same time: alone, they tell no more than
          the tables.
        </p>
        ${this.liveRegion()}`;
    return html`<div class="cpus">${cpus.map(({ cpu, rows }) => this.#cpu(view, cpu, rows))}</div>
      ${this.liveRegion()}`;
  }

  #cpu({ arch, mm }: MmView, cpu: TlbView, rows: readonly TlbRow[]): TemplateResult {
    const shift = arch.geometry.pageShift;
    const reach = cpu.entries.reduce((sum, { pages }) => sum + pages, 0);
    const bad = cpu.entries.filter(({ state }) => state !== 'valid').length;
    return html`<table part="cpu">
      <caption>
        CPU of ${cpu.task === '' ? 'the first task' : cpu.task}${cpu.mm === mm ? nothing : ` (mm ${cpu.mm})`}
        <small
          >${cpu.entries.length === 1 ? '1 entry' : `${grouped(cpu.entries.length)} entries`}, reach
          ${sizeOfPages(reach, shift)}${bad === 0 ? nothing : html`, <b>${grouped(bad)} not true</b>`}</small
        >
      </caption>
      ${rows.length === 0 ? nothing : HEAD}
      <tbody>
        ${
          rows.length > MOST_ROWS
            ? html`<tr>
                <td colspan="4" class="more">${grouped(rows.length - MOST_ROWS)} older ones</td>
              </tr>`
            : nothing
        }
        ${rows.slice(-MOST_ROWS).map((row) => this.#row(row, shift))}
      </tbody>
    </table>`;
  }

  #row({ entry, state, isNew }: TlbRow, shift: MmView['arch']['geometry']['pageShift']): TemplateResult {
    const { start, pages, pfn, entry: decoded } = entry;
    const end = vpn(start + pages);
    const look = TLB_LOOKS[state];
    const { selection } = this;
    const isCurrent = selection !== null && start < selection.end && selection.start < end;
    const access = `${decoded.read ? 'r' : '-'}${decoded.write ? 'w' : '-'}${decoded.exec ? 'x' : '-'}`;
    return html`<tr class="${state} ${isNew ? 'new' : ''} ${isCurrent ? 'current' : ''}">
      <td>
        <button type="button" @click=${() => this.select({ kind: 'page', start, end })}>
          ${rangeText(start, end, shift)}
        </button>
      </td>
      <td>${pfn.toString(16)}</td>
      <td>${access}${decoded.dirty ? ' D' : ''}</td>
      <td class="state" title=${look.why}>
        <span aria-hidden="true">${look.glyph}</span>
        ${look.words}${isNew ? html` <span class="mark">new</span>` : nothing}
      </td>
    </tr>`;
  }
}

const HEAD = html`<thead>
  <tr>
    <th scope="col">pages</th>
    <th scope="col">frame</th>
    <th scope="col">access</th>
    <th scope="col">state</th>
  </tr>
</thead>`;

/** The same CPU in another view. */
const cpuOf = ({ tlbs }: MmView, { task }: TlbView): TlbView | null => tlbs.find((cpu) => cpu.task === task) ?? null;

declare global {
  interface HTMLElementTagNameMap {
    'mm-tlb': MmTlb;
  }
}
