/**
 * What is told of a program that is followed, for whoever listens: everything from the beginning, then what comes. A browser
 * that is opened late or loaded anew has missed nothing. A message is a line of JSON.
 */

import type { ServerResponse } from 'node:http';

/** What is told. `text` are whole lines of a capture. */
export type LiveMessage =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'ended'; readonly how: string; readonly warnings: readonly string[] };

/** More than this is not kept: a page would not show it. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** Keeps what was told. */
export class LiveFeed {
  readonly #lines: string[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #most: number;
  #characters = 0;
  #isClosed = false;

  constructor(most = MOST_CHARACTERS) {
    this.#most = most;
  }

  /** Tells a piece of the text. Says whether there is room for more. */
  tell(text: string): boolean {
    if (this.#isClosed) return false;
    this.#characters += text.length;
    if (this.#characters <= this.#most) {
      this.#add({ kind: 'text', text });
      return true;
    }
    this.close({ how: `it told more than ${this.#most} characters: nothing after that is shown`, warnings: [] });
    return false;
  }

  /** Nothing more comes. */
  close(end: { readonly how: string; readonly warnings: readonly string[] }): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#add({ kind: 'ended', ...end });
  }

  /** Sends everything to somebody, as fast as they take it, until it ends or they go. */
  sendTo(response: ServerResponse): void {
    let next = 0;
    const send = (): void => {
      let hasRoom = true;
      while (hasRoom && next < this.#lines.length) hasRoom = response.write(this.#lines[next++]);
      if (!hasRoom) response.once('drain', send);
      else if (this.#isClosed) response.end();
    };
    const more = (): void => {
      if (response.listenerCount('drain') === 0) send();
    };
    this.#listeners.add(more);
    response.once('close', () => this.#listeners.delete(more));
    send();
  }

  #add(message: LiveMessage): void {
    this.#lines.push(`${JSON.stringify(message)}\n`);
    for (const listener of this.#listeners) listener();
  }
}
