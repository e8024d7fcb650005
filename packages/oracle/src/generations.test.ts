/**
 * The kernels of the model against recordings of those kernels, booted: scripts written for what separates them, and random ones
 * that once diverged. A recording chooses its own kernel; see captures/generations in the package's folder.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPlayground, formatDivergence } from 'mm-playground';
import { describe, expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, '..', 'captures', 'generations');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.strace.gz'));

/** Which kernel plays a recording of which release. */
const KERNELS: Readonly<Record<string, string>> = {
  '6.1.176': '6.1',
  '6.1.187': '6.1',
  '6.1.192': '6.1.192',
  '6.12.90': '6.12',
  '6.12.107': '6.12',
  '6.12.111': '6.12.111',
  '6.12.113': '6.12.113',
  '6.12.117': '6.12.115',
  '6.18.44': '6.18',
  '7.2.13': '7.2',
};

describe('a recording of a booted kernel', () => {
  it('is there for every kernel of the model that says that it was booted', () => {
    const played = new Set(FILES.map((file) => KERNELS[releaseOf(file)]));
    const booted = createPlayground().registry.kernels.filter(({ proof }) => proof === 'booted');
    const known = booted.map(({ id }) => id);
    expect(known.filter((id) => !played.has(id))).toEqual([]);
  });

  it.each(FILES)('%s is predicted in full, by its own kernel', { timeout: 60_000 }, async (file) => {
    const playground = createPlayground({ record: 'off' });
    const { session, diagnostics } = await playground.load(readFileSync(join(FOLDER, file)), { file });
    expect(diagnostics.map(({ message }) => message)).toEqual([]);
    session?.run();
    expect(session?.options.kernel.id).toBe(KERNELS[releaseOf(file)]);
    expect(session?.stopped).toBeNull();
    expect(session?.divergences.map(formatDivergence)).toEqual([]);
    expect(session?.inferences).toEqual([]);
  });
});

/** `huge-6.12.107.strace.gz` was recorded on 6.12.107; `-arm64` and the like come before the release. */
const releaseOf = (file: string): string => /-(\d+\.\d+\.\d+)\.strace\.gz$/.exec(file)?.[1] ?? '';
