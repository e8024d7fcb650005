/**
 * A progress bar on standard error, for work that takes long and a person who waits: nothing is drawn in a pipe, and
 * nothing before half a second has passed. It is wiped before anything else is printed.
 */

import type { WriteStream } from 'node:tty';

const WIDTH = 24;
const PATIENCE_MS = 500;
const REDRAW_MS = 80;
const WIPE = '\r\x1b[K';

/** How far long work has come. */
export interface Progress {
  /** `done` of `total` pieces of `what` are done. */
  at(done: number, total: number, what: string): void;
  /** Wipes the bar, so that a line can be printed. It comes back with the next {@link at}. */
  clear(): void;
}

const SILENT: Progress = { at: () => undefined, clear: () => undefined };

/** A bar on a terminal, else nothing. */
export function startProgress(
  stream: Pick<WriteStream, 'isTTY' | 'write'> = process.stderr,
  now: () => number = () => performance.now(),
): Progress {
  if (!stream.isTTY) return SILENT;
  const begun = now();
  let drawn = Number.NEGATIVE_INFINITY;
  let visible = false;
  return {
    at(done, total, what) {
      const time = now();
      if (time - begun < PATIENCE_MS || time - drawn < REDRAW_MS) return;
      drawn = time;
      visible = true;
      stream.write(`${WIPE}${bar(done, total)} ${done}/${total} ${what}`);
    },
    clear() {
      if (visible) stream.write(WIPE);
      visible = false;
    },
  };
}

function bar(done: number, total: number): string {
  const filled = total === 0 ? WIDTH : Math.min(WIDTH, Math.floor((done / total) * WIDTH));
  return `[${'#'.repeat(filled)}${' '.repeat(WIDTH - filled)}]`;
}
