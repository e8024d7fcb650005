/** A playground that fetched what a text needs plays it as one that has everything. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '@mm-playground/script';
import { describe, expect, it } from 'vitest';
import { createPlayground, playgroundFor, type Playground } from 'mm-playground';
import type { MmView } from '@mm-playground/api';

const PACKAGES = join(import.meta.dirname, '../..');

const FOLDERS = [
  ...['mmap-region', 'proc-maps', 'kernel-vma', 'ltp'].map((name) => `core/scenarios/${name}`),
  ...['shrunk', 'plain', 'order'].map((name) => `oracle/captures/${name}`),
];
const OPTIONS = { record: 'steps' } as const;

/** What becomes of a text: results, the address spaces in the end, and where it stops. */
async function played(playground: Playground, text: string): Promise<object> {
  const { session, diagnostics } = await playground.load(text);
  if (session === undefined) return { diagnostics };
  session.run();
  const { calls, divergences, inferences, stopped } = session;
  return {
    diagnostics,
    calls: calls.map(({ result, verdict, steps }) => ({ result, verdict, steps: steps.length })),
    divergences,
    inferences,
    stopped: stopped === null ? null : { ...stopped },
    end: [...session.tasks.keys()].map((task) => endOf(session.view(task))),
  };
}

const endOf = (view: MmView): unknown => [view.maps(), view.smaps(), view.status(), view.cost];

describe.each(FOLDERS)('texts of %s', (folder) => {
  const files = readdirSync(join(PACKAGES, folder)).filter((file) => /\.(mm|strace)(\.gz)?$/.test(file));

  it(`are played alike (${files.length})`, async () => {
    for (const file of files) {
      const bytes = readFileSync(join(PACKAGES, folder, file));
      const { text = '' } = await decode(bytes, { file });
      const whole = { file, ...(await played(createPlayground(OPTIONS), text)) };
      expect({ file, ...(await played(await playgroundFor(text, OPTIONS), text)) }).toEqual(whole);
    }
  });
});

describe('what was not fetched', () => {
  it('is named by whoever is asked for it', async () => {
    const text = 'mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)\n';
    const { session } = (await playgroundFor(text, { memoryViews: false })).loadText(text);
    session?.run();
    expect(session?.view().maps()).not.toEqual([]);
    expect(() => session?.view().physical).toThrow('this model was fetched without views of memory');
  });

  it('is fetched with the kernel that a script or an option names', async () => {
    const text = '#@ system kernel=6.1.176\nmunmap(0x1000, 4096)\n';
    const { kernels } = (await playgroundFor(text)).registry;
    expect(kernels.map(({ id }) => id)).toContain('6.1');
    const usual = (await playgroundFor('munmap(0x1000, 4096)\n')).registry.kernels;
    expect(usual.map(({ id }) => id)).toEqual(['6.18', '7.2']);
    await expect(playgroundFor('', { kernel: '9.9' })).resolves.toBeDefined();
  });

  it('is no matter where a text has errors', async () => {
    const text = 'mmap(\n';
    expect((await playgroundFor(text)).loadText(text)).toEqual(createPlayground().loadText(text));
  });
});
