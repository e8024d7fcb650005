import type { Program } from '@mm-playground/api';
import { loadProgram } from '@mm-playground/script';
import { expect, it } from 'vitest';
import { scriptOf } from './script-of.ts';

function programOf(text: string): Program {
  const { program } = loadProgram(text, { file: 'some.mm' });
  if (program === undefined) throw new Error('not readable');
  return program;
}

it('makes numbers of expressions, and references of names', () => {
  const script = scriptOf(
    programOf(
      [
        'fd = memfd_create("notes", 0)',
        'mmap(0x10000000, 2*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0)',
        'prlimit64(0, RLIMIT_DATA, {rlim_cur=4*M, rlim_max=RLIM64_INFINITY}, NULL)',
        'openat(AT_FDCWD, "/tmp/notes", O_RDWR)',
      ].join('\n'),
    ),
  );
  expect(script.calls.map(({ name, args }) => [name, ...args])).toEqual([
    ['memfd_create', { text: 'notes' }, 0n],
    ['mmap', 0x1000_0000n, 8192n, 1n, 0x11n, { call: 1, offset: 0n }, 0n],
    ['prlimit64', 2n, 4n << 20n, 2n ** 64n - 1n],
    ['openat', { text: '/tmp/notes' }, 2n],
  ]);
});

it('says which line the runner cannot perform', () => {
  const text = 'p = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)\nmunmap(p + PAGE, PAGE)\n';
  expect(() => scriptOf(programOf(text))).toThrow(/^some\.mm:2: the runner cannot pass an argument of munmap/);
});
