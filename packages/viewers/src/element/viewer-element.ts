/**
 * What all elements share: the tokens, the two events and a live region. Events bubble and are composed, so that a page
 * listens once, on any ancestor. The live region says one sentence after a gesture or a new position, and only then: a
 * screen reader is not to hear every frame.
 */

import { SELECT_EVENT, type Selection } from '@mm-playground/api';
import { html, LitElement, type CSSResultGroup, type TemplateResult } from 'lit';
import { GlossController } from '../glossary/gloss-controller.ts';
import { SEEK_EVENT, type Position } from '../position.ts';
import { tokens } from '../tokens.styles.ts';

/** Base class of the elements of this package. */
export abstract class MmElement extends LitElement {
  static override styles: CSSResultGroup = tokens;
  #sentence = '';

  constructor() {
    super();
    // Registers itself with the element.
    void new GlossController(this, (sentence) => this.say(sentence));
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
