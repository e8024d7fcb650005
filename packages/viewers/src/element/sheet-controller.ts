/**
 * Sizes and places that are only known at run time, without inline styles: a constructed style sheet of the element's own
 * shadow root, which a strict Content-Security-Policy allows. It is adopted last, so its rules win.
 */

import type { LitElement, ReactiveController } from 'lit';

/** Keeps one constructed sheet adopted by its host. */
export class SheetController implements ReactiveController {
  readonly #host: LitElement;
  #sheet: CSSStyleSheet | undefined;
  #text = '';

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    const root = this.#host.renderRoot as ShadowRoot | undefined;
    if (root === undefined) return;
    this.#sheet ??= new CSSStyleSheet();
    if (!root.adoptedStyleSheets.includes(this.#sheet)) root.adoptedStyleSheets.push(this.#sheet);
    this.#sheet.replaceSync(this.#text);
  }

  /** Replaces all rules. Numbers only come from this package, never from a page's text. */
  set(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    if (this.#sheet === undefined) this.hostConnected();
    else this.#sheet.replaceSync(text);
  }
}
