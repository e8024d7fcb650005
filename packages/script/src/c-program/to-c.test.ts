import { formatDiagnostic } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { loadProgram } from '../load.ts';
import { toC } from './to-c.ts';

function exported(...lines: string[]): { text: string; said: string[] } {
  const { program } = loadProgram(`${lines.join('\n')}\n`, { file: 'a.mm' });
  if (program === undefined) throw new Error('not readable');
  const { text, diagnostics } = toC(program);
  return { text: text ?? '', said: diagnostics.map(formatDiagnostic) };
}

/** The statements of main that a script becomes. */
function statements(...lines: string[]): string[] {
  const { text, said } = exported(...lines);
  expect(said).toEqual([]);
  const [, main = ''] = text.split('stand_still(argv);\n');
  return (
    main
      .split('\n\treturn finish();')[0]
      ?.split('\n')
      .map((line) => line.trim())
      .filter(Boolean) ?? []
  );
}

describe('a call', () => {
  it('is made with numbers, and its result is expected', () => {
    expect(statements('munmap(0x10000000, 2*PAGE) = -1 EINVAL (Invalid argument)')).toEqual([
      'expect(1, "munmap(0x10000000, 2*PAGE)", call(SYS_munmap, 0x10000000ul, (2 * PAGE), 0, 0, 0, 0), -EINVAL);',
    ]);
  });

  it('keeps its result in a variable for those that speak of it', () => {
    expect(statements('int = brk(NULL)', 'q = brk(int + PAGE)')).toEqual([
      'long v_int = call(SYS_brk, 0, 0, 0, 0, 0, 0);',
      'long v_q = call(SYS_brk, (v_int + PAGE), 0, 0, 0, 0, 0);',
      '(void)v_q;',
    ]);
  });

  it('passes strings, structs and vectors by address', () => {
    expect(statements('memfd_create("a\\"b", 0)', 'prlimit64(0, RLIMIT_AS, {rlim_cur=1, rlim_max=2}, NULL)')).toEqual([
      'call(SYS_memfd_create, (long)"a\\042b", 0, 0, 0, 0, 0);',
      'call(SYS_prlimit64, 0, 9, (long)(long[]){ 1, 2 }, 0, 0, 0);',
    ]);
    expect(
      statements(
        'p = brk(NULL)',
        'process_madvise(-10000, [{iov_base=p, iov_len=4*K}, {iov_base=p + 8*K, iov_len=1}], 2, 20, 0)',
      )[1],
    ).toContain('(long)(long[]){ v_p, 4096, (v_p + 8192), 1 }, 2,');
    expect(statements('mincore(0x1000, 1, [...]) = 0')[0]).toContain('(long)(char[4096]){ 0 }');
  });

  it('that touches no memory is a comment', () => {
    expect(statements('brk(NULL)', 'write(1, "x", 1) = 1')[1]).toBe(
      '// not made, for it touches no memory: write(1, "x", 1)',
    );
  });

  it('that headers may not know brings its number', () => {
    expect(exported('mseal(0x1000, 4096, 0)').text).toContain('#ifndef SYS_mseal\n#define SYS_mseal 462\n#endif');
    expect(exported('munmap(0x1000, 4096)').text).not.toContain('#ifndef');
  });
});

it('an access expects a signal or none', () => {
  const fault = '? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x1000}';
  expect(statements('load(0x1000) = 0', `store(0x1000) = ${fault}`, 'load(0)')).toEqual([
    'load(4096);',
    'expect_access(1, "load(0x1000)", 0, 0, 0);',
    'store(4096);',
    'expect_access(2, "store(0x1000)", SIGSEGV, SEGV_MAPERR, 4096);',
    'load(0);',
  ]);
});

it('query() and pagemap expect what stands there', () => {
  expect(
    statements(
      'query(0x1000) = 0 (00001000-00002000 rw-p)',
      'query(0x1000) = 0',
      'query(0x1000) = -1 ENOENT (No such file or directory)',
      '#@ pagemap 0x1000 2',
      '#| A.',
    ),
  ).toEqual([
    'expect_mapping(1, "query(0x1000)", 4096, "00001000-00002000 rw-p");',
    'expect_mapping(2, "query(0x1000)", 4096, "");',
    'expect_mapping(3, "query(0x1000)", 4096, NULL);',
    'expect_pages(4, 4096, "A.");',
  ]);
});

it("the machine's limits and capabilities and the script's files are prepared", () => {
  expect(
    statements('#@ system caps=0x0', '#@ limits memlock=4096', 'openat(AT_FDCWD, "f", O_RDWR|O_CREAT, 0600)').filter(
      (line) => !line.startsWith('call'),
    ),
  ).toEqual([
    'enter_directory();',
    'setrlimit(RLIMIT_MEMLOCK, &(struct rlimit){ 4096, 4096 });',
    'keep_capabilities(0);',
    'leave_directory((const char *[]){ "f", NULL });',
  ]);
});

it('only the functions that a program uses are in it', () => {
  const { text } = exported('brk(NULL)');
  expect(text).toContain('static long call(');
  for (const unused of ['expect', 'load', 'store', 'fetch', 'expect_pages', 'fork_and_follow'])
    expect(text).not.toMatch(new RegExp(`static \\w+ ${unused}\\(`));
});

it('what a program cannot do is told, all of it', () => {
  expect(
    exported('#@ maps', '#| 00400000-00401000 r-xp 00000000 08:01 1 /bin/a', 'brk(NULL)', '#@ race', '[a] gup(0)').said,
  ).toEqual([
    'a.mm:1:1: a recorded start cannot be made by a program',
    'a.mm:4:1: a race has many orders: a program has one',
    'a.mm:5:5: a program is one task, not a besides',
    'a.mm:5:5: gup() reads as only the kernel does',
  ]);
  expect(exported('fork() = 7', 'execve("/bin/a", NULL, NULL) = 0').said).toEqual([
    'a.mm:1:1: the child of this fork is another task',
    'a.mm:2:1: execve() makes or ends the program itself',
  ]);
  expect(exported('brk(NULL) = 0x1000', '#@ maps', '#| 00400000-00401000 r-xp 00000000 08:01 1 /bin/a').said).toEqual([
    'a.mm:2:1: maps of a whole process are not those of another',
  ]);
});

it('titles and names cannot break out of their comments and strings', () => {
  const { text } = exported('#@ title ends in a backslash \\', 'memfd_create("é*/\\n", 0)');
  expect(text).toMatch(/^\/\/ ends in a backslash \\ \n/);
  expect(text).toContain('(long)"\\U000000e9*/\\012"');
});
