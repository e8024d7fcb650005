/** `mm export --to c`: what comes out is compiled and run, where there is a compiler. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProgram, toC } from '@mm-playground/script';
import { afterAll, describe, expect, it } from 'vitest';
import { given, mm } from './testing/binary.ts';

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
  ])('of a known case holds here: %s', (_what, name) => {
    const { status, stdout } = runAsC(name.replace('/', '-'), scenario(name));
    expect(stdout).toMatch(/^\d+ expectations, 0 failed\n$/);
    expect(status).toBe(0);
  });
});
