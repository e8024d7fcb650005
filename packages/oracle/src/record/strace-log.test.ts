import { describe, expect, test } from 'vitest';
import { composeCapture, type Insertion, parseLine, resultOf } from './strace-log.ts';

/** A log from its lines. */
function log(...lines: string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

/** A snapshot that belongs after the first `lines` of a log. */
function snapshotAfter(lines: number, raw: Buffer, task: number): Insertion {
  const offset = raw.toString().split('\n').slice(0, lines).join('\n').length + 1;
  return { offset, task, draw: (about) => `#@ maps${about === undefined ? '' : ` ${about}`}\n` };
}

describe('parseLine', () => {
  test('tells whole, begun and resumed calls from notes', () => {
    expect(parseLine('12    brk(NULL)      = 0x1000')).toMatchObject({ task: 12, name: 'brk', kind: 'whole' });
    expect(parseLine('12 brk(NULL <unfinished ...>')).toMatchObject({ name: 'brk', kind: 'begun' });
    expect(parseLine('12 <... brk resumed>) = 0')).toMatchObject({ name: 'brk', kind: 'resumed' });
    expect(parseLine('12 --- SIGCHLD {} ---')).toMatchObject({ name: null, kind: 'note' });
  });

  test('takes the last line of a growing log for a call that has begun', () => {
    expect(parseLine('12 exit_group(0', false)).toMatchObject({ name: 'exit_group', kind: 'begun' });
  });

  test('does not take an empty line for one of a task', () => {
    expect(parseLine('')).toBeNull();
  });
});

test('resultOf reads what follows the last equals sign between blanks', () => {
  expect(resultOf('prlimit64(0, RLIMIT_AS, {rlim_cur=1, rlim_max=2}, NULL) = 0')).toBe('0');
  expect(resultOf('execve("/bin/sh", ["sh", "-c", "a = b"], 0x1 /* 3 vars */) = -1 ENOENT (No such file)')).toBe(
    '-1 ENOENT (No such file)',
  );
  expect(resultOf('exit_group(0')).toBeNull();
});

describe('composeCapture', () => {
  test('drops the task where there is but one, and aligns results as strace does', () => {
    const raw = log('12345 brk(NULL)                         = 0x1000 (DELAYED)', '12345 +++ exited with 0 +++');
    expect(composeCapture(raw, [])).toBe('brk(NULL)                               = 0x1000\n');
  });

  test('keeps the tasks where there are several', () => {
    const raw = log('7     brk(NULL)                         = 0x1000', '8     exit(0)                           = ?');
    expect(composeCapture(raw, [])).toBe(
      '7 brk(NULL)                             = 0x1000\n8 exit(0)                               = ?\n',
    );
  });

  test('puts a snapshot between the lines where it was taken', () => {
    const raw = log('7 execve("/bin/a", ["a"], 0x1 /* 0 vars */) = 0', '7 brk(NULL) = 0x1000');
    const text = composeCapture(raw, [snapshotAfter(1, raw, 7)]);
    expect(text.split('\n').map((line) => line.slice(0, 6))).toEqual(['execve', '#@ map', 'brk(NU', '']);
  });

  test('names the task of a snapshot where the call before is of another', () => {
    const raw = log('7 exit_group(0 <unfinished ...>', '8 munmap(0x1000, 4096) = 0', '7 <... exit_group resumed>) = ?');
    expect(composeCapture(raw, [snapshotAfter(2, raw, 7)])).toContain('#@ maps 7\n');
    expect(composeCapture(raw, [snapshotAfter(2, raw, 8)])).toContain('#@ maps\n');
  });

  test('joins the halves of a call that nothing came between', () => {
    const raw = log('7 vfork( <unfinished ...>', '7 <... vfork resumed>) = 8', '8 exit(0) = ?');
    expect(composeCapture(raw, [])).toContain('7 vfork()                               = 8\n');
  });

  test('leaves the halves apart where another call came between', () => {
    const raw = log('7 vfork( <unfinished ...>', '8 exit(0) = ?', '7 <... vfork resumed>) = 8');
    expect(composeCapture(raw, [])).toContain('7 vfork( <unfinished ...>\n');
  });

  test('keeps of prctl and arch_prctl only what concerns memory, with their second halves', () => {
    const raw = log(
      '7 prctl(PR_SET_NAME, "worker") = 0',
      '7 arch_prctl(ARCH_SET_FS, 0x1 <unfinished ...>',
      '8 brk(NULL) = 0',
      '7 <... arch_prctl resumed>) = 0',
      '7 prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, 0x1000, 4096, "heap") = 0',
    );
    const calls = composeCapture(raw, []).replaceAll(/\(.*\n/g, ' ');
    expect(calls).toBe('8 brk 7 prctl ');
  });

  test('keeps operations that strace cannot name: they may concern memory', () => {
    const raw = log('7 prctl(0x41 /* PR_??? */, 0x1, 0, 0, 0) = 0', '7 arch_prctl(0x2003 /* ARCH_??? */, 0) = 0');
    expect(
      composeCapture(raw, [])
        .split('\n')
        .map((line) => line.slice(0, 10)),
    ).toEqual(['prctl(0x41', 'arch_prctl', '']);
  });

  test('carries signals along', () => {
    const raw = log('7 --- SIGSEGV {si_signo=SIGSEGV} ---', '7 +++ killed by SIGSEGV +++');
    expect(composeCapture(raw, [])).toBe('--- SIGSEGV {si_signo=SIGSEGV} ---\n+++ killed by SIGSEGV +++\n');
  });
});
