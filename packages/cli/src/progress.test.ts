import { describe, expect, it } from 'vitest';
import { startProgress } from './progress.ts';

/** A terminal that remembers, and a clock that is moved by hand. */
function terminal(isTTY: boolean): { readonly written: string[]; at: (time: number, done: number) => void } {
  const written: string[] = [];
  let time = 0;
  const stream = { isTTY, write: (text: string | Uint8Array): boolean => written.push(String(text)) > 0 };
  const progress = startProgress(stream, () => time);
  return {
    written,
    at: (now, done) => {
      time = now;
      if (done === 4) progress.clear();
      else progress.at(done, 4, 'a.strace');
    },
  };
}

describe('a progress bar', () => {
  it('draws nothing where nobody looks', () => {
    const { written, at } = terminal(false);
    at(10_000, 2);
    at(20_000, 4);
    expect(written).toEqual([]);
  });

  it('draws nothing for short work, and then wipes nothing', () => {
    const { written, at } = terminal(true);
    at(499, 2);
    at(499, 4);
    expect(written).toEqual([]);
  });

  it('draws, is not redrawn at once, and is wiped', () => {
    const { written, at } = terminal(true);
    at(600, 2);
    at(610, 3);
    at(620, 4);
    expect(written).toEqual([`\r\x1b[K[${'#'.repeat(12)}${' '.repeat(12)}] 2/4 a.strace`, '\r\x1b[K']);
  });
});
