/**
 * Invariant lights: what must be true of an address space, and whether it is, at this step. A call breaks some of them on
 * purpose and makes them good again; those say until which step. The lights differ in shape and words, not only in colour.
 */

import type { InvariantView, MmView } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { MmElement } from '../element/viewer-element.ts';
import { tokens } from '../tokens.styles.ts';
import { styles } from './invariants.styles.ts';

type Light = InvariantView['state'];

/** How a light looks beside its colour. */
const GLYPHS: Readonly<Record<Light, string>> = { holds: '●', 'knowingly broken': '◐', broken: '■' };
const CLASSES: Readonly<Record<Light, string>> = { holds: 'holds', 'knowingly broken': 'knowingly', broken: 'broken' };

/**
 * The invariants of one address space.
 *
 * @csspart light - each of the rows
 */
export class MmInvariants extends MmElement {
  static override properties = { view: { attribute: false }, previous: { attribute: false } };
  static override styles: CSSResultGroup = [tokens, styles];
  /** The address space whose invariants are shown. */
  declare view: MmView | null;
  /** The one before it; null marks nothing as new. */
  declare previous: MmView | null;

  constructor() {
    super();
    this.view = null;
    this.previous = null;
  }

  protected override render(): TemplateResult {
    const lights = this.view?.invariants ?? [];
    if (lights.length === 0) return html`<p class="empty">No invariants to watch.</p>`;
    const before = new Map(this.previous?.invariants.map(({ name, state }) => [name, state]));
    return html`<p class="summary" role="status">${summaryOf(lights)}</p>
      <ul aria-label="Invariants">
        ${lights.map((light) => row(light, (before.get(light.name) ?? light.state) !== light.state))}
      </ul>`;
  }
}

function row({ name, state, until, what }: InvariantView, turned: boolean): TemplateResult {
  return html`<li class="${CLASSES[state]} ${turned ? 'turned' : ''}" part="light">
    <span class="glyph" aria-hidden="true">${GLYPHS[state]}</span>
    <span class="name" data-term="invariant.${name}">${name}</span>
    <span class="state">
      ${state}${until === undefined ? nothing : html` until <code>${until}</code>`}${turned ? html`<span class="sr">, new at this step</span>` : nothing}
    </span>
    <span class=${state === 'holds' ? 'sr' : 'what'}>${what}</span>
  </li>`;
}

/** `7 hold`, `5 hold, 2 knowingly broken`. */
function summaryOf(lights: readonly InvariantView[]): string {
  const count = (state: Light): number => lights.filter((light) => light.state === state).length;
  const [holds, knowingly, broken] = [count('holds'), count('knowingly broken'), count('broken')];
  if (holds === lights.length) return `all ${holds} hold`;
  return [
    `${holds} ${holds === 1 ? 'holds' : 'hold'}`,
    ...(knowingly > 0 ? [`${knowingly} knowingly broken`] : []),
    ...(broken > 0 ? [`${broken} broken`] : []),
  ].join(', ');
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-invariants': MmInvariants;
  }
}
