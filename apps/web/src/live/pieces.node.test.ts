import { expect, it } from 'vitest';
import { isRecorded, piecesOf } from './pieces.ts';

it('cuts a text before calls, and leaves with a call what was shown after it', () => {
  const text = 'a()\n#@ maps\n#| x\nb()\nc()\n#@ maps\n';
  expect([...piecesOf(text, 1)]).toEqual(['a()\n#@ maps\n#| x\n', 'b()\n', 'c()\n#@ maps\n']);
  expect([...piecesOf(text, 100)]).toEqual([text]);
  expect([...piecesOf('a()\nb()', 1)]).toEqual(['a()\n', 'b()']);
});

it('tells recordings from scenarios', () => {
  expect(isRecorded('#@ title x = y\n7 brk(NULL) = 0x1000\n')).toBe(true);
  expect(isRecorded('p = mmap(NULL, PAGE)\nmunmap(p, PAGE)\n')).toBe(false);
  expect(isRecorded('#@ maps\n')).toBe(false);
});

it('tells a recording whose program had a lot mapped before its first call', () => {
  const maps = '#| 700000000000-700000001000 rw-p 00000000 00:00 0\n'.repeat(65_530);
  expect(isRecorded(`#@ maps\n${maps}munmap(0x700000000000, 4096) = 0\n`)).toBe(true);
});
