import { describe, expect, it } from 'vitest';
import { loadProgram } from './load.ts';

/** What `readelf -lW` prints of a program with a dynamic linker, some lines of it. */
const HEADERS = `
#| Elf file type is DYN (Position-Independent Executable file)
#| Entry point 0x1050
#|
#| Program Headers:
#|   Type           Offset   VirtAddr           PhysAddr           FileSiz  MemSiz   Flg Align
#|   INTERP         0x000318 0x0000000000000318 0x0000000000000318 0x00001c 0x00001c R   0x1
#|       [Requesting program interpreter: /lib64/ld-linux-x86-64.so.2]
#|   LOAD           0x000000 0x0000000000000000 0x0000000000000000 0x0005f8 0x0005f8 R   0x1000
#|   LOAD           0x001000 0x0000000000001000 0x0000000000001000 0x000151 0x000151 R E 0x1000
#|   LOAD           0x002df0 0x0000000000003df0 0x0000000000003df0 0x000220 0x000228 RW  0x1000
#|   GNU_STACK      0x000000 0x0000000000000000 0x0000000000000000 0x000000 0x000000 RWE 0x10`;

const read = (directive: string): ReturnType<typeof loadProgram> =>
  loadProgram(`${directive}\nbrk(NULL)\n`, { file: 'a.mm' });
const messages = (directive: string): string[] =>
  read(directive).diagnostics.map(({ span, message }) => `${span.line}:${span.column}: ${message}`);

describe('#@ program', () => {
  it('has a program as readelf prints its headers', () => {
    const { program, diagnostics } = read(`#@ program ./a.out${HEADERS}`);
    expect(diagnostics).toEqual([]);
    const image = program?.programs?.get('./a.out');
    expect(image).toMatchObject({ type: 'dyn', interpreter: '/lib64/ld-linux-x86-64.so.2', executableStack: true });
    expect(image?.segments.map(({ vaddr, access }) => [vaddr, access])).toEqual([
      [0n, 'r'],
      [0x1000n, 'rx'],
      [0x3df0n, 'rw'],
    ]);
    expect(image?.segments[2]).toEqual({
      ...{ offset: 0x2df0n, vaddr: 0x3df0n, fileSize: 0x220n, memorySize: 0x228n, access: 'rw', align: 0x1000n },
    });
  });

  it('is in no file that does not say so', () => {
    expect(read('#@ system kernel=6.18').program?.programs).toBeUndefined();
  });

  it('says what is missing, and where', () => {
    expect(messages('#@ program')).toEqual([
      '1:4: expected `#@ program PATH`, and below it what `readelf -lW PATH` prints',
    ]);
    expect(messages('#@ program ./a')).toEqual([
      '1:4: expected a line `Elf file type is EXEC` (or `DYN`)',
      '1:4: no LOAD header as `readelf -lW` prints it',
    ]);
    expect(messages(`#@ program ./a${HEADERS}\n#@ program ./a${HEADERS}`)).toEqual(['13:12: `./a` stands twice']);
    expect(messages(`#@ program ./a${HEADERS}\n#|   LOAD 0x1`)).toEqual([
      '13:4: no LOAD header as `readelf -lW` prints it',
    ]);
  });
});
