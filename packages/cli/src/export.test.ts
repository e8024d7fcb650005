/** `mm export`. Of `--to c` what comes out is compiled and run, where there is a compiler. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProgram, toC } from '@mm-playground/script';
import { unpackText } from 'mm-playground';
import { afterAll, describe, expect, it } from 'vitest';
import { given, mm } from './testing/binary.ts';
import { traceErrors } from './testing/trace-format.ts';

const ARENA = `#@ title a page of three becomes read-only
#@ system kernel=6.18
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
mprotect(0x10001000, PAGE, PROT_READ) = 0
store(0x10001000) = ? SIGSEGV {si_code=SEGV_ACCERR, si_addr=0x10001000}
query(0x10000000) = 0 (10000000-10001000 rw-p)
query(0x10003000) = -1 ENOENT (No such file or directory)
#@ pagemap 0x10000000 3
#| A..
`;

describe('mm export --to c', () => {
  it('prints a program that says what it was made from', async () => {
    const { exitCode, stdout, stderr } = await mm(['export', given('arena.mm', ARENA), '--to', 'c']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^\/\/ a page of three becomes read-only\n\/\/ Made from arena\.mm, .* Linux 6\.18\.\n/);
    expect(stdout).toContain('int main(int argc, char **argv)');
  });

  it('tells everything that a program cannot do, with its line', async () => {
    const race = given(
      'race.mm',
      'mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)\n#@ race\n[a] walk(0x10000000, 0x10001000)\n',
    );
    const { exitCode, stdout, stderr } = await mm(['export', race, '--to', 'c']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^race\.mm:2:\d+: a race has many orders/m);
    expect(stderr).toMatch(/^race\.mm:3:\d+: walk\(\) reads/m);
  });

  it('wants to know the form', async () => {
    const { exitCode, stderr } = await mm(['export', given('arena.mm', ARENA)]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--to');
    expect((await mm(['export', given('arena.mm', ARENA), '--to', 'basic'])).exitCode).toBe(2);
  });
});

const MIDDLE = `#@ title the middle of a mapping is replaced
p = mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
fork()
mmap(p + PAGE, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
munmap(p, 64*PAGE)
`;
const REPLACED = 4;

describe('mm export --to strips', () => {
  const args = (...more: string[]): string[] => [
    'export',
    given('middle.mm', MIDDLE),
    ...['--to', 'strips', '--assume', 'untouched', ...more],
  ];

  it('draws what each call changed below it, and can be played again', async () => {
    const { exitCode, stdout } = await mm(args());
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').filter((line) => line.startsWith('#'))).toEqual([
      '#@ title the middle of a mapping is replaced',
      '#   0x10000000  AAAA',
      '#   0x10000000  ABAA',
      '#   (nothing)',
      '#',
      '# A rw-p',
      '# B r--p',
    ]);
    const again = await mm(['export', given('again.mm', stdout), '--to', 'strips', '--assume', 'untouched']);
    expect(again.stdout).toBe(stdout);
  });

  it('keeps what the file says of the machine, of failures and of races: it is played again as it was', async () => {
    const steered = `#@ system kernel=6.12-rc3
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
#@ fail vm_area_alloc 1
mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
`;
    const drawn = await mm(['export', given('steered.mm', steered), '--to', 'strips']);
    expect(drawn.stdout).toContain('#@ system kernel=6.12-rc3\n');
    expect(drawn.stdout).toContain('\n#@ fail vm_area_alloc 1\n');
    expect(drawn.stdout).toContain(' = 0x0\n');
    const checked = await mm(['check', given('drawn.mm', drawn.stdout)]);
    expect(checked.stdout).toBe('1 files, 2 calls, 0 checkpoints, 0 divergences, 0 inferences\n');
    const race = await mm(['export', given('gap.mm', GAP), '--to', 'strips']);
    expect([race.exitCode, race.stderr]).toEqual([0, '']);
    expect(race.stdout.replaceAll(/^#(?!@).*\n/gm, '')).toBe(GAP);
  });

  it('has drawings that read back as strips, those of a report too', async () => {
    const state = async (name: string, drawing: string, ...until: readonly string[]): Promise<string> => {
      const script = await mm(['export', given(name, drawing), '--to', 'script', ...until]);
      return (await mm(['run', '-', '--assume', 'untouched', '--show', 'strip'], script.stdout)).stdout;
    };
    const strips = (await mm(args('--until', '4'))).stdout;
    expect(await state('strips.mm', strips)).toMatch(/^0x10000000 {2}ABAA$/m);
    expect(await state('strips.mm', strips, '--until', '3')).toMatch(/^0x10000000 {2}AAAA$/m);
    const report = await mm([
      'report',
      given('middle.mm', MIDDLE),
      '--assume',
      'untouched',
      '--call',
      String(REPLACED),
    ]);
    expect(await state('report.txt', report.stdout)).toMatch(/^0x10000000 {2}ABAA$/m);
  });

  it('draws each step of one call', async () => {
    const { stdout } = await mm(args('--call', String(REPLACED), '--kernel', '6.1'));
    expect(stdout.split('\n').filter((line) => line.startsWith('0x'))).toEqual([
      '0x10000000  AAAA',
      '0x10000000  A|AAA',
      '0x10000000  A|A|AA',
      '0x10000000  A AA',
      '0x10000000  ABAA',
    ]);
  });

  it('is for scripts that are played: options of playing go with nothing else', async () => {
    const { exitCode, stderr } = await mm(['export', given('arena.mm', ARENA), '--to', 'c', '--until', '3']);
    expect([exitCode, stderr]).toEqual([2, 'error: --until is for what is played: --to c plays nothing\n']);
    expect((await mm(args('--call', '9'))).exitCode).toBe(2);
  });
});

const GAP = `#@ title the gap
#@ system kernel=6.10
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
#@ race
[writer] mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
[reader] walk(0x10000000, 0x10003000)
`;

/** The events of a trace, as far as a test looks at them. */
function eventsOf(trace: string) {
  const { traceEvents } = JSON.parse(trace) as {
    traceEvents: { name: string; ph: string; cat?: string; tid: number; pid: number; args: Record<string, unknown> }[];
  };
  return traceEvents;
}

