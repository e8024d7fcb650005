/**
 * The model against the programs that were recorded with this package: every result, every address that the kernel chose, every
 * snapshot. Few things had to be assumed, and none of them silently.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPlayground, formatDivergence, type Session } from 'mm-playground';
import { describe, expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, '..', 'captures');
const FILES = readdirSync(FOLDER).filter((name) => /\.strace(\.gz)?$/.test(name));
const MOST_INFERENCES = 5;

const PLAIN = join(FOLDER, 'plain');

async function replay(file: string, folder = FOLDER): Promise<Session> {
  const playground = createPlayground({ record: 'off' });
  const { session, diagnostics } = await playground.load(readFileSync(join(folder, file)), { file });
  if (session === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  session.run();
  return session;
}

describe('a recorded program', () => {
  it('is there thirty times', () => {
    expect(FILES.length).toBeGreaterThanOrEqual(30);
  });

  it.each(FILES)('%s did what the model predicts', { timeout: 60_000 }, async (file) => {
    const { divergences, inferences, stopped } = await replay(file);
    expect(stopped).toBeNull();
    expect(divergences.map(formatDivergence)).toEqual([]);
    expect(inferences.length).toBeLessThanOrEqual(MOST_INFERENCES);
  });
});

describe('a plain log of all calls', () => {
  it.each(readdirSync(PLAIN))('%s plays to its end, and nothing in it contradicts the model', async (file) => {
    const { divergences, stopped, calls } = await replay(file, PLAIN);
    expect([stopped, divergences.map(formatDivergence)]).toEqual([null, []]);
    expect(calls.length).toBeGreaterThan(50);
  });
});
