import { readCapture } from '@mm-playground/captures';
import type { ProgramItem } from '@mm-playground/api';
import { expect, it } from 'vitest';
import { GrowingLog, type Growth } from './growing-log.ts';
import { loadProgram } from './load.ts';

/** What each piece brings: the calls that became whole, by line and name. */
function grown(...pieces: string[]): string[] {
  const log = new GrowingLog({ file: 'a.strace' });
  return [...pieces.map((piece) => log.append(piece)), log.finish()].map(shown);
}

function shown(growth: Growth | undefined): string {
  if (growth === undefined) return '-';
  const said = growth.diagnostics.map(({ span, message }) => `${span.line}:${span.column}: ${message}`);
  const calls = (growth.program?.items ?? []).flatMap((item) =>
    item.kind === 'call' ? [`${item.span.line} ${item.name}#${item.index}`] : [],
  );
  return [...said, ...calls].join(', ');
}

it('gives each call once, with the line and the index that it has in the whole', () => {
  expect(grown('brk(NULL) = 0x1000\n', 'brk(0x2000) = 0x2000\nbrk(0) = 0x2000\n')).toEqual([
    '1 brk#0',
    '2 brk#1, 3 brk#2',
    '-',
  ]);
});

it('waits for the rest of a line, and takes it as it stands when nothing more comes', () => {
  expect(grown('brk(NULL) =', ' 0x1000', '\nbrk(0) = 0x1000')).toEqual(['-', '-', '1 brk#0', '2 brk#1']);
});

it('waits until no call is under way', () => {
  expect(
    grown(
      '7 vfork( <unfinished ...>\n8 brk(NULL) = 0x1000\n',
      '8 execve("/a", ["a"], 0x1) = 0\n7 <... vfork resumed>) = 8\n',
      '7 brk(NULL) = 0x1000\n',
    ),
  ).toEqual(['-', '1 vfork#0, 2 brk#1, 3 execve#2', '5 brk#3', '-']);
});

it('knows that a task that ended is in no call', () => {
  expect(grown('7 brk(NULL <unfinished ...>\n', '7 +++ killed by SIGKILL +++\n')[1]).toBe('1 brk#0');
});

it('follows a thread into the name of its process', () => {
  expect(
    grown(
      '8 execve("/a", ["a"], 0x1 <unfinished ...>\n7 +++ superseded by execve in pid 8 +++\n',
      '7 <... execve resumed>) = 0\n',
    ),
  ).toEqual(['-', '1 execve#0', '-']);
});

it('says where a line cannot be read, and reads nothing after it', () => {
  expect(grown('brk(NULL) = 0x1000\n', 'brk(((\n', 'brk(0) = 0x1000\n')).toEqual([
    '1 brk#0',
    expect.stringMatching(/^2:\d+: /),
    '-',
    '-',
  ]);
});

it('has an initial state before the first call', () => {
  const log = new GrowingLog();
  const maps = '#@ maps\n#| 00400000-00401000 r--p 00000000 fe:00 12 /bin/a\n';
  expect(log.append(maps)?.program?.initial?.maps).toHaveLength(1);
  expect(shown(log.append('7 brk(NULL) = 0x1000\n'))).toBe('3 brk#0');
});

it.each(['node-threads', 'random-fork'] as const)('reads %s in pieces as it reads it at once', (name) => {
  const text = readCapture(name);
  const log = new GrowingLog({ file: name });
  const items: ProgramItem[] = [];
  const take = (growth: Growth | undefined): void => void items.push(...(growth?.program?.items ?? []));
  for (const moment of text.split(/(?<=\n)(?=(?!#)(?<!^#.*\n)\S)/m)) take(log.append(moment));
  take(log.finish());
  expect(items).toEqual(loadProgram(text, { file: name }).program?.items);
});
