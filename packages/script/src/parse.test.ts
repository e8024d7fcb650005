import { expect, it } from 'vitest';
import { parse } from './parse.ts';
import { print } from './print.ts';

/** What `strace -f -C` of a program with threads may print beside calls. */
const NOTES = [
  '--- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---',
  '--- stopped by SIGSTOP ---',
  '+++ exited with 0 +++',
  '+++ killed by SIGKILL (core dumped) +++',
  '[pid 12] +++ superseded by execve in pid 13 +++',
  '12 +++ exited with 1 +++',
  'strace: Process 123 attached',
  'Process 123 attached (waiting for parent)',
  'strace: [ Process PID=12 runs in 32 bit mode. ]',
  '[ Process PID=12 runs in 32 bit mode. ]',
  '<ptrace(SYSCALL):No such process>',
  '> /usr/lib/x86_64-linux-gnu/libc.so.6(__mmap+0x26) [0x11ebd6]',
  '% time     seconds  usecs/call     calls    errors syscall',
  '------ ----------- ----------- --------- --------- ----------------',
  '45.00    0.000123          12        10           mmap',
  '100.00    0.000000           1        32         1 total',
];

it.each(NOTES)('carries %s along', (line) => {
  const { document, diagnostics } = parse(`${line}\n`);
  expect(diagnostics).toEqual([]);
  expect(document.lines.map(({ kind }) => kind)).toEqual(['note']);
  expect(print(document)).toBe(`${line}\n`);
});

it('goes on at the next line after one that it cannot read', () => {
  const { document } = parse('brk(0) = 1\nbrk(((\n\n# x\n#@ maps\n#| 1\nbrk(1) = 2\n');
  expect(document.lines.map(({ kind }) => kind)).toEqual(['call', 'bad', 'blank', 'comment', 'directive', 'call']);
});

it('knows the shape of a line that strace cuts in two', () => {
  const { document } = parse('7 clone(child_stack=NULL, <unfinished ...>\n7 <... clone resumed>, tls=0x1) = 9\n');
  expect(document.lines).toMatchObject([
    { kind: 'call', end: 'unfinished', trailingComma: true, args: [{ kind: 'named' }] },
    { kind: 'resumed', end: 'closed', lead: ',', args: [{ kind: 'named' }], result: { value: { text: '9' } } },
  ]);
});

it('binds operators as C does', () => {
  const [line] = parse('brk(-1 + 2*3<<4|5&6)').document.lines;
  const shape = (node: unknown): unknown => {
    const { op, left, right, operand, text } = node as Record<string, unknown>;
    if (left !== undefined) return [op, shape(left), shape(right)];
    return operand === undefined ? text : [op, shape(operand)];
  };
  expect(line?.kind === 'call' && shape(line.args[0])).toEqual([
    '|',
    ['<<', ['+', ['-', '1'], ['*', '2', '3']], '4'],
    ['&', '5', '6'],
  ]);
});

it('has an empty document for what is no text', () => {
  const { document, isBinary, diagnostics } = parse('\u007fELF\u0002\u0001\u0001\0\0\0');
  expect(isBinary).toBe(true);
  expect(document.lines).toEqual([]);
  expect(diagnostics).toHaveLength(1);
});

it('reads a text that has few odd characters', () => {
  const { isBinary } = parse(`write(1, "\u0001\ufffd", 2) = 2\n${'brk(0) = 1\n'.repeat(3)}`);
  expect(isBinary).toBe(false);
});
