/**
 * What all elements share: the tokens, the two events and a live region. Events bubble and are composed, so that a page
 * listens once, on any ancestor. The live region says one sentence after a gesture or a new position, and only then: a
 * screen reader is not to hear every frame.
 */

import { SELECT_EVENT, type Selection } from '@mm-playground/api';
import { html, LitElement, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { GlossController } from '../glossary/gloss-controller.ts';
import { SEEK_EVENT, type Position } from '../position.ts';
import { tokens } from '../tokens.styles.ts';
import { StaticRoot } from './static-root.ts';

/** Base class of the elements of this package. */
export abstract class MmElement extends LitElement {
  static override styles: CSSResultGroup = tokens;
  #sentence = '';
  /** What a server rendered, and what the element was told when it found that. */
  #static: { readonly root: StaticRoot; readonly told: readonly unknown[] } | null = null;

  constructor() {
    super();
    // Registers itself with the element.
    void new GlossController(this, (sentence) => this.say(sentence));
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = StaticRoot.of(this);
    this.#static = root === null ? null : { root, told: this.#told() };
    return super.createRenderRoot();
  }

  /** What a server rendered is shown until somebody tells the element something. */
  protected override shouldUpdate(changed: PropertyValues): boolean {
    if (this.#static === null) return super.shouldUpdate(changed);
    const { root, told } = this.#static;
    if (this.#told().every((value, at) => value === told[at])) return false;
    root.giveWay();
    this.#static = null;
    return true;
  }

  /** Everything that no attribute can say. */
  #told(): readonly unknown[] {
    const { elementProperties } = this.constructor as typeof LitElement;
    return [...elementProperties.keys()]
      .filter((name) => elementProperties.get(name)?.attribute === false)
      .map((name): unknown => Reflect.get(this, name));
  }

  /** Tells the page that a gesture selected something (or, with null, that it selects nothing). */
  protected select(selection: Selection | null): void {
    this.dispatchEvent(
      new CustomEvent<Selection | null>(SELECT_EVENT, { detail: selection, bubbles: true, composed: true }),
    );
  }

  /** Asks the page to go to a position. */
  protected seek(position: Position): void {
    this.dispatchEvent(new CustomEvent<Position>(SEEK_EVENT, { detail: position, bubbles: true, composed: true }));
  }

  /** Says a sentence to screen readers. */
  protected say(sentence: string): void {
    if (sentence === this.#sentence) return;
    this.#sentence = sentence;
    this.requestUpdate();
  }

  /** The live region; every template ends with it. */
  protected liveRegion(): TemplateResult {
    return html`<p class="sr" role="status" aria-live="polite">${this.#sentence}</p>`;
  }
}
