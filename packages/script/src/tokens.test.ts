import { expect, it } from 'vitest';
import { completionsAt } from './completions.ts';
import { tokens } from './tokens.ts';

/** The classes of a text, as `type:word`. */
const classes = (text: string): string[] => tokens(text).map(({ type, from, to }) => `${type}:${text.slice(from, to)}`);

it.each([
  [
    '[pid 12] p = mmap(NULL, 4096, PROT_READ, 0) = 0x1000',
    'task:[pid 12] name:p call:mmap constant:NULL number:4096 constant:PROT_READ number:0 result:0x1000',
  ],
  ['brk(0) = -1 ENOMEM (Cannot allocate)', 'call:brk number:0 result:-1 errno:ENOMEM comment:(Cannot allocate)'],
  ['read(3</a b>, "x"..., q) = 3</c>', 'call:read number:3 path:/a b string:"x" name:q result:3 path:/c'],
  [
    'load(1) = ? SIGSEGV {si_code=SEGV_MAPERR}',
    'call:load number:1 result:? errno:SIGSEGV field:si_code constant:SEGV_MAPERR',
  ],
  ['brk(0 <unfinished ...>', 'call:brk number:0 note:<unfinished ...>'],
  ['7 <... brk resumed>) = 0', 'task:7 note:<... call:brk note:resumed> result:0'],
  ['12:34:56 exit(0 /* x */) = ?', 'comment:12:34:56 call:exit number:0 comment:/* x */ result:?'],
  ['7 +++ exited with 0 +++', 'task:7 note:+++ exited with 0 +++'],
  ['#@ system kernel=6.12', 'directive:#@ system field:kernel number:6 number:12'],
  ['  #| 1000-2000 rw-p ', 'body:#| 1000-2000 rw-p'],
  ['# a comment', 'comment:# a comment'],
])('classifies %s', (line, expected) => {
  expect(classes(line).join(' ')).toBe(expected);
});

it('classifies a line that is being typed', () => {
  expect(classes('mmap(NULL, 40')).toEqual(['call:mmap', 'constant:NULL', 'number:40']);
  expect(classes('mma')).toEqual(['call:mma']);
  expect(classes('write(1, "abc')).toEqual(['call:write', 'number:1', 'string:"abc']);
});

it('classifies lines one by one, so that a stretch of lines reads as in the whole', () => {
  const [one, two] = ['brk(0) = 1', 'p = brk(1)'];
  expect(classes(`${one}\r\n${two}\n`)).toEqual([...classes(one), ...classes(two)]);
});

/** What may stand at the `^` of a text. */
function optionsAt(marked: string): readonly string[] | undefined {
  const at = marked.indexOf('^');
  return completionsAt(marked.replace('^', ''), at)?.options;
}

it('completes calls where a line begins', () => {
  expect(optionsAt('mpro^')).toEqual(['mprotect']);
  expect(optionsAt('p = mre^')).toEqual(['mremap']);
  expect(optionsAt('brk(0)\n[writer] mun^')).toEqual(['munmap', 'munlock', 'munlockall']);
});

it('completes the constants of the argument', () => {
  expect(optionsAt('mmap(NULL, 4096, PROT_R^')).toEqual(['PROT_READ']);
  expect(optionsAt('mmap(NULL, 4096, PROT_READ|prot_w^')).toEqual(['PROT_WRITE']);
  expect(optionsAt('madvise(p, {1, 2}, MADV_HU^')).toEqual(['MADV_HUGEPAGE']);
  expect(optionsAt('munmap(P^')).toEqual(['PAGE']);
});

it('completes directives and their keys', () => {
  expect(optionsAt('#@ pa^')).toEqual(['pagemap']);
  expect(optionsAt('#@ system kernel=6.1 ov^')).toEqual(['overcommit_memory']);
  expect(optionsAt('#@ nothing x^')).toBeUndefined();
});

it('has nothing to say after a result or in a comment', () => {
  expect(optionsAt('brk(0) = ^')).toBeUndefined();
  expect(optionsAt('# mma^')).toBeUndefined();
});
