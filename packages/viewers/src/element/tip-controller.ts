/**
 * What is under the pointer of a picture, beside it: a title, facts, and what the glossary says of it. It lies in the top layer, so
 * that no small picture cuts it off.
 */

import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { entryTemplate } from '../glossary/gloss.templates.ts';
import { loadGlossary, type Glossary } from '../glossary/load.ts';
import { SheetController } from './sheet-controller.ts';
import { typeScale } from './type-scale.ts';

/** One line of a tooltip. */
export type Fact = readonly [label: string, value: string];

/** What is said of something. */
export interface Tip {
  readonly title: string;
  readonly facts: readonly Fact[];
  /** The glossary's term for it; null where it has none. */
  readonly term: string | null;
}

/** A place in a picture, in pixels of the drawing. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Free pixels between the pointer and its tooltip, and between that and the edges of the window. */
const GAP = { aside: 14, below: 16, edge: 4 } as const;

/** Shows tooltips of its host. A `.crosshair` in the picture stands at the pointer's x. */
export class TipController implements ReactiveController {
  readonly #host: LitElement;
  readonly #picture: string;
  readonly #sheet: SheetController;
  #glossary: Glossary | null = null;
  #isAsked = false;
  #at: Point | null = null;

  /** @param picture selects the element that points are in. */
  constructor(host: LitElement, picture: string) {
    this.#host = host;
    this.#picture = picture;
    this.#sheet = new SheetController(host);
    host.addController(this);
  }

  /** The tooltip beside a point; a part of the host's template. */
  show(at: Point | null, tip: Tip | null): TemplateResult | typeof nothing {
    this.#at = tip === null ? null : at;
    if (at === null || tip === null) return nothing;
    const entry = tip.term === null ? null : (this.#asked()?.glossOf(tip.term) ?? null);
    return html`<div class="tip" part="tooltip" popover="manual" aria-hidden="true">
      <strong>${tip.title}</strong>
      ${factsTemplate(tip.facts)} ${entry === null ? nothing : html`<div class="what">${entryTemplate(entry)}</div>`}
    </div>`;
  }

  hostUpdated(): void {
    const root = this.#host.renderRoot;
    const [tip, picture] = [root.querySelector<HTMLElement>('.tip'), root.querySelector(this.#picture)];
    if (this.#at === null || tip === null || picture === null || !tip.isConnected) return this.#sheet.set('');
    if (!tip.matches(':popover-open')) tip.showPopover();
    this.#place(tip, picture.getBoundingClientRect(), this.#at);
  }

  /** Below and right of the pointer, or left of it where there is no room; within the window. */
  #place(tip: HTMLElement, picture: DOMRect, at: Point): void {
    const [box, scale] = [tip.getBoundingClientRect(), typeScale()];
    const [x, y] = [picture.left + at.x * scale, picture.top + at.y * scale];
    const room = innerWidth - box.width - GAP.edge;
    const right = x + GAP.aside;
    const left = Math.max(GAP.edge, Math.min(room, right <= room ? right : x - GAP.aside - box.width));
    const below = y + GAP.below;
    const top = below + box.height + GAP.edge <= innerHeight ? below : Math.max(GAP.edge, y - GAP.below - box.height);
    this.#sheet.set(
      `.tip{transform:translate(${Math.round(left)}px,${Math.round(top)}px)}` +
        `.crosshair{transform:translateX(${Math.round(at.x * scale)}px)}`,
    );
  }

  /** The glossary, once it is there: it is fetched when somebody points at something for the first time. */
  #asked(): Glossary | null {
    if (!this.#isAsked) {
      this.#isAsked = true;
      void loadGlossary().then((glossary) => {
        this.#glossary = glossary;
        this.#host.requestUpdate();
      });
    }
    return this.#glossary;
  }
}

/** Facts as a list of terms and values. */
export const factsTemplate = (facts: readonly Fact[]): TemplateResult =>
  html`<dl>
    ${facts.map(
      ([label, value]) =>
        html`<dt>${label}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
