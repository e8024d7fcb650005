/* What options of strace make of a log: read as what it is, or refused where it stands. */
import type { ProgramItem } from '@mm-playground/api';
import { expect, it } from 'vitest';
import { loadProgram } from './load.ts';

/** The items of a log as `task name`, notes as their text; what is wrong as `line:column: message`. */
function read(...lines: string[]): string[] {
  const { program, diagnostics } = loadProgram(`${lines.join('\n')}\n`);
  const said = diagnostics.map(({ span, message }) => `${span.line}:${span.column}: ${message}`);
  return [...said, ...(program?.items ?? []).map(shown)];
}

const shown = (item: ProgramItem): string =>
  item.kind === 'call' ? `${item.task} ${item.name}`.trim() : item.kind === 'note' ? `# ${item.text}` : item.kind;

it('carries along what strace answered in the kernel’s place: no kernel saw that call', () => {
  expect(
    read(
      'munmap(0x1000, 4096) = -1 ENOMEM (Cannot allocate memory) (INJECTED)',
      'mprotect(0x1000, 4096, PROT_READ) = 0 (INJECTED) (DELAYED)',
      '7 brk(NULL <unfinished ...>',
      '7 <... brk resumed>) = 0 (INJECTED)',
      'munmap(0x1000, 4096) = 0 (DELAYED)',
    ),
  ).toEqual([
    '# munmap(0x1000, 4096) = -1 ENOMEM (Cannot allocate memory) (INJECTED)',
    '# mprotect(0x1000, 4096, PROT_READ) = 0 (INJECTED) (DELAYED)',
    '# brk(NULL) = 0 (INJECTED)',
    'munmap',
  ]);
});

it('carries along the contents of buffers', () => {
  expect(
    read(
      'readv(3, [{iov_base="\\177E", iov_len=2}], 1) = 2',
      ' * 2 bytes in buffer 0',
      ' | 00000  7f 45                                             .E               |',
      'brk(NULL) = 0x1000',
    ),
  ).toEqual([
    'readv',
    '# * 2 bytes in buffer 0',
    '# | 00000  7f 45                                             .E               |',
    'brk',
  ]);
});

it('says of a call that a program’s own output tore in two how to keep them apart', () => {
  expect(read('write(2, "hi\\n", 3hi', ')                     = 3', 'brk(NULL) = 0x1000')).toEqual([
    expect.stringMatching(/^1:\d+: /),
    expect.stringMatching(/^2:1: the end of a call that something else tore in two: `strace -o FILE` keeps/),
  ]);
});

it('names the only task by its own number, where it says so', () => {
  expect(read('brk(NULL) = 0x1000', 'getpid() = 4711', 'brk(NULL) = 0x1000')).toEqual([
    '4711 brk',
    '4711 getpid',
    '4711 brk',
  ]);
  expect(read('brk(NULL) = 0x1000', '8 getpid() = 8', 'brk(NULL) = 0x1000')).toEqual(['brk', '8 getpid', 'brk']);
});
