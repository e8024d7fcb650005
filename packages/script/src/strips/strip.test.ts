/** Strips as text: what is read, what is written, and which calls they become. */
import { describe, expect, it } from 'vitest';
import { drawPicture, parsePicture } from './picture.ts';
import { formatStrip, parseStrip, type Strip } from './strip.ts';
import { stripScript } from './build.ts';

function strip(text: string): Strip {
  const { strip: read, diagnostics } = parseStrip(text);
  if (read === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return read;
}

const wrong = (text: string): string[] =>
  parseStrip(text, { file: 'x.strip' }).diagnostics.map(
    ({ span: { line, column }, message }) => `${line}:${column}: ${message}`,
  );

const script = (text: string): string[] => (stripScript(strip(text)).text ?? '').trimEnd().split('\n');

it('ends within 64 bits', () => {
  expect(wrong('0x100a0000000000000  AA\n')).toEqual(['1:1: it ends above the last address of 64 bits']);
  expect(wrong('0xffffffffffffe000  A{9999}\n')).toEqual(['1:1: it ends above the last address of 64 bits']);
  expect(wrong('0xfffffffffffe0000  AA\n')).toEqual([]);
});

it('takes an address without digits for no address, and says what is wrong with it', () => {
  expect(wrong('0x__proto__A\n')).not.toEqual([]);
  expect(wrong('0x_  AA\n')).not.toEqual([]);
});

describe('a picture', () => {
  it.each(['AA.B..CC|CC', 'A{17}.{200}B', 'aAbB'])('is drawn as it was read: %s', (picture) => {
    expect(drawPicture(parsePicture(picture))).toBe(picture);
  });

  it('may say how many pages a cell is', () => {
    expect(drawPicture(parsePicture('A{3} {2}B'))).toBe('AAA..B');
  });
});

describe('a strip', () => {
  it('is read and written back with its legend', () => {
    const lines = [
      '0x10000000  AA B  CC|CC',
      '0x10400000  D{512}',
      'A rw-p',
      'B r--p /data +3',
      'C rw-p [anon:jit] written lo',
      'D rw-s',
    ];
    expect(formatStrip(strip(lines.join('\n')))).toEqual(lines);
  });

  it('may be pasted from a comment, without address and legend: letters that touch are different memory', () => {
    expect(formatStrip(strip(' *  AABA  B'))).toEqual(['0x10000000  AABA  B', 'A rw-p', 'B r--p']);
    expect(formatStrip(strip('# AA..BB'))).toEqual(['0x10000000  AA  BB', 'A rw-p', 'B rw-p']);
  });

  it('goes on in a line of its own where it gets too long', () => {
    const long = strip(`${'AB'.repeat(28)}CAAA|AAAB`);
    const lines = formatStrip(long);
    expect(lines[1]).toBe('0x1003c000  |AAAB');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(72);
    expect(strip(lines.join('\n'))).toEqual(long);
  });

  it('may have other pages', () => {
    expect(formatStrip(strip('page 16384\n0x10000000 A.B'))).toEqual([
      'page 16384',
      '0x10000000  A B',
      'A rw-p',
      'B rw-p',
    ]);
  });

  it('says everything that is wrong with it', () => {
    expect(wrong('')).toEqual(['1:1: there is no picture']);
    expect(wrong('AA-B')).toEqual(['1:3: `-` is no page: letters, blanks, dots and | are']);
    expect(wrong('# A||B')).toEqual(['1:5: | stands between two mapped pages']);
    expect(wrong('0x1001 A\nA rw-p zz\nB rwxs data')).toEqual([
      '1:1: 0x1001 is not the address of a page',
      '2:1: `zz` is no flag of smaps',
      '3:1: `data` is neither a path nor a [name]',
    ]);
    expect(wrong('AA\n0x10001000 B')).toEqual(['2:1: two pictures lie over each other']);
  });
});

describe('a strip in a text of something else', () => {
  const scriptText = [
    'mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, 3, 0) = 0x10000000',
    '#   0x10000000  AAAA',
    'munmap(0x10001000, PAGE)                = 0',
    '#   0x10000000  A AA',
    '#   0x20000000  B',
    '#',
    '# A r--p /a very long name',
    '# B rw-p',
  ];
  const report = [
    'VMAs:',
    '',
    '  before      0x10000000  AAAA',
    '              0x20000000  B',
    '  __split_vma 0x10000000  A|AAA',
    '',
    '  A r--p /data',
    '      written',
  ];
  const read = (lines: readonly string[], untilLine?: number): string[] => {
    const { strip: found, diagnostics } = parseStrip(lines.join('\n'), untilLine === undefined ? {} : { untilLine });
    return found === undefined ? diagnostics.map(({ message }) => message) : formatStrip(found);
  };

  it('is the last one that is drawn, with the legend wherever it stands', () => {
    expect(read(scriptText)).toEqual(['0x10000000  A AA', '0x20000000  B', 'A r--p /a very long name', 'B rw-p']);
  });

  it('may be an earlier one: the last that begins up to a line', () => {
    expect(read(scriptText, 3)).toEqual(['0x10000000  AAAA', 'A r--p /a very long name']);
  });

  it('may stand beside the name of a step, and its legend may be wrapped', () => {
    expect(read(report)).toEqual(['0x10000000  A|AAA', 'A r--p /data written']);
    expect(read(report, 4)).toEqual(['0x10000000  AAAA', '0x20000000  B', 'A r--p /data written', 'B rw-p']);
    expect(read(['  x 0x10000000  A', '', '  A r--p /da\\', '      ta'])).toEqual(['0x10000000  A', 'A r--p /data']);
  });

  it('is none where nothing is mapped in the end, or nothing is drawn', () => {
    expect(read([...scriptText, '#   (nothing)'])).toEqual(['there is no picture']);
    expect(read(['munmap(0x10001000, PAGE) = 0'])[0]).toMatch(/^`\(` is no page/);
  });
});

describe('the script of a strip', () => {
  it('maps anonymous memory, and other protections where letters touch', () => {
    expect(script('AAB')).toEqual([
      'mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)',
      'mmap(0x10002000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)',
    ]);
  });

  it('keeps apart what only its anon_vmas keep apart', () => {
    expect(script('AA|A\nA r--p written')).toEqual([
      'mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)',
      'store(0x10000000)',
      'mmap(0x10002000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)',
      'store(0x10002000)',
      'mmap(0x10001000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)',
      'mprotect(0x10000000, 2*PAGE, PROT_READ)',
      'mprotect(0x10002000, PAGE, PROT_READ)',
    ]);
  });

  it('maps one file where a letter stands twice, and one piece of shared memory', () => {
    expect(script('BB B CC C\nB r--s /data +2\nC rw-s')).toEqual([
      'shared1 = mmap(NULL, 4*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0)',
      'mremap(shared1, 0, 2*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10005000)',
      'mremap(shared1 + 3*PAGE, 0, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10008000)',
      'munmap(shared1, 4*PAGE)',
      'fd1 = openat(AT_FDCWD, "/data", O_RDONLY)',
      'mmap(0x10000000, 2*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd1, 2*PAGE)',
      'mmap(0x10003000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd1, 5*PAGE)',
    ]);
  });

  it('is refused where no call makes what is drawn', () => {
    const refused = (text: string): readonly string[] => stripScript(strip(text)).refused;
    expect(refused('A|A')).toEqual(Array(2).fill('rw-p: nothing keeps it apart from its neighbour'));
    expect(refused('A\nA rw-p [stack]')).toEqual(['rw-p [stack]: execve makes it, no call does']);
    expect(refused('A\nA rw-p +7')).toEqual(['rw-p +7: memory that was moved is not made again']);
  });
});