describe('mm export --to perfetto', () => {
  it('is a trace after the rules of its format: tasks are threads, calls are slices', async () => {
    const { exitCode, stdout } = await mm(['export', given('arena.mm', ARENA), '--to', 'perfetto']);
    expect(exitCode).toBe(0);
    expect(traceErrors(stdout)).toEqual([]);
    const events = eventsOf(stdout);
    const calls = events.filter(({ ph, cat }) => ph === 'B' && cat === 'call');
    expect(calls.map(({ name, args }) => `${String(args['line'])} ${name}`)).toEqual([
      '3 mmap',
      '4 store',
      '5 mprotect',
      '6 store',
      '7 query',
      '8 query',
    ]);
    expect(calls[2]?.args['call']).toBe('mprotect(0x10001000, PAGE, PROT_READ)   = 0');
    expect(events.filter(({ name, ph }) => name === 'map_count' && ph === 'C').map(({ args }) => args)).toEqual([
      { map_count: 1 },
      { map_count: 3 },
    ]);
  });

  it('has a process for each address space, and a thread for each task', async () => {
    const forked = given(
      'forked.mm',
      'mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)\nfork() = 0\nbrk(NULL)\n',
    );
    const { stdout } = await mm(['export', forked, '--to', 'perfetto']);
    expect(traceErrors(stdout)).toEqual([]);
    expect(eventsOf(stdout).filter(({ ph }) => ph === 'M').length).toBeGreaterThanOrEqual(2);
  });

  it('shows a race in the order in which its schedule runs it', async () => {
    const { stdout } = await mm(['explore', given('gap.mm', GAP)]);
    const [, schedule = ''] = /^ +(#@ schedule .*)$/m.exec(stdout) ?? [];
    const played = await mm(['export', given('played.mm', `${schedule}\n${GAP}`), '--to', 'perfetto']);
    expect(traceErrors(played.stdout)).toEqual([]);
    const told = eventsOf(played.stdout);
    const names = new Map(
      told.filter(({ name }) => name === 'thread_name').map(({ tid, args }) => [tid, args['name']]),
    );
    const turns = told
      .filter(({ ph, cat }) => ph !== 'M' && ph !== 'C' && cat !== undefined)
      .map(({ tid }) => names.get(tid))
      .filter((name, at, all) => name !== all[at - 1]);
    expect(turns).toEqual(['program', 'writer', 'reader', 'writer']);
  });

  it('of a race that nobody has scheduled there is none', async () => {
    const { exitCode, stderr } = await mm(['export', given('gap.mm', GAP), '--to', 'perfetto']);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^gap\.mm:4:1: what follows runs concurrently/)]);
  });
});

