/** Every script can be read, says what it is about, and what it says of results is so. */

import { createPlayground } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { pack } from './index.ts';

describe('__name__', () => {
  it.each(pack.scripts)('$id is as it says', async ({ text }) => {
    const { session, program, diagnostics } = await createPlayground().load(text);
    expect(diagnostics).toEqual([]);
    session?.run();
    expect([session?.divergences, session?.stopped]).toEqual([[], null]);
    expect(program?.story.title).not.toBe(undefined);
  });
});
