/** What every kernel must fulfil, and what this one does otherwise than the one that it extends, on the example: that, and nothing else. */

import { readFile } from 'node:fs/promises';
import { describeKernel } from '@mm-playground/api/testing';
import { x8664 } from '@mm-playground/arch-x86-64';
import { linuxModel, sortedArray, v6_18 } from '@mm-playground/core';
import { createPlayground, runLines } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { kernel, plugin } from './index.ts';

// A fact that the patch changes on purpose is marked: `notYet: ['the title of the property']`, with a test of its own below.
describeKernel(plugin.contributes.models?.[0] ?? linuxModel, kernel, {
  arch: x8664.configure({}),
  index: sortedArray,
  runs: 5,
});

const EXAMPLE = new URL('../example.mm', import.meta.url);

/** The calls of the example with their results. */
async function played(id: string): Promise<readonly string[]> {
  const { session } = await createPlayground({ plugins: [plugin], kernel: id }).load(await readFile(EXAMPLE, 'utf8'));
  if (session === undefined) throw new Error('the example cannot be read');
  session.run();
  return runLines(session);
}

describe('__name__', () => {
  it('does otherwise what the patch changes, and nothing else', async () => {
    const [before, after] = [await played(v6_18.id), await played(kernel.id)];
    const changed = after.filter((line, at) => line !== before[at]);
    expect(changed).toEqual([expect.stringContaining('MADV_GUARD_INSTALL) = -1 EINVAL')]);
  });

  it('says of each fact that it changes why', () => {
    expect(kernel.notes.hasGuardRegions?.note).toContain('MADV_GUARD_INSTALL');
  });
});
