/** Every script that kernel and model once differed on, as short as it could be made: they agree now, and stay so. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPlayground, formatDivergence } from 'mm-playground';
import { expect, test } from 'vitest';

const FOLDER = join(import.meta.dirname, '..', '..', 'captures', 'shrunk');

test.each(readdirSync(FOLDER))('%s', async (file) => {
  const playground = createPlayground({ record: 'off' });
  const { session } = await playground.load(readFileSync(join(FOLDER, file)), { file });
  session?.run();
  expect(session?.done).toBe(true);
  expect(session?.stopped).toBeNull();
  expect(session?.divergences.map(formatDivergence)).toEqual([]);
});
