/**
 * What a server rendered of an element: a declarative shadow root. It stays on show until the element has something to draw itself, and
 * then goes as a whole. Nothing of it is hydrated: a picture that was drawn as SVG has nothing in common with a canvas, and templates
 * that know a server's state would have to be given that state again.
 */

import type { LitElement, RenderOptions } from 'lit';

/** The static content of one element. */
export class StaticRoot {
  readonly #root: ShadowRoot;
  /** The element draws before it; all behind it is static. */
  readonly #border: Comment;

  private constructor(root: ShadowRoot, border: Comment) {
    this.#root = root;
    this.#border = border;
  }

  /** Of an element that is about to make its root; null where no server rendered one. */
  static of(element: LitElement & { readonly renderOptions: RenderOptions }): StaticRoot | null {
    const root = element.shadowRoot;
    if (root === null) return null;
    const border = document.createComment('');
    root.prepend(border);
    element.renderOptions.renderBefore = border;
    return new StaticRoot(root, border);
  }

  /** Goes. */
  giveWay(): void {
    while (this.#root.lastChild !== this.#border) this.#root.lastChild?.remove();
  }
}
