import { readFileSync } from 'node:fs';
import type { Plugin } from '@mm-playground/api';
import { mapleIndexWith } from '@mm-playground/maple-tree';
import { describe, expect, it } from 'vitest';
import { createPlayground } from 'mm-playground';

const scenario = readFileSync(
  new URL('../../../core/scenarios/mmap-region/spanning-store.mm', import.meta.url),
  'utf8',
);
const oldTree = mapleIndexWith({ id: 'before-6.12-rc4', title: 'Old tree', defects: ['spanning-store'] });
const plugin: Plugin = {
  id: 'old',
  title: 'Old tree',
  version: '1.0.0',
  api: '^1.0',
  contributes: { indexes: [oldTree] },
};

/** What validate_mm() finds after each call, by the call's number. */
async function brokenOn(index: string): Promise<(readonly [number, readonly string[]])[]> {
  const { session } = await createPlayground({ plugins: [plugin], index }).load(scenario);
  if (session === undefined) throw new TypeError('the scenario has errors');
  const found: (readonly [number, readonly string[]])[] = [];
  while (session.next() !== null) {
    const broken = session.validate();
    if (broken.length > 0) found.push([session.calls.length - 1, broken]);
  }
  return found;
}

describe('the scenario of CVE-2024-50200', () => {
  it('breaks the tree of old kernels at its last call: an entry of a VMA that is gone', async () => {
    const broken = await brokenOn('before-6.12-rc4');
    expect(broken.map(([call]) => call)).toEqual([144]);
    expect(broken[0]?.[1]).toContain('mm#1: map_count is 80, the index has 81 VMAs');
  });

  it('leaves the tree of today sound', async () => {
    expect(await brokenOn('maple')).toEqual([]);
  });
});
