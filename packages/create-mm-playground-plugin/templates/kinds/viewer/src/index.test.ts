/** What the viewer shows of the example, and that a server can import it. */

import { readFile } from 'node:fs/promises';
import type { MmView } from '@mm-playground/api';
import { createPlayground } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { viewer } from './index.ts';
import { kindRows } from './rows.ts';

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

  it('can be imported on a server, and defines nothing there', async () => {
    expect('customElements' in globalThis).toBe(false);
    await expect(import('./element.ts')).resolves.toBeDefined();
    expect(viewer.tag).toBe('mm-__name__');
  });
});
