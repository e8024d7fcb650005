import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openFile, plainName, scriptOf, textOf } from './files.ts';

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

it('makes a script of what is none, by its content', async () => {
  const maps = '00400000-00401000 r--p 00000000 fe:00 12 /bin/a\n';
  expect(await openFile(new File([maps], 'maps.txt'))).toEqual({ file: 'maps.mm', text: `#@ maps\n#| ${maps}` });
  expect(scriptOf({ file: 'pasted.mm', text: 'AA B' }).text).toContain('mmap(');
});

it('says where a text is not what it seems to be', () => {
  const refused = (text: string) => () => scriptOf({ file: 'maps', text });
  expect(refused('00400000-00401000 r--q\n')).toThrow('maps:1:19: no line of /proc/PID/maps: expected permissions');
  expect(refused('https://example.org/')).toThrow('maps:1:1: this is an address');
});

it('refuses what is too large for the page, and says what takes it', () => {
  const refused = (text: string) => () => scriptOf({ file: 'a', text });
  expect(refused('\n'.repeat(500_000))).toThrow(/has 500,001 lines, more than 400,000\. `mm check` takes/);
  expect(refused(`brk(0)\nbrk(${'1+'.repeat(1_000_000)}1)`)).toThrow('line 2 has more than 1,048,576 characters');
});
