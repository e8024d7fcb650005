import { readCapture, readCaptureBytes } from '@mm-playground/captures';
import { expect, it } from 'vitest';
import { decode } from './decode.ts';
import { loadFile, loadProgram } from './load.ts';

it('unpacks what is packed and leaves the rest alone', async () => {
  expect((await decode(readCaptureBytes('random-fork'))).text).toBe(readCapture('random-fork'));
  expect((await decode(readCaptureBytes('ls'))).text).toBe(readCapture('ls'));
});

it('loads packed bytes', async () => {
  const { program, diagnostics } = await loadFile(readCaptureBytes('random-fork'), { file: 'f.strace.gz' });
  expect(diagnostics).toEqual([]);
  expect(program).toEqual(loadProgram(readCapture('random-fork'), { file: 'f.strace.gz' }).program);
});

it.each([
  ['cut off', (bytes: Uint8Array) => bytes.slice(0, bytes.length / 2)],
  ['damaged', (bytes: Uint8Array) => bytes.map((byte, at) => (at === 100 ? byte ^ 0xff : byte))],
  ['only a header', (bytes: Uint8Array) => bytes.slice(0, 2)],
])('says so where the gzip data is %s', async (_, spoil) => {
  const { program, diagnostics } = await loadFile(spoil(readCaptureBytes('random-fork')), { file: 'f.gz' });
  expect(program).toBeUndefined();
  expect(diagnostics).toMatchObject([{ file: 'f.gz', message: 'the gzip data is damaged or cut off' }]);
});

it('does not take packed bytes for text', async () => {
  const { diagnostics } = loadProgram(readCaptureBytes('random-fork'));
  expect(diagnostics).toMatchObject([{ message: expect.stringContaining('gzip') as string }]);
});

it('reads bytes that are text', () => {
  const { program } = loadProgram(Uint8Array.from(Array.from('brk(NULL) = 0x1000', (c) => c.charCodeAt(0))));
  expect(program?.items).toHaveLength(1);
});

it.each([
  ['a NUL', 'mmap(NULL,\0 4096)\n', 'this is no text: character 11 is NUL'],
  ['control characters', '\u0001\u0002\u0003\u0004abc', 'this is no text: most of it cannot be printed'],
])('gives one message for %s', (_, text, message) => {
  expect(loadProgram(text)).toMatchObject({
    program: undefined,
    diagnostics: [{ message, span: { line: 1, column: 1 } }],
  });
});

it.each(['', '\n\n', '# nothing\n', '#@ system kernel=6.12\n'])('says that %j has no call', (text) => {
  const { program, diagnostics } = loadProgram(text);
  expect(program).toBeUndefined();
  expect(diagnostics.map(({ message }) => message)).toEqual(['there is no call in this file']);
});
