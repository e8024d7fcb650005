/** Whether an element has come near the window once: what nobody scrolls to, or unfolds, costs nothing. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';

const MARGIN = '400px';

/** Acts once, when the element is near the window. Returns how to wait no longer. */
export function whenNear(element: Element, act: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      act();
    },
    { rootMargin: MARGIN },
  );
  observer.observe(element);
  return () => observer.disconnect();
}

/** Updates its host when it comes near; near it stays. */
export class NearController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  #stop: (() => void) | null = null;
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
    this.#stop = whenNear(this.#host, () => {
      this.#isNear = true;
      this.#host.requestUpdate();
    });
  }

  hostDisconnected(): void {
    this.#stop?.();
  }
}
