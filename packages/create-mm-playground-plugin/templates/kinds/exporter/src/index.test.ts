/** What the exporter writes of the example. */

import { readFile } from 'node:fs/promises';
import { createPlayground } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { exporter, plugin } from './index.ts';

const EXAMPLE = new URL('../example.mm', import.meta.url);

describe('__name__', () => {
  it('writes a row for each call of the example', async () => {
    const text = await readFile(EXAMPLE, 'utf8');
    const { session } = await createPlayground({ plugins: [plugin] }).load(text);
    if (session === undefined) throw new Error('the example cannot be read');
    session.run();
    const [head, ...rows] = exporter.export(session, text);
    expect(head).toBe('line,call,result,pages');
    expect(rows.map((row) => row.split(',').slice(0, 3))).toEqual([
      ['2', 'mmap', '0x10000000'],
      ['3', 'munmap', expect.stringMatching(/^0/)],
    ]);
    const [mapped, left] = rows.map((row) => Number(row.split(',').at(-1)));
    expect(left).toBe(Number(mapped) - 2);
  });
});
