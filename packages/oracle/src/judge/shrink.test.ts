import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NativeScript, ScriptCall } from '../native/script.ts';
import { shrink } from './shrink.ts';

/** A script whose calls are letters: what is before `|` is its setup. */
function scriptOf(letters: string): NativeScript {
  const [setup = '', calls = ''] = letters.split('|');
  const make = (letter: string, at: number): ScriptCall => ({
    id: at + 1,
    name: 'brk',
    args: [BigInt(letter.charCodeAt(0))],
  });
  const all = [...(setup + calls)].map(make);
  return { pageSize: 4096, setup: all.slice(0, setup.length), calls: all.slice(setup.length) };
}

function lettersOf({ setup, calls }: NativeScript): string {
  const letters = (list: readonly ScriptCall[]): string =>
    String.fromCharCode(...list.map(({ args: [code] }) => Number(code)));
  return `${letters(setup)}|${letters(calls)}`;
}

/** Shrinks to what still holds these letters in this order. */
const shrunk = async (letters: string, needed: RegExp): Promise<string> =>
  lettersOf(await shrink(scriptOf(letters), (script) => Promise.resolve(needed.test(lettersOf(script)))));

test('only the calls that it takes are left, in their order, each where it was', async () => {
  expect(await shrunk('abc|defghi', /b.*e.*h/)).toBe('b|eh');
  expect(await shrunk('abc|defghi', /i/)).toBe('|i');
  expect(await shrunk('|a', /a/)).toBe('|a');
  expect(await shrunk('ab|cd', /ab\|cd/)).toBe('ab|cd');
});

test('two calls go that are only needed by each other', async () => {
  expect(await shrunk('|axbxc', /^\|[^x]*(x[^x]*x[^x]*)?$/)).toBe('|');
});

test('no single call of what is left can be left out', async () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 1, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(letters, letters, async (text, wanted) => {
      const holds = (script: NativeScript): boolean => new RegExp([...wanted].join('.*')).test(lettersOf(script));
      fc.pre(holds(scriptOf(`|${text}`)));
      const rest = await shrink(scriptOf(`|${text}`), (script) => Promise.resolve(holds(script)));
      expect(lettersOf(rest)).toBe(`|${wanted}`);
    }),
  );
});
