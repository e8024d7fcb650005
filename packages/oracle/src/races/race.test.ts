import { loadProgram } from '@mm-playground/script';
import { describe, expect, test } from 'vitest';
import { backwardLines, windowLines } from './outcome.ts';
import { raceOf, type Race } from './race.ts';

const MAPPED = 'mmap(0x10000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';

function race(...lines: string[]): Race {
  const { program } = loadProgram(`${lines.join('\n')}\n`, { file: 'a.mm' });
  if (program === undefined) throw new Error('not readable');
  return raceOf(program);
}

describe('a race', () => {
  test('has a window of all addresses that its calls speak of', () => {
    const { window, disputed } = race(
      MAPPED,
      '#@ race',
      '[a] mremap(0x11000, PAGE, 3*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x20000)',
      '[b] maps()',
      '[b] query(0x30000)',
    );
    expect(window).toEqual({ start: 0x1_0000n, end: 0x3_1000n });
    expect(disputed).toEqual({ start: 0x1_1000n, end: 0x2_3000n });
  });

  test('goes without the readers that only the kernel has', () => {
    const { threads, skipped } = race(
      MAPPED,
      '#@ race',
      '[a] munmap(0x10000, PAGE)',
      '[b] maps()',
      '[c] walk(0x10000, 0x12000)',
    );
    expect(threads.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(skipped.map(({ name }) => name)).toEqual(['walk']);
  });

  test.each([
    ['needs two threads', ['[a] munmap(0x10000, PAGE)', '[b] walk(0, PAGE)'], 'a.mm:2: fewer than two threads race'],
    [
      'maps at fixed places',
      ['[a] mmap(NULL, PAGE, 1, 0x22, -1, 0)', '[b] maps()'],
      'a.mm:3: a mapping of a race needs',
    ],
    ['moves to fixed places', ['[a] mremap(0x10000, 1, 9, 1)', '[b] maps()'], 'a.mm:3: a mapping of a race moves to'],
    ['knows its calls', ['[a] brk(NULL)', '[b] maps()'], 'a.mm:3: brk() is not made in races'],
    [
      'binds no names',
      ['[a] p = munmap(0x10000, PAGE)', '[b] maps()'],
      'a.mm:3: munmap() whose result is needed later',
    ],
  ])('%s', (_title, lines, why) => {
    expect(() => race(MAPPED, '#@ race', ...lines)).toThrow(why);
  });
});

test('of a listing, what touches the window counts, without device, inode and name', () => {
  const lines = [
    '00010000-00012000 r--p 00000000 00:01 7     /memfd:a (deleted)',
    '00400000-00401000 r-xp 00000000 08:01 2 /a',
  ];
  expect(windowLines(lines, { start: 0x1_1000n, end: 0x2_0000n })).toEqual(['00010000-00012000 r--p 00000000']);
});

test('a line is backward that does not end above the one before, in its own listing', () => {
  const listing = ['[a] maps()', '  00010000-00012000 r--p 00000000', '  00010000-00013000 rw-p 00000000'];
  expect(backwardLines([...listing, 'at rest', '  00010000-00011000 rw-p 00000000'])).toEqual([]);
  expect(backwardLines([...listing, '  00011000-00013000 r--p 00000000'])).toEqual(['00011000-00013000 r--p 00000000']);
});
