import { describe, expect, it } from 'vitest';
import { differing, fieldsOf, LETTERS, lineOf, lonely, namedLines, type ProcLine } from './proc-lines.ts';

/** `~VmRSS: 8 kB[4]`: a line with its mark, and after each changed field what it was. */
const drawn = (line: ProcLine, pieces?: RegExp): string =>
  ({ same: '=', added: '+', changed: '~', removed: '-' })[line.what] +
  fieldsOf(line, pieces)
    .map(({ text, before }) => (before === null ? text : `${text}[${before}]`))
    .join('');

describe('lines of /proc against those before', () => {
  it('are matched by their names, wherever they stand', () => {
    const before = ['VmPeak:     4 kB', 'VmRSS:      4 kB', 'VmSwap:     0 kB'];
    const now = ['VmRSS:      8 kB', 'VmPeak:     4 kB', 'VmPTE:     44 kB'];
    expect(namedLines(before, now).map((line) => drawn(line))).toEqual([
      '~VmRSS:      8[4] kB',
      '=VmPeak:     4 kB',
      '+VmPTE:     44 kB',
      '-VmSwap:     0 kB',
    ]);
    expect(namedLines(null, now).every(({ what }) => what === 'same')).toBe(true);
  });

  it('differ by words, or by letters', () => {
    expect(drawn(lineOf('1 22 3 0', '1 2 3 0'))).toBe('~1 22[2] 3 0');
    expect(drawn(lineOf('7f000 .AAa.', '7f000 .aAAA'), LETTERS)).toBe('~7f000 .A[a]Aa.[AA]');
    expect(drawn(lineOf('a b c', 'a b'))).toBe('~a b c[]');
  });

  it('are left with their heads where only what differs is wanted', () => {
    const head = (text: string): ProcLine => lineOf(text, null, null, true);
    const lines = [
      head('A'),
      lineOf('a', 'a'),
      head('B'),
      lineOf('b', 'c'),
      lonely('d', 'added'),
      lonely('C', 'removed'),
    ];
    expect(differing(lines).map(({ text }) => text)).toEqual(['B', 'b', 'd', 'C']);
  });
});
