/**
 * The two sides of a figure: viewers in pairs, the timeline that moves both, and what differs, in words and numbers. It knows the state of
 * both sides and asks for another one by events, as viewers do; what happens on the other side is told in places of the shown one.
 */

import { SELECT_EVENT, type Selection } from '@mm-playground/api';
import { endOf, SEEK_EVENT, tokens, type Position, type programRange } from '@mm-playground/viewers';
import { html, isServer, LitElement, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import type { Names } from 'mm-playground';
import type { Given, Shown, View } from '../elements/views.ts';
import { alignmentOf, besidesPosition, resized } from '../player/beside.ts';
import { inSlices } from '../player/in-slices.ts';
import type { Played } from '../player/played.ts';
import type { Scene } from '../player/scene.ts';
import { viewStyles } from '../elements/view.styles.ts';
import { styles } from './comparison.styles.ts';
import { costsBeside, sentences } from './costs.templates.ts';
import { costsAt, type Costs } from './costs.ts';
import { comparing, type Difference, type Found } from './differences.ts';
import { differenceStyles } from './differences.styles.ts';
import { answers, differencesList } from './differences.templates.ts';

/** Viewers of the script, which both sides have in common. */
const ONCE: ReadonlySet<string> = new Set(['call-list']);

/** Makes the element of a viewer. */
type MakeViewer = (view: View, shown: Shown, more?: Given) => TemplateResult;

/**
 * Both sides of a `<mm-playground compare="...">`, inside of it.
 *
 * @slot - the timeline
 * @event mm-seek - somebody goes somewhere on either side; detail is a Position of the shown one
 * @event mm-select - something was selected on either side; detail is a Selection in pages of the shown one, or null
 * @csspart view - around each viewer
 */
export class MmComparison extends LitElement {
  static override properties = {
    shown: { attribute: false },
    other: { attribute: false },
    names: { attribute: false },
    scene: { attribute: false },
    views: { attribute: false },
    viewer: { attribute: false },
    found: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, differenceStyles, viewStyles, styles];
  /** The shown side; null until it is told. */
  declare shown: Shown | null;
  /** What was played on the other one. */
  declare other: Played | null;
  /** What both are called. */
  declare names: Names;
  /** Looks at the other side. */
  declare scene: Scene | null;
  declare views: readonly View[];
  declare viewer: MakeViewer | null;
  /** How both differ; null until they were compared. */
  declare private found: Found | null;

  /** What is compared, or was. */
  #compared: readonly [Played, Played] | null = null;

  constructor() {
    super();
    this.shown = null;
    this.other = null;
    this.names = ['', ''];
    this.scene = null;
    this.views = [];
    this.viewer = null;
    this.found = null;
  }

  /** What a server rendered stays until somebody tells the element something; then it goes as a whole, with what is around it. */
  protected override shouldUpdate(): boolean {
    return this.shown !== null && this.other !== null && this.scene !== null;
  }

  protected override willUpdate(): void {
    const [shown, other] = [this.shown?.played ?? null, this.other];
    if (shown === null || other === null) return;
    if (this.#compared?.[0] === shown && this.#compared[1] === other) return;
    this.#compared = [shown, other];
    this.found = null;
    void this.#compare(this.#compared);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { shown, other, scene, names } = this;
    if (shown === null || other === null || scene === null) return nothing;
    const sides = [shown, besideAt(shown, other, scene)] as const;
    return html`${this.#views(sides, names)}
      <slot></slot>
      <div class="apart" tabindex="0" role="region" aria-label="What differs">${this.#apart(sides, names)}</div>`;
  }

  /** Without slices where nobody waits. */
  async #compare(sides: readonly [Played, Played]): Promise<void> {
    const course = comparing(...sides, this.names);
    if (isServer) {
      let turn = course.next();
      while (turn.done !== true) turn = course.next();
      this.found = turn.value;
      return;
    }
    const isOutdated = (): boolean => this.#compared !== sides || !this.isConnected;
    const found = await inSlices(course, isOutdated, () => undefined);
    if (!isOutdated()) this.found = found;
  }

  #views(sides: readonly [Shown, Shown], names: Names): TemplateResult | typeof nothing {
    if (this.views.length === 0) return nothing;
    return html`<div class="views" tabindex="0" role="region" aria-label="Both sides">
      ${this.views.map((view) =>
        ONCE.has(view.plugin.id)
          ? this.#view(view, sides[0])
          : html`<div class="pair">
              ${sides.map((side, at) => this.#cell(view, side, names[at] ?? '', at, openingOf(view, sides)))}
            </div>`,
      )}
    </div>`;
  }

  #cell(view: View, side: Shown, name: string, at: number, more: Given): TemplateResult {
    const [seek, select] = at === 0 ? [nothing, nothing] : [this.#onSeek, this.#onSelect];
    return html`<div
      class="cell"
      role="group"
      aria-label="${view.plugin.title}, ${name}"
      @mm-seek=${seek}
      @mm-select=${select}
    >
      <p class="name"><b class="side${at}">${name}</b></p>
      ${this.#view(view, side, more)}
    </div>`;
  }

  #view(view: View, side: Shown, more: Given = {}): TemplateResult {
    return html`<div class="view ${view.plugin.id}" part="view">${this.viewer?.(view, side, more)}</div>`;
  }

  #apart([shown, other]: readonly [Shown, Shown], names: Names): TemplateResult {
    const costs = costsAt([shown.played, other.played], names, [shown.scene.view, other.scene.view]);
    return html`<div>${this.#thisCall([shown, other], names)} ${this.#behaviour(shown, names)}</div>
      ${isNothing(costs) ? nothing : html`<div>${costsBeside(costs, names)}</div>`}`;
  }

  /** What both answer where time stands. */
  #thisCall([shown, other]: readonly [Shown, Shown], names: Names): TemplateResult {
    const { call } = shown.position;
    const row = shown.played.calls[call];
    if (row === undefined) return html`<p class="answers call none">No call was made yet.</p>`;
    const partner = other.played.calls[alignmentOf(shown.played, other.played).there[call] ?? -1];
    return html`<div class="answers call">
      <code>${row.text}</code>
      ${partner === undefined ? html`<p class="none">${names[1]} makes no such call.</p>` : answers(row.result, partner.result, names)}
    </div>`;
  }

  #behaviour({ position, played }: Shown, names: Names): TemplateResult {
    const { found } = this;
    if (found === null) return html`<p class="answers none">comparing…</p>`;
    const go = ({ call }: Difference): void => this.#tell(SEEK_EVENT, endOf(played.calls, call));
    return html`${sentences(found.words)} ${differencesList(found, names, position.call, go)}`;
  }

  readonly #onSeek = (event: CustomEvent<Position>): void => {
    const { shown, other } = this;
    event.stopPropagation();
    if (shown !== null && other !== null) this.#tell(SEEK_EVENT, besidesPosition(other, shown.played, event.detail));
  };

  readonly #onSelect = (event: CustomEvent<Selection | null>): void => {
    const { shown, other } = this;
    event.stopPropagation();
    if (shown !== null && other !== null)
      this.#tell(SELECT_EVENT, resized(event.detail, other.pageShift, shown.played.pageShift));
  };

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** Defines `<mm-comparison>`. */
export function defineComparison(): void {
  if (customElements.get('mm-comparison') === undefined) customElements.define('mm-comparison', MmComparison);
}

const isNothing = ({ words, tables }: Costs): boolean => words.length === 0 && tables.length === 0;

/** The other side at the same moment, with the same bytes selected. */
function besideAt({ played, position, selection }: Shown, other: Played, scene: Scene): Shown {
  const there = besidesPosition(played, other, position);
  return {
    played: other,
    position: there,
    selection: resized(selection, played.pageShift, other.pageShift),
    scene: scene.at({ played: other, position: there }),
  };
}

/** Where pages have one size, what opens somewhere opens at the same addresses on both sides: at what either would open at. */
function openingOf({ given }: View, [a, b]: readonly [Shown, Shown]): Given {
  const [here = null, there = null] = [a, b].map((side) => given(side)['opening'] as ReturnType<typeof programRange>);
  if (a.played.pageShift !== b.played.pageShift || here === null || there === null) return {};
  return { opening: { start: Math.min(here.start, there.start), end: Math.max(here.end, there.end) } };
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-comparison': MmComparison;
  }
}
