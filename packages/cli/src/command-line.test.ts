import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { VERSION } from './version.ts';
import { given, mm } from './testing/binary.ts';

const LOG = `brk(NULL) = 0x5555000
mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7ffff7ff0000
munmap(0x7ffff7ff0000, 4096) = 0
`;

describe('bad usage', () => {
  it.each([
    [[], 'Usage: mm-playground'],
    [['explore', '--bound', 'few', 'x'], "option '--bound <n>' argument 'few' is invalid"],
    [['check', '--frobnicate', 'x'], "error: unknown option '--frobnicate'"],
    [['check'], "error: missing required argument 'file'"],
    [['run', 'a', 'b'], 'error: too many arguments'],
    [['run', '--until', '0', 'x'], "option '--until <line>' argument '0' is invalid"],
    [['run', '--until', '1', 'x', '--until', '2'], "error: option '--until <line>' is given twice"],
    [['run', '--until', 'ten', 'x'], "option '--until <line>' argument 'ten' is invalid"],
    [
      ['run', '--show', 'everything', 'x'],
      'Allowed choices are maps, smaps, smaps_rollup, status, statm, strip, tree, tables, kpageflags, buddyinfo, pagetypeinfo, steps.',
    ],
    [['run', '--json=yaml', 'x'], "error: unknown option '--json=yaml'"],
    [['run', '--assume', 'nothing', 'x'], 'Allowed choices are written, untouched.'],
    [['steps', 'x'], "error: required option '--call <line>' not specified"],
    [['pte', 'zero'], 'error: zero is not a number: write hexadecimal with 0x'],
    [['pte', '0x1', '--level', '9'], 'error: level 9 is not in 0..3 of x86-64'],
    [['pte', '0x1', '--arch', 'vax'], 'vax'],
    [['plugins', '--plugin', 'nowhere.ts'], 'error: there is no plugin nowhere.ts'],
    [['plugins', '--plugin', 'dist/nowhere.js'], 'error: there is no plugin dist/nowhere.js: build it first'],
    [['open', 'a.mm', '--plugin', 'src/index.ts'], 'error: a browser runs no TypeScript: build src/index.ts'],
    [['open', '--pid', 'x'], 'A whole number above 0 is needed'],
    [['open', '--no-browser'], 'expected one of FILE, --pid PID, or -- COMMAND'],
    [['open', '--no-browser', '--pid', '1', 'a.strace'], 'expected one of FILE, --pid PID, or -- COMMAND'],
  ])('%j ends with 2 and says why', async (args, message) => {
    const { exitCode, stdout, stderr } = await mm(args);
    expect(stderr).toContain(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  it('names what there is where a kernel, architecture or index is not', async () => {
    given('log.strace', LOG);
    for (const option of ['--kernel', '--arch', '--index']) {
      const { exitCode, stderr } = await mm(['check', option, 'nonesuch', 'log.strace']);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/^error: .*nonesuch/);
    }
  });
});

describe('help', () => {
  it('goes to standard output and ends with 0', async () => {
    const { exitCode, stdout, stderr } = await mm(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const replaying = ['run', 'check', 'tables', 'steps', 'report', 'diff', 'fail', 'export', 'explore'];
    for (const command of [...replaying, 'pte', 'plugins', 'oracle', 'record', 'open'])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  });
});

it('says its version', async () => {
  const { exitCode, stdout } = await mm(['--version']);
  expect([exitCode, stdout]).toEqual([0, `${VERSION}\n`]);
});

describe('bad input', () => {
  it.each([
    ['a missing file', 'missing.strace', undefined, /^missing\.strace:1:1: cannot be read: no such file$/m],
    ['a directory', '.', undefined, /^\.:1:1: cannot be read: is a directory$/m],
    ['an empty file', 'empty.strace', '', /^empty\.strace:1:1: there is no call in this file$/m],
    [
      'a binary file',
      'binary.strace',
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]),
      /^binary\.strace:1:1: this is no text: .*$/m,
    ],
    [
      'compressed data that was cut off',
      'cut.strace.gz',
      gzipSync(LOG.repeat(100)).subarray(0, 60),
      /^cut\.strace\.gz:1:1: the gzip data is damaged or cut off$/m,
    ],
    ['an unknown constant', 'constant.mm', 'mmap(NULL, 1, PROT_RAED, MAP_PRIVATE, -1, 0)\n', /^constant\.mm:1:15: /m],
    ['a log that was cut off', 'half.strace', LOG.slice(0, LOG.indexOf('MAP_PRIVATE') + 5), /^half\.strace:2:\d+: /m],
    ['a line that is no call', 'prose.mm', `${LOG}this is prose\n`, /^prose\.mm:4:\d+: /m],
  ])('%s ends with 2 and is named with line and column', async (_, file, content, message) => {
    if (content !== undefined) given(file, content);
    for (const command of ['check', 'run', 'tables']) {
      const { exitCode, stdout, stderr } = await mm([command, file]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(message);
    }
  });

  it('is told of in full, not only the first of it', async () => {
    given('two.mm', 'mmap(NULL, 1, PROT_RAED, MAP_PRIVATE, -1, 0)\nmunmap(\nmunmap(0, NOTHING)\n');
    const { exitCode, stderr } = await mm(['check', 'two.mm']);
    expect(exitCode).toBe(2);
    for (const line of [1, 2, 3]) expect(stderr).toMatch(new RegExp(`^two\\.mm:${line}:\\d+: `, 'm'));
  });

  it('in one file does not keep the others from being checked', async () => {
    given('log.strace', LOG);
    const { exitCode, stdout, stderr } = await mm(['check', 'missing.strace', 'log.strace']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('missing.strace:1:1: ');
    expect(stdout).toContain('1 files, 3 calls, ');
  });
});

describe('input', () => {
  it('comes from standard input where the file is -', async () => {
    const { exitCode, lastLine } = await mm(['check', '-'], LOG);
    expect(lastLine).toMatch(/^1 files, 3 calls, /);
    expect(exitCode).toBe(0);
  });

  it('from standard input is named - in messages', async () => {
    const { exitCode, stderr } = await mm(['check', '-'], 'mmap(');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^-:1:\d+: /);
  });

  it('may be compressed, from a file and from standard input', async () => {
    given('log.strace.gz', gzipSync(LOG));
    expect((await mm(['check', 'log.strace.gz'])).lastLine).toMatch(/^1 files, 3 calls, /);
    expect((await mm(['check', '-'], gzipSync(LOG))).lastLine).toMatch(/^1 files, 3 calls, /);
  });

  it('may have carriage returns, and no newline at its end', async () => {
    const { exitCode, lastLine } = await mm(['check', '-'], LOG.replaceAll('\n', '\r\n').trimEnd());
    expect(lastLine).toMatch(/^1 files, 3 calls, /);
    expect(exitCode).toBe(0);
  });
});
