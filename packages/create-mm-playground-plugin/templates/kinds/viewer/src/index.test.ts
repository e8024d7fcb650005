/** What every viewer must fulfil on a server, and what this one shows of the example. In a browser the kit asks more: the guide to viewers says how. */

import { readFile } from 'node:fs/promises';
import type { MmView } from '@mm-playground/api';
import { describeViewer } from '@mm-playground/api/testing';
import { createPlayground } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { viewer } from './index.ts';
import { kindRows } from './rows.ts';

describeViewer(viewer);

const EXAMPLE = new URL('../example.mm', import.meta.url);

/** The address space after each call of the example. */
async function views(): Promise<readonly MmView[]> {
  const { session } = await createPlayground().load(await readFile(EXAMPLE, 'utf8'));
  const seen: MmView[] = [];
  if (session === undefined) throw new Error('the example cannot be read');
  while (session.next() !== null) seen.push(session.view());
  return seen;
}

describe('__name__', () => {
  it('says how many pages of each kind are mapped, and how many more than before', async () => {
    const [first, second] = await views();
    if (first === undefined || second === undefined) throw new Error('the example has two calls');
    const anonymous = kindRows(second, first).find(({ kind }) => kind === 'anon');
    expect(anonymous).toMatchObject({ pages: 6, more: -2, largest: { perms: 'rw-p' } });
  });
});
