/** Whether an element has come near the window once: what nobody scrolls to, or unfolds, costs nothing. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';

const MARGIN = '400px';

/** Updates its host when it comes near; near it stays. */
export class NearController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  #observer: IntersectionObserver | null = null;
  #isNear = false;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  get isNear(): boolean {
    return this.#isNear;
  }

  hostConnected(): void {
    if (this.#isNear) return;
    this.#observer = new IntersectionObserver((entries) => this.#look(entries), { rootMargin: MARGIN });
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  #look(entries: readonly IntersectionObserverEntry[]): void {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    this.#isNear = true;
    this.#observer?.disconnect();
    this.#host.requestUpdate();
  }
}
