import { describe, expect, test } from 'vitest';
import {
  directive,
  limitsDirective,
  layoutDirective,
  memoryLines,
  readProc,
  readSnapshot,
  snapshotDirectives,
} from './proc-snapshot.ts';

test('directive writes a body verbatim after bars, blanks at line ends included', () => {
  expect(directive('maps', 'a \nb\n')).toBe('#@ maps\n#| a \n#| b\n');
  expect(directive('command ls')).toBe('#@ command ls\n');
});

test('memoryLines keeps the Vm and Rss lines of a status file', () => {
  const status = 'Name:\tcat\nVmPeak:\t     528 kB\nRssAnon:\t      24 kB\nVmSwap:\t       0 kB\nThreads:\t1\n';
  expect(memoryLines(status)).toBe('VmPeak:\t     528 kB\nRssAnon:\t      24 kB\nVmSwap:\t       0 kB\n');
});

test('snapshotDirectives names the task where it is given one', () => {
  const snapshot = { maps: 'm\n', smaps: null, status: 's\n' };
  expect(snapshotDirectives(snapshot)).toBe('#@ maps\n#| m\n#@ status\n#| s\n');
  expect(snapshotDirectives(snapshot, 7)).toBe('#@ maps 7\n#| m\n#@ status 7\n#| s\n');
});

test('layoutDirective shows the break where it is given, and nothing where the kernel hides the addresses', () => {
  const fields = (value: number): string => `7 (a b) c) S ${Array.from({ length: 48 }, () => value).join(' ')}`;
  expect(layoutDirective(fields(4096), 8192n)).toContain(' start_brk=0x1000 brk=0x2000 start_stack=0x1000 ');
  expect(layoutDirective(fields(1))).toBeNull();
});

describe.skipIf(process.platform !== 'linux')('on Linux, of this very process', () => {
  test('readSnapshot finds its stack and its sizes', () => {
    const { maps, status } = readSnapshot(process.pid);
    expect(maps).toMatch(/\[stack\]\n/);
    expect(status).toMatch(/^VmPeak:\s+\d+ kB\n/);
    expect(status.split('\n').every((line) => line === '' || /^(?:Vm|Rss)/.test(line))).toBe(true);
  });

  test('layoutDirective and limitsDirective are whole', () => {
    expect(layoutDirective(readProc(process.pid, 'stat'))).toMatch(
      /^#@ layout start_code=0x[0-9a-f]+ .* env_end=0x7[0-9a-f]+\n$/,
    );
    expect(limitsDirective(readProc(process.pid, 'limits'))).toMatch(
      /^#@ limits as=\w+ data=\w+ stack=\w+ memlock=\w+\n$/,
    );
  });
});
