import { expect, it } from 'vitest';
import { readCapture } from '@mm-playground/captures';
import { loadProgram } from '../load.ts';
import { importText } from './import-text.ts';
import { IMPORTERS } from './importers.ts';
import { importerOf, isLink } from './kind-of-text.ts';

const MAPS = `5590a0000000-5590a0001000 r--p 00000000 fe:00 12                         /bin/cat
5590a1000000-5590a1021000 rw-p 00000000 00:00 0                          [heap]
7ffe00000000-7ffe00021000 rw-p 00000000 00:00 0                          [stack]
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
`;

it.each([
  ['script', 'brk(NULL) = 0x1000'],
  ['script', '1234 brk(NULL) = 0x1000'],
  ['script', '[pid  7] 12:30:01.5 brk(NULL) = 0x1000'],
  ['script', '7 <... vfork resumed>) = 8'],
  ['script', 'p = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)'],
  ['script', '#@ title a\nwhatever'],
  ['script', '# a drawing: AA.BB\nbrk(0)'],
  ['script', 'hello there'],
  ['script', ''],
  ['maps', MAPS],
  ['maps', '5590a0000000-5590a0001000 r--q'],
  ['smaps', '5590a0000000-5590a0001000 r--p 00000000 fe:00 12 /bin/cat\nSize:  4 kB\n'],
  ['strip', 'AA B  CC|CC'],
  ['strip', '0x10000000  AA.B\nA rw-p\nB r--p /data\n'],
  ['strip', ' * 0x10000000  AA.B\n'],
  ['strip', 'On Monday somebody wrote:\nbefore 0x10000000  AA.B\nA rw-p\n'],
  ['ftrace', '# tracer: nop\n#\n'],
  ['ftrace', '            bash-1234    [001] d..2.    12.345678: page_fault_user: address=0x1 ip=0x2 error_code=0x4\n'],
  ['script', '# tracer: nop\n#@ title of a script that shows a trace\n'],
  ['script', '# tracer: nop\n bash-1 [001] d..2. 12.34: \0sys_brk -> 0x1\n'],
  ['link', 'https://example.org/?sample=gap#call=2\n'],
] as const)('takes for %s: %s', (kind, text) => {
  expect(isLink(text) ? 'link' : (importerOf(text, IMPORTERS)?.id ?? 'script')).toBe(kind);
});

it.each(['python-json', 'node-threads', 'random-vma-arm64', 'random-fork'] as const)(
  'knows %s for a capture',
  (name) => {
    expect(importerOf(readCapture(name), IMPORTERS)).toBeUndefined();
  },
);

it('makes maps the initial state of a program, with what they show of heap and stack', () => {
  const { text = '', diagnostics } = importText(MAPS, { file: 'maps', importers: IMPORTERS });
  expect(diagnostics).toEqual([]);
  const initial = loadProgram(text).program?.initial;
  expect(initial?.maps?.map(({ row }) => row.name)).toEqual(['/bin/cat', '[heap]', '[stack]', '[vsyscall]']);
  expect(initial?.layout).toEqual({
    startBrk: 0x5590a1000000n,
    brk: 0x5590a1021000n,
    startStack: 0x7ffe00020fffn,
  });
});

it('says of maps where they are none', () => {
  const { text, diagnostics } = importText(
    MAPS.replace('rw-p 00000000 00:00 0                          [heap]', 'rw-q'),
    {
      file: 'maps',
      importers: IMPORTERS,
    },
  );
  expect(text).toBeUndefined();
  expect(diagnostics.map(({ span, message }) => `${span.line}:${span.column}: ${message}`)).toEqual([
    '2:27: no line of /proc/PID/maps: expected permissions like `rw-p`',
  ]);
});

it('makes smaps the initial state, and learns the machine from them', () => {
  const capture = readCapture('random-vma-arm64-16k');
  const smaps = /#@ smaps\n((?:#\| .*\n)+)/.exec(capture)?.[1]?.replaceAll('#| ', '') ?? '';
  const { by, text = '', diagnostics } = importText(smaps, { importers: IMPORTERS });
  expect([by?.id, diagnostics]).toEqual(['smaps', []]);
  const { system, initial } = loadProgram(text).program ?? {};
  expect(system).toMatchObject({ pageSize: 16_384, arch: 'arm64' });
  expect(initial?.smaps?.length).toBe(initial?.maps?.length);
});

it('says of smaps where they are cut off', () => {
  const { text, diagnostics } = importText('00400000-00401000 r--p 00000000 fe:00 12 /bin/cat\nSize:  4 kB\n', {
    importers: IMPORTERS,
  });
  expect([text, diagnostics.map(({ span }) => span.line)]).toEqual([undefined, [1]]);
});

it('makes a strip the calls that build it, and says what no call builds', () => {
  expect(importText('AA B', { importers: IMPORTERS }).text).toContain('mmap(0x10000000');
  expect(importText('A\nA r-xp [vdso]\n', { importers: IMPORTERS }).diagnostics.map(({ message }) => message)).toEqual([
    expect.stringContaining('execve makes it'),
  ]);
});

it('leaves a script as it is', () => {
  expect(importText('brk(\n', { importers: IMPORTERS })).toEqual({ by: undefined, text: 'brk(\n', diagnostics: [] });
});
