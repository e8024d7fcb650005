/** What every importer must fulfil, what becomes of the example, and what is said of what is wrong. */

import { readFileSync } from 'node:fs';
import { describeImporter } from '@mm-playground/api/testing';
import { createPlayground, mapsLines } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { importer, plugin } from './index.ts';

const EXAMPLE = readFileSync(new URL('../example.txt', import.meta.url), 'utf8');

describeImporter(importer, { texts: [EXAMPLE] });

describe('__name__', () => {
  it('makes a mapping of each range of the example', async () => {
    const { session } = await createPlayground({ plugins: [plugin] }).load(EXAMPLE);
    session?.run();
    const maps = session === undefined ? [] : mapsLines(session.view());
    expect(maps.slice(0, 2)).toEqual([
      expect.stringContaining('10000000-10004000 rw-p'),
      expect.stringContaining('20000000-20001000 r-xp'),
    ]);
  });

  it('says of every row that is wrong where it stands, and makes no script then', () => {
    const { text, diagnostics } = importer.toScript('# __name__\n10000000 4 rw-\nfrom here\n20000000 0 r--\n', 'a.txt');
    expect(text).toBeUndefined();
    expect(diagnostics.map(({ span }) => span.line)).toEqual([3, 4]);
  });
});
