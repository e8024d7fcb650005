/*
 * Holds the state and tells who listens. Actions that come while listeners run are applied at once and told afterwards, in
 * order, so that every listener sees every state once and none inside another.
 */
import { initialState, reduce, type Action, type AppState } from './state.ts';

export type Listener = (now: AppState, before: AppState) => void;

export class Store {
  #state: AppState;
  #told: AppState;
  #telling = false;
  readonly #listeners = new Set<Listener>();

  constructor(state: AppState = initialState) {
    this.#state = state;
    this.#told = state;
  }

  get state(): AppState {
    return this.#state;
  }

  /** Applies an action; listeners hear of it before this returns, unless it came from one of them. */
  dispatch(action: Action): void {
    this.#state = reduce(this.#state, action);
    if (this.#telling) return;
    this.#telling = true;
    try {
      while (this.#told !== this.#state) this.#tell();
    } finally {
      this.#telling = false;
    }
  }

  /** @returns what ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    const before = this.#told;
    const now = this.#state;
    this.#told = now;
    for (const listener of [...this.#listeners]) listener(now, before);
  }
}
