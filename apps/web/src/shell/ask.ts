/*
 * How an element of the shell asks for something: one event with an action in it. Elements never hold the store.
 */
import type { Action } from '../state.ts';

export const ACTION_EVENT = 'mm-app-action';

/** Sends an action up to the shell. */
export function ask(from: EventTarget, action: Action): void {
  from.dispatchEvent(new CustomEvent<Action>(ACTION_EVENT, { detail: action, bubbles: true, composed: true }));
}
