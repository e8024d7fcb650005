import { expect, it } from 'vitest';
import { createPlayground, type Session } from '../index.ts';
import { captureLines } from './capture.ts';

async function played(text: string): Promise<Session> {
  const { session, diagnostics } = await createPlayground().load(text, { file: 'a.mm' });
  if (session === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  session.run();
  return session;
}

const MAP = 'MAP_PRIVATE|MAP_ANONYMOUS';

it.each([
  ['mappings, by name', `p = mmap(NULL, 4*PAGE, PROT_READ, ${MAP}, -1, 0)\nmunmap(p + PAGE, PAGE)\nmunmap(p, 1)\n`],
  ['accesses', `p = mmap(NULL, 4*PAGE, PROT_READ|PROT_WRITE, ${MAP}, -1, 0)\nstore(p)\nload(p + 9*PAGE)\n`],
  ['the heap', 'b = brk(0)\nbrk(b + 5*PAGE)\nmlock(b, PAGE)\n'],
  ['another machine', `#@ system arch=arm64 page_size=16384 kernel=6.12\nmmap(NULL, PAGE, PROT_READ, ${MAP}, -1, 0)\n`],
  [
    'a child',
    `p = mmap(NULL, PAGE, PROT_READ|PROT_WRITE, ${MAP}, -1, 0)\nstore(p)\nfork()\nstore(p)\nmunmap(p, PAGE)\n`,
  ],
  ['the end', `mmap(NULL, PAGE, PROT_READ, ${MAP}, -1, 0)\nexit_group(0)\n`],
])('a capture of a scenario is what a model can be held to: %s', async (_, text) => {
  const capture = captureLines(await played(text), text);
  const again = await played(`${capture.join('\n')}\n`);
  expect(again.mode).toBe('predict');
  expect({ divergences: again.divergences, stopped: again.stopped }).toEqual({ divergences: [], stopped: null });
  expect(again.compared.checkpoints).toBeGreaterThan(1);
});

it('is told otherwise by another kernel where that does otherwise', async () => {
  const text = `p = mmap(0x10000000, 2*PAGE, PROT_READ, ${MAP}|MAP_FIXED, -1, 0)\nmseal(p, PAGE, 0)\n`;
  const capture = captureLines(await played(text), text).join('\n');
  const { session } = await createPlayground({ kernel: '6.1' }).load(capture, { file: 'a.strace' });
  session?.run();
  expect(session?.divergences[0]).toMatchObject({ what: 'mseal', recorded: '0' });
});

it('leaves a recording as it is, and refuses what has no one recording', async () => {
  const log = 'brk(NULL) = 0x1000\n# said\n';
  expect(captureLines(await played(log), log)).toEqual(['brk(NULL) = 0x1000', '# said']);
  const race = '#@ race\n[a] brk(0)\n[b] brk(0)\n';
  const raced = await played(race);
  expect(() => captureLines(raced, race)).toThrow('a race has many outcomes');
  const failing = `#@ fail mas_store_gfp 1\nmmap(NULL, PAGE, PROT_READ, ${MAP}, -1, 0)\n`;
  const failed = await played(failing);
  expect(() => captureLines(failed, failing)).toThrow(RangeError);
});
