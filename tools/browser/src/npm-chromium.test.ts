import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { unpackNpmChromium } from './npm-chromium.ts';

it('is whole for everyone, also when two unpack it at once', { timeout: 120_000 }, async () => {
  const cache = mkdtempSync(join(tmpdir(), 'npm-chromium-test-'));
  try {
    const found = await Promise.all([unpackNpmChromium(cache), unpackNpmChromium(cache)]);
    expect(found[0]).toEqual(found[1]);
    const [{ executablePath }] = found;
    expect(readdirSync(cache)).toHaveLength(1);
    const { stdout } = await promisify(execFile)(executablePath, ['--version']);
    expect(stdout).toMatch(/^\S.*\d+\.\d+/);
  } finally {
    rmSync(cache, { recursive: true });
  }
});
