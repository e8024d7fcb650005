/** What every exporter must fulfil, and what this one writes of the example. */

import { readFileSync } from 'node:fs';
import type { PlayedRun } from '@mm-playground/api';
import { describeExporter } from '@mm-playground/api/testing';
import { createPlayground } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { exporter, plugin } from './index.ts';

const text = readFileSync(new URL('../example.mm', import.meta.url), 'utf8');

/** The example, played. */
async function play(): Promise<{ readonly run: PlayedRun; readonly text: string }> {
  const { session } = await createPlayground({ plugins: [plugin], record: exporter.records }).load(text);
  if (session === undefined) throw new Error('the example cannot be read');
  session.run();
  return { run: session, text };
}

describeExporter(exporter, { play });

describe('__name__', () => {
  it('writes a row for each call of the example', async () => {
    const { run } = await play();
    const [head, ...rows] = exporter.export(run, text);
    expect(head).toBe('line,call,result,pages');
    expect(rows.map((row) => row.split(',').slice(0, 3))).toEqual([
      ['2', 'mmap', '0x10000000'],
      ['3', 'munmap', expect.stringMatching(/^0/)],
    ]);
    const [mapped, left] = rows.map((row) => Number(row.split(',').at(-1)));
    expect(left).toBe(Number(mapped) - 2);
  });
});
