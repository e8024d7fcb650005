/*
 * What this browser keeps for the next time. Storage may be closed to us (private windows, file:) or full: then what should have
 * been kept lasts as long as the page, and nobody is told.
 */

const PREFIX = 'mm-playground.';

/** What was kept under a name, or null. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Keeps a text under a name; null forgets it. */
export function remember(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, text);
  } catch {
    // As the head of this file says.
  }
}