describe('mm export --to svg', () => {
  it('is a picture of the state at the end, or after a line', async () => {
    const { exitCode, stdout } = await mm(['export', given('arena.mm', ARENA), '--to', 'svg']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*>\n<title>a page of three becomes read-only, after line 8<\/title>\n/,
    );
    expect(stdout).toContain('3 mappings; ');
    expect(stdout.endsWith('</svg>\n')).toBe(true);
    expect((await mm(['export', 'arena.mm', '--to', 'svg', '--until', '4'])).stdout).toContain('1 mappings; ');
    expect((await mm(['export', 'arena.mm', '--to', 'svg'])).stdout).toBe(stdout);
  });

  it('shows of a race the state before it', async () => {
    const { exitCode, stdout, stderr } = await mm(['export', given('gap.mm', GAP), '--to', 'svg']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('<title>the gap, after line 3</title>');
  });
});

describe('mm export --to markdown', () => {
  it('has the script in a fence that an embed makes live, and a strip for those who have none', async () => {
    const { exitCode, stdout } = await mm(['export', given('arena.mm', ARENA), '--to', 'markdown']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      `### a page of three becomes read-only\n\n\`\`\`mm\n${ARENA}\`\`\`\n\n\`\`\`text\n0x10000000  ABA\nA rw-p written\nB r--p written\n\`\`\`\n`,
    );
  });

  it('shows of a race the state before it, without a word about it', async () => {
    const { exitCode, stdout, stderr } = await mm(['export', given('gap.mm', GAP), '--to', 'markdown']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('```text\n0x10000000  AAA\n');
  });
});

describe('mm export --to script', () => {
  it('makes the script that builds a strip', async () => {
    const strip = given('pasted.txt', ' *  AA B  CC\n *  C r--p /data +3\n');
    const { stdout } = await mm(['export', strip, '--to', 'script']);
    const shown = await mm(['run', given('made.mm', stdout), '--assume', 'untouched', '--show', 'strip']);
    expect(shown.stdout).toMatch(/^0x10000000 {2}AA A {2}BB\nA rw-p\nB r--p \/data \+3\n/m);
  });

  it('says where a strip cannot be read, and what cannot be built', async () => {
    const bad = await mm(['export', given('bad.txt', 'AA-\n'), '--to', 'script']);
    expect([bad.exitCode, bad.stderr]).toEqual([2, 'bad.txt:1:3: `-` is no page: letters, blanks, dots and | are\n']);
    const odd = await mm(['export', given('odd.txt', 'A\nA rw-p [stack]\n'), '--to', 'script']);
    expect([odd.exitCode, odd.stderr]).toEqual([2, 'odd.txt:1:1: rw-p [stack]: execve makes it, no call does\n']);
  });
});

const compiler = process.env['CC'] ?? 'gcc';
/** Whether there is a compiler, and a C library to link statically. */
const trial = { input: 'int main(void) { return 0; }' };
const canCompile =
  process.platform === 'linux' &&
  spawnSync(compiler, ['-static', '-x', 'c', '-o', '/dev/null', '-'], trial).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'mm-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Exports, compiles without a warning, and runs. */
function runAsC(name: string, script: string): { status: number | null; stdout: string } {
  const { program } = loadProgram(script, { file: `${name}.mm` });
  const [c, binary] = [join(folder, `${name}.c`), join(folder, name)];
  writeFileSync(c, (program && toC(program).text) ?? '');
  const flags = ['-std=c11', '-O2', '-Wall', '-Wextra', '-Werror', '-static', '-o', binary, c];
  expect(spawnSync(compiler, flags, { encoding: 'utf8' }).stderr).toBe('');
  return spawnSync(binary, { encoding: 'utf8' });
}

const scenario = (name: string): string =>
  readFileSync(new URL(`../../core/scenarios/${name}.mm`, import.meta.url), 'utf8');

describe.skipIf(!canCompile)('an exported program', () => {
  it('checks every expectation and exits 0', () => {
    const { status, stdout } = runAsC('arena', ARENA);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '7 expectations, 0 failed\n' });
  });

  it('prints each line that does not hold and exits 1', () => {
    const wrong = ARENA.replace('PROT_READ) = 0', 'PROT_READ) = -1 ENOMEM (Cannot allocate memory)')
      .replace('10001000 rw-p)', '10003000 rw-p)')
      .replace('A..', '.A.');
    const { status, stdout } = runAsC('wrong', wrong);
    expect(status).toBe(1);
    expect(stdout.split('\n')).toEqual([
      'wrong.mm:5: mprotect(0x10001000, PAGE, PROT_READ): expected error 12 (Cannot allocate memory), got 0',
      'wrong.mm:7: query(0x10000000): expected 10000000-10003000 rw-p, got 10000000-10001000 rw-p 00000000',
      'wrong.mm:9: pagemap: expected .A., got A..',
      '7 expectations, 3 failed',
      '',
    ]);
  });

  it.each([
    ['names and the break', 'ltp/brk02'],
    ['files of its own', 'ltp/mmap09-shrink'],
    ['a fork', 'ltp/madvise10-wipe'],
    ['capabilities and limits', 'ltp/mlock02-enomem-limit'],
    ['code that runs', 'ltp/mprotect04-exec'],
    ['structs', 'gvisor/mmap-exceed-limit-data-private'],
    ['ranges of another process', 'process-vm'],
  ])('of a known case holds here: %s', (_what, name) => {
    const { status, stdout } = runAsC(name.replace('/', '-'), scenario(name));
    expect(stdout).toMatch(/^\d+ expectations, 0 failed\n$/);
    expect(status).toBe(0);
  });
});

