import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openFile, plainName, textOf } from './files.ts';

const TEXT = 'brk(NULL) = 0x1000\n# ünïcode\n';

it('reads text and gzip alike, whatever the name says', async () => {
  expect(await textOf(new Blob([TEXT]))).toBe(TEXT);
  expect(await textOf(new Blob([new Uint8Array(gzipSync(TEXT))]))).toBe(TEXT);
  expect(await openFile(new File([new Uint8Array(gzipSync(TEXT))], 'a.strace.gz'))).toEqual({
    file: 'a.strace',
    text: TEXT,
  });
});

it('refuses what is no text', async () => {
  await expect(textOf(new Blob(['\x7fELF\0\0']))).rejects.toThrow('zero bytes');
  await expect(textOf(new Blob([new Uint8Array([0x1f, 0x8b, 8, 0])]))).rejects.toThrow();
});

it('keeps names short of anything that is no name', () => {
  expect(plainName('<b>x</b>.strace.gz')).toBe('_b_x__b_.strace');
  expect(plainName('.gz')).toBe('untitled.mm');
});
