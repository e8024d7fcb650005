import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packText, unpackText } from './packed-text.ts';

const MOST = 1 << 20;

it('gives back any text', async () => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 400 });
  await fc.assert(
    fc.asyncProperty(texts, async (text) => (await unpackText(await packText(text), MOST)) === text),
    {
      numRuns: 60,
    },
  );
});

it('is short, and has nothing in it that an address escapes', async () => {
  const word = await packText('mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)\n'.repeat(500));
  expect(word).toMatch(/^[\w-]+$/);
  expect(word.length).toBeLessThan(400);
});

it.each(['', '!', 'AAAA', 'q1YqSy0q', 'x'.repeat(1000)])('says that %j is damaged', async (word) => {
  await expect(unpackText(word, MOST)).rejects.toThrow('the text in the link is damaged');
});

it('says so of a word that was cut off', async () => {
  const word = await packText(Array.from({ length: 200 }, (_, at) => `brk(${at * 7919})`).join('\n'));
  await expect(unpackText(word.slice(0, -20), MOST)).rejects.toThrow('damaged');
});

it('unpacks no further than it is let', async () => {
  const bomb = await packText('a'.repeat(32 * MOST));
  expect(bomb.length).toBeLessThan(50_000);
  await expect(unpackText(bomb, MOST)).rejects.toThrow(`more than ${MOST} characters`);
});
