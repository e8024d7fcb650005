/*
 * What is loaded: every plugin with its version, and what it contributes, each with the matrix of what it models and what it refuses.
 * A viewer that was cut off is named here with what it said. The data are those of `mm plugins --json`. Fetched after the first
 * picture.
 */
import type { SupportMatrix, SupportRow } from '@mm-playground/api';
import { tokens } from '@mm-playground/viewers';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { PluginsReport } from '../engine.ts';
import type { AppState } from '../state.ts';
import { loadedStyles } from './loaded.styles.ts';
import { sentence } from './words.ts';

type Supported = PluginsReport['indexes'][number];
type Named = Omit<Supported, 'support'>;
type Kernel = PluginsReport['kernels'][number];
type Architecture = PluginsReport['architectures'][number];

const LEVELS: readonly { readonly level: SupportRow['level']; readonly glyph: string; readonly words: string }[] = [
  { level: 'modelled', glyph: '✓', words: 'Modelled' },
  { level: 'partly', glyph: '◐', words: 'Partly' },
  { level: 'refused', glyph: '■', words: 'Refused: a replay stops there and says so' },
];

const PROOFS: Readonly<Record<Kernel['proof'], string>> = {
  booted: 'compared with a kernel of this generation that was booted',
  derived: 'derived from facts: no kernel of this generation could be booted',
};

/** Everything that is loaded. A matrix is drawn when somebody unfolds it. */
export class MmAppLoaded extends LitElement {
  static override properties = { report: { attribute: false }, state: { attribute: false }, unfolded: { state: true } };
  static override styles = [tokens, loadedStyles];
  declare report: PluginsReport | null;
  declare state: AppState | null;
  declare private unfolded: ReadonlySet<string>;

  constructor() {
    super();
    this.report = null;
    this.state = null;
    this.unfolded = new Set();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { report, state } = this;
    if (report === null || state === null) return nothing;
    const { plugins, kernels, architectures, indexes, viewers, importers, exporters, scripts, failures } = report;
    return html`
      ${failures.map(
        ({ plugin, message }) => html`<p class="failure" role="alert"><b>${plugin}</b> is cut off: ${message}</p>`,
      )}
      ${section('Plugins', plugins, ({ id, title, version }) => named({ id, title, plugin: id, version }, nothing))}
      ${section('Kernels', kernels, (kernel) => this.#kernel(kernel, state))}
      ${section('Architectures', architectures, (arch) => this.#architecture(arch, state))}
      ${section('Indexes of the VMAs', indexes, (row) => this.#supported('index', row, isUsed(state, 'index', row.title)))}
      ${section('Viewers', viewers, (row) => this.#supported('viewer', row, cutOff(state.cutOff[row.id])))}
      ${section('What is read besides scripts', importers, (row) => this.#supported('importer', row, nothing))}
      ${section('What is written', exporters, (row) => this.#supported('exporter', row, nothing))}
      ${scripts.length === 0 ? nothing : section('Scripts', scripts, (pack) => named(pack, nothing))}
    `;
  }

  #kernel(kernel: Kernel, state: AppState): TemplateResult {
    const { id, proof, support } = kernel;
    const marks = html`<span class="chip ${proof}" title=${PROOFS[proof]}>${proof}</span>
      ${isUsed(state, 'kernel', id)}`;
    return this.#fold(`kernel ${id}`, kernel, marks, support, nothing);
  }

  #architecture(arch: Architecture, state: AppState): TemplateResult {
    const { id, support, options, uname } = arch;
    const more = html`<p><code>uname -m</code>: ${uname.join(', ')}</p>
      ${
        options.length === 0
          ? nothing
          : html`<dl>
              ${options.map(
                ({ name, meaning, values, default: usual }) =>
                  html`<dt><code>${name}=${values.join('|')}</code></dt>
                    <dd>${sentence(meaning)} (${usual})</dd>`,
              )}
            </dl>`
      }`;
    return this.#fold(`arch ${id}`, arch, isUsed(state, 'arch', id), support, more);
  }

  #supported(kind: string, row: Supported, marks: unknown): TemplateResult {
    return row.support.length === 0
      ? named(row, marks)
      : this.#fold(`${kind} ${row.id}`, row, marks, row.support, nothing);
  }

  #fold(key: string, row: Named, marks: unknown, support: SupportMatrix, more: unknown): TemplateResult {
    const turn = (event: Event): void => {
      const isOpen = event.currentTarget instanceof HTMLDetailsElement && event.currentTarget.open;
      const others = [...this.unfolded].filter((each) => each !== key);
      this.unfolded = new Set(isOpen ? [...others, key] : others);
    };
    return html`<details @toggle=${turn}>
      <summary>${named(row, marks)}</summary>
      ${this.unfolded.has(key) ? html`<div class="more">${more} ${matrix(support)}</div>` : nothing}
    </details>`;
  }
}

const section = <R extends { readonly id: string }>(
  title: string,
  rows: readonly R[],
  draw: (row: R) => TemplateResult,
): TemplateResult =>
  html`<section>
    <h3>${title} <span class="number">${rows.length}</span></h3>
    <ul>
      ${rows.map((row) => html`<li>${draw(row)}</li>`)}
    </ul>
  </section>`;

const named = ({ id, title, plugin, version }: Named, marks: unknown): TemplateResult =>
  html`<span class="row"
    ><b>${title}</b>${id === title ? nothing : html`<code>${id}</code>`}${marks}<span class="from"
      >${plugin === id ? version : `${plugin} ${version}`}</span
    ></span
  >`;

/** What the file is played on now. */
const isUsed = (
  { played }: AppState,
  part: 'kernel' | 'arch' | 'index',
  name: string,
): TemplateResult | typeof nothing =>
  played?.machine[part] === name ? html`<span class="chip now">in use</span>` : nothing;

const cutOff = (failure: string | undefined): TemplateResult | typeof nothing =>
  failure === undefined ? nothing : html`<span class="chip cut">cut off</span><span class="failure">${failure}</span>`;

/** What is modelled as a whole in one line a level, and a line for each call of which there is more to say. */
function matrix(support: SupportMatrix): TemplateResult {
  return html`${LEVELS.map(({ level, glyph, words }) => {
    const rows = support.filter((row) => row.level === level);
    if (rows.length === 0) return nothing;
    const whole = rows.filter(({ item, note }) => item === undefined && note === undefined);
    const said = rows.filter((row) => !whole.includes(row));
    return html`<h4 class=${level}>
        <span aria-hidden="true">${glyph}</span> ${words} <span class="number">${rows.length}</span>
      </h4>
      ${whole.length === 0 ? nothing : html`<p>${whole.map(({ call }) => html`<code>${call}</code> `)}</p>`}
      ${
        said.length === 0
          ? nothing
          : html`<dl>
              ${said.map(
                ({ call, item, note = '' }) =>
                  html`<dt><code>${call}</code>${item === undefined ? nothing : html` ${item}`}</dt>
                    <dd>${sentence(note)}</dd>`,
              )}
            </dl>`
      }`;
  })}`;
}