describe('mm export --to link, report and capture', () => {
  it('prints the part of an address that holds the script, behind the page that is named', async () => {
    const file = given('middle.mm', MIDDLE);
    const { stdout } = await mm(['export', file, '--to', 'link', '--page', 'https://example.org/mm/']);
    const { hash, origin } = new URL(stdout.trim());
    expect([origin, hash.startsWith('#file=middle.mm&script=')]).toEqual(['https://example.org', true]);
    expect(await unpackText(hash.split('script=')[1] ?? '', MIDDLE.length)).toBe(MIDDLE);
    expect((await mm(['export', file, '--to', 'svg', '--page', 'x'])).exitCode).toBe(2);
  });

  it('prints the report of a call, as `mm report` does', async () => {
    const file = given('middle.mm', MIDDLE);
    const asked = ['--call', '4', '--kernel', '6.12'];
    const [exported, reported] = await Promise.all([
      mm(['export', file, '--to', 'report', ...asked]),
      mm(['report', file, ...asked]),
    ]);
    expect(exported).toEqual(reported);
    expect(exported.exitCode).toBe(0);
    expect((await mm(['export', file, '--to', 'report'])).exitCode).toBe(2);
  });

  it('prints a capture that the model agrees with, and another kernel may not', async () => {
    const { stdout } = await mm(['export', given('middle.mm', MIDDLE), '--to', 'capture']);
    const { exitCode, lastLine } = await mm(['check', given('middle.strace', stdout)]);
    expect(exitCode).toBe(0);
    expect(lastLine).toMatch(/^1 files, 4 calls, [1-9]\d* checkpoints, 0 divergences/);
    const race = given('race.mm', '#@ race\n[a] brk(0)\n[b] brk(0)\n');
    const { exitCode: refused, stderr } = await mm(['export', race, '--to', 'capture']);
    expect([refused, stderr]).toEqual([2, expect.stringContaining('race.mm:1:1: a race has many outcomes')]);
  });
});
