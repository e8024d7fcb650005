import { type CallItem, playModeOf, type Program, type RecordedResult } from '@mm-playground/api';
import { readCapture } from '@mm-playground/captures';
import { expect, it } from 'vitest';
import { loadProgram } from './load.ts';

function programOf(...lines: string[]): Program {
  const { program, diagnostics } = loadProgram(`${lines.join('\n')}\n`);
  if (program === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

const callsOf = ({ items }: Program): CallItem[] => items.filter((item) => item.kind === 'call');

function callOf(line: string): CallItem {
  const [call] = callsOf(programOf(line));
  if (call === undefined) throw new Error('no call');
  return call;
}

/** The value of the only argument of `brk(...)`. */
const argOf = (text: string): unknown => callOf(`brk(${text})`).args[0];

it.each([
  ['4096', 4096n],
  ['0x7ffff7fc0000', 0x7ffff7fc0000n],
  ['0644', 0o644n],
  ['64K', 65536n],
  ['2*M + 1', 2n * 1024n * 1024n + 1n],
  ['8192*1024', 8192n * 1024n],
  ['1<<20', 1n << 20n],
  ['-1', -1n],
  ['~0', -1n],
  ['!5', 0n],
  ['+7', 7n],
  ['7 - 2 - 1', 4n],
  ['1|2<<2', 9n],
  ['(1|2)<<2', 12n],
  ['17 / 5 % 2 ^ 1', 0n],
  ['NULL', 0n],
  ['RLIM64_INFINITY', 0xffff_ffff_ffff_ffffn],
  ['PROT_READ|PROT_WRITE', 3n],
  ['MAP_PRIVATE|0x4000000', 0x400_0002n],
  ['MAP_HUGETLB|21<<MAP_HUGE_SHIFT', 0x40000n | (21n << 26n)],
  ['0x19 /* MADV_??? */', 25n],
  ['AT_FDCWD', -100n],
])('%s is %d', (text, value) => {
  expect(argOf(text)).toEqual({ kind: 'int', value });
});

it('leaves names and PAGE for when the call runs', () => {
  const [, call] = callsOf(programOf('p = brk(0)', 'munmap(p + 2*PAGE, -p)'));
  expect(call?.args).toEqual([
    {
      kind: 'binary',
      op: '+',
      left: { kind: 'name', name: 'p' },
      right: { kind: 'binary', op: '*', left: { kind: 'int', value: 2n }, right: { kind: 'name', name: 'PAGE' } },
    },
    { kind: 'unary', op: '-', operand: { kind: 'name', name: 'p' } },
  ]);
});

it.each([
  ['3</usr/lib/libc.so.6>', 3n, '/usr/lib/libc.so.6', false],
  ['4</memfd:x (deleted)>', 4n, '/memfd:x', true],
  ['5</tmp/x>(deleted)', 5n, '/tmp/x', true],
  ['6</tmp/\\303\\251\\76>', 6n, '/tmp/é>', false],
  ['7<socket:[123]>', 7n, 'socket:[123]', false],
  ['8<TCP:[127.0.0.1:80->127.0.0.1:999]>', 8n, 'TCP:[127.0.0.1:80->127.0.0.1:999]', false],
  ['9</dev/pts/0<char 136:0>>', 9n, '/dev/pts/0<char 136:0>', false],
  ['AT_FDCWD</home>', -100n, '/home', false],
])('reads the descriptor %s', (text, fd, path, deleted) => {
  expect(argOf(text)).toEqual({ kind: 'fd', fd, path, deleted });
});

it.each([
  ['"a\\tb\\"\\\\"', 'a\tb"\\', false],
  ['"\\0\\1\\177"', '\0\u0001\u007f', false],
  ['"\\x41\\303\\251"', 'Aé', false],
  ['"\\377\\376"', '\u00ff\u00fe', false],
  ['"abc"...', 'abc', true],
])('reads the string %s', (text, value, abbreviated) => {
  expect(argOf(text)).toEqual({ kind: 'string', value, abbreviated });
});

it('reads structs and arrays, and says where strace left something out', () => {
  expect(argOf('{a=1, b=[2, {3, ...}], ...}')).toEqual({
    kind: 'struct',
    abbreviated: true,
    fields: [
      { name: 'a', value: { kind: 'int', value: 1n } },
      {
        name: 'b',
        value: {
          kind: 'array',
          abbreviated: false,
          items: [
            { kind: 'int', value: 2n },
            { kind: 'struct', abbreviated: true, fields: [{ name: '', value: { kind: 'int', value: 3n } }] },
          ],
        },
      },
    ],
  });
});

it("collects clone's named arguments into one struct, as clone3 has them", () => {
  const { args } = callOf('clone(child_stack=NULL, flags=CLONE_VM|SIGCHLD, child_tidptr=0x10) = 7');
  expect(args).toEqual([
    {
      kind: 'struct',
      abbreviated: false,
      fields: [
        { name: 'child_stack', value: { kind: 'int', value: 0n } },
        { name: 'flags', value: { kind: 'int', value: 0x111n } },
        { name: 'child_tidptr', value: { kind: 'int', value: 0x10n } },
      ],
    },
  ]);
});

it('takes of `before => after` what went into the kernel', () => {
  expect(argOf('{a=1} => {a=2}')).toMatchObject({ fields: [{ name: 'a', value: { value: 1n } }] });
});

it.each<[string, bigint[]]>([
  ['shmget(0x4d, 4096, IPC_CREAT|IPC_EXCL|0600)', [0x4dn, 4096n, 0o3600n]],
  ['shmget(IPC_PRIVATE, 1, SHM_HUGETLB|21<<SHM_HUGE_SHIFT|0600)', [0n, 1n, 0o4600n | (21n << 26n)]],
  ['shmat(10, 0x5, SHM_RND|SHM_REMAP)', [10n, 5n, 0x6000n]],
  ['shmat(10, NULL, 0xfff /* SHM_??? */)', [10n, 0n, 0xfffn]],
  ['shmctl(10, IPC_RMID, NULL)', [10n, 0n, 0n]],
  ['fallocate(3, FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE, 0, -1)', [3n, 3n, 0n, -1n]],
  ['memfd_secret(O_CLOEXEC)', [0o2000000n]],
  ['remap_file_pages(0x1000, 4096, PROT_NONE, 3, MAP_FILE|MAP_NONBLOCK)', [0x1000n, 4096n, 0n, 3n, 0x10000n]],
])('reads %s as strace prints it', (text, values) => {
  expect(callOf(`${text} = 0`).args).toEqual(values.map((value) => ({ kind: 'int', value })));
});

it('knows calls by their numbers that strace did not know by name', () => {
  expect(callOf('syscall_0x1ce(0x7ffff7fb9000, 0x1000, 0, 0x7, 0, 0) = 0')).toMatchObject({
    name: 'mseal',
    text: 'mseal(0x7ffff7fb9000, 0x1000, 0)',
    args: [
      { kind: 'int', value: 0x7ffff7fb9000n },
      { kind: 'int', value: 4096n },
      { kind: 'int', value: 0n },
    ],
  });
});

it('keeps raw what no model reads', () => {
  expect(callOf('ioctl(0, BTRFS_IOC_CLONE or FICLONE, TCGETS) = 0').args.slice(1)).toEqual([
    { kind: 'raw', text: 'BTRFS_IOC_CLONE or FICLONE' },
    { kind: 'raw', text: 'TCGETS' },
  ]);
  expect(callOf('prctl(PR_NEWER_THAN_US, 0) = 0').args[0]).toEqual({ kind: 'raw', text: 'PR_NEWER_THAN_US' });
});

const NONE: RecordedResult = { kind: 'none' };

it.each<[string, RecordedResult | undefined]>([
  ['', undefined],
  ['= 0', { kind: 'value', value: 0n }],
  ['= 0x7ffff7fc0000', { kind: 'value', value: 0x7ffff7fc0000n }],
  ['= -1', { kind: 'value', value: -1n }],
  ['= -1 ENOMEM (Cannot allocate memory)', { kind: 'errno', name: 'ENOMEM' }],
  ['= -1 EAGAIN (Resource temporarily unavailable) (DELAYED)', { kind: 'errno', name: 'EAGAIN' }],
  ['= ?', NONE],
  ['= ? ERESTARTSYS (To be restarted if SA_RESTART is set)', NONE],
  ['= 3</path>(deleted) <0.000012>', { kind: 'value', value: 3n }],
  ['= 5<anon_inode:[eventfd]>', { kind: 'value', value: 5n }],
  ['= 0x8002 (flags O_RDWR|O_LARGEFILE)', { kind: 'value', value: 0x8002n }],
  ['= 0 (DELAYED)', { kind: 'value', value: 0n }],
  [
    '= ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x1000}',
    { kind: 'signal', signal: 'SIGSEGV', code: 'SEGV_MAPERR', addr: 0x1000n },
  ],
])('reads the result %j', (text, result) => {
  expect(callOf(`brk(0) ${text}`).result).toEqual(result);
});

it.each([
  ['1234 brk(0) = 0', '1234'],
  ['[pid  1234] brk(0) = 0', '1234'],
  ['[writer] brk(0)', 'writer'],
  ['1234 12:34:56 brk(0) = 0', '1234'],
  ['1699999999 brk(0) = 0', ''],
  ['     0.000123 brk(0) = 0', ''],
  ['12:34:56.123456 (+     0.000123) brk(0) = 0', ''],
  ['[pid 7] [  12] brk(0) = 0', '7'],
  ['[00007f12a4b5c6d7] brk(0) = 0', ''],
  ['1234<bash> brk(0) = 0', '1234'],
])('reads the task of %s', (line, task) => {
  expect(callOf(line)).toMatchObject({ task, name: 'brk', text: 'brk(0)' });
});

it('joins the halves of a call, and counts it once', () => {
  const program = programOf(
    '7 mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0 <unfinished ...>',
    '8 clone3({flags=CLONE_VM} <unfinished ...>',
    '7 <... mmap resumed>) = 0x1000',
    '8 <... clone3 resumed> => {parent_tid=[9]}, 88) = 9',
    '8 read(3, <unfinished ...>',
    '8 <... read resumed>"abc", 3) = 3',
    '8 futex(0x10, FUTEX_WAIT, 2, NULL <unfinished ...>) = ?',
    '8 +++ exited with 0 +++',
  );
  expect(callsOf(program).map(({ index, task, text, returnLine }) => [index, task, text, returnLine])).toEqual([
    [0, '7', 'mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)', 3],
    [1, '8', 'clone3({flags=CLONE_VM}, 88)', 4],
    [2, '8', 'read(3, "abc", 3)', 6],
    [3, '8', 'futex(0x10, FUTEX_WAIT, 2, NULL)', 7],
  ]);
  expect(callsOf(program)[0]).toMatchObject({ result: { value: 0x1000n }, args: { length: 6 } });
});

it('joins a call to its rest where strace put a message into its line', () => {
  const program = programOf(
    'brk(0) = 0',
    'clone(child_stack=NULL, flags=CLONE_VM|SIGCHLDstrace: Process 9 attached',
    ', tls=0x10) = 9',
    '[pid     8] clone3({flags=CLONE_VM}strace: Process 10 attached',
    ' <unfinished ...>',
    '[pid     9] brk(0) = 0',
    '[pid     8] <... clone3 resumed> => {parent_tid=[10]}, 88) = 10',
  );
  expect(callsOf(program).map(({ task, text, returnLine }) => [task, text, returnLine])).toEqual([
    ['8', 'brk(0)', 1],
    ['8', 'clone(child_stack=NULL, flags=CLONE_VM|SIGCHLD, tls=0x10)', 3],
    ['8', 'clone3({flags=CLONE_VM}, 88)', 7],
    ['9', 'brk(0)', 6],
  ]);
  expect(callsOf(program)[1]?.args).toHaveLength(1);
  expect(program.items.filter(({ kind }) => kind === 'note')).toMatchObject([{ task: '9' }, { task: '10' }]);
});

it('has calls that never return', () => {
  const [brk] = callsOf(programOf('7 brk(0 <unfinished ...>', '7 +++ killed by SIGKILL +++'));
  expect(brk).toMatchObject({ result: NONE, returnLine: Infinity });
});

it("gives a thread's execve to the process that it becomes", () => {
  const program = programOf(
    '5 execve("a", ["a"], 0x10 /* 1 var */ <unfinished ...>',
    '4 +++ superseded by execve in pid 5 +++',
    '4 <... execve resumed>) = 0',
    '4 brk(0) = 0',
  );
  expect(callsOf(program).map(({ task, name }) => `${task} ${name}`)).toEqual(['4 execve', '4 brk']);
});

it('names the task of lines that strace left unnamed', () => {
  const program = programOf(
    'execve("a", ["a"], 0x10 /* 1 var */) = 0',
    'clone(child_stack=NULL, flags=SIGCHLD) = 123',
    'strace: Process 123 attached',
    '[pid   122] brk(0) = 0',
    '[pid   123] brk(0) = 0',
    '[pid   122] +++ exited with 0 +++',
    'brk(NULL) = 0',
    '+++ exited with 0 +++',
  );
  expect(program.items.map((item) => ('task' in item ? item.task : ''))).toEqual([
    '122',
    '122',
    '123',
    '122',
    '123',
    '122',
    '123',
    '123',
  ]);
});

const MAPS = ['#@ maps', '#| 1000-2000 rw-p 00000000 00:00 0                                  [heap]'];

it('takes what stands before the first call as the initial state', () => {
  const program = programOf(
    '#@ layout brk=0x2000',
    ...MAPS,
    '#@ status',
    '#| VmSize:\t       4 kB',
    '#| Name:\tcat',
    '#@ pagemap 0x1000 1',
    '#| A',
    '7 brk(0) = 0',
    ...MAPS,
    '#@ maps 7',
    '#| 1000-2000 rw-p 00000000 00:00 0',
  );
  expect(program.initial).toMatchObject({
    span: { line: 1 },
    layout: { brk: 0x2000n },
    maps: [{ line: 3, row: { start: 0x1000n, end: 0x2000n, perms: 'rw-p', name: '[heap]' } }],
    status: { VmSize: 4 },
    pagemaps: [{ start: 0x1000n, pages: 'A' }],
  });
  expect(program.initialTask).toBe('7');
  expect(program.items.map((item) => [item.kind, 'task' in item && item.task])).toEqual([
    ['call', '7'],
    ['checkpoint', '7'],
    ['checkpoint', '7'],
  ]);
  expect(playModeOf(program)).toBe('predict');
});

it('takes a leading execve out where an initial state stands directly after it', () => {
  const exec = '25 execve("/bin/ls", ["ls"], 0x7ffc /* 3 vars */) = 0';
  const program = programOf('#@ limits stack=unlimited', exec, ...MAPS, '25 brk(0) = 0');
  expect(program).toMatchObject({ leadingExec: { index: -1, task: '25' }, initialTask: '25', initial: { maps: [{}] } });
  expect(callsOf(program).map(({ index, name }) => [index, name])).toEqual([[0, 'brk']]);
});

it('replays an execve that leads to nothing, that failed, or that a state stands before', () => {
  const exec = 'execve("/bin/ls", ["ls"], 0x7ffc /* 3 vars */)';
  expect(programOf(`${exec} = 0`, 'brk(0) = 0').leadingExec).toBeUndefined();
  expect(programOf(`${exec} = -1 ENOENT (No such file or directory)`, `${exec} = 0`, ...MAPS).items).toHaveLength(1);
  const after = programOf(...MAPS, `${exec} = 0`, ...MAPS);
  expect(after.leadingExec).toBeUndefined();
  expect(after.items.map(({ kind }) => kind)).toEqual(['call', 'checkpoint']);
});

it('types what the file says of the machine', () => {
  const { system, limits, completeAccesses, command } = programOf(
    '#@ system kernel=6.12.90+deb12 arch=x86_64 page_size=4096 thp=madvise overcommit_memory=1 commit_limit_kb=4000 committed_as_kb=1000 max_map_count=65530',
    '#@ system caps=000001fffeffffff personality=ADDR_NO_RANDOMIZE fs=ext4 pkeys=no pt_reclaim=1 anon_vma_name=0 memory_failure=1',
    '#@ build #1 SMP PREEMPT_DYNAMIC',
    '#@ limits as=unlimited stack=8*M data=8192*1024',
    '#@ accesses complete 0x10000000-0x20000000',
    '#@ command ls -la /',
    'brk(0)',
  );
  expect(system).toMatchObject({
    kernel: '6.12.90+deb12',
    pageSize: 4096,
    thp: 'madvise',
    overcommitMemory: 1,
    commitLimitKb: 4000,
    committedAsKb: 1000,
    caps: 0x1ff_feff_ffffn,
    personality: 'ADDR_NO_RANDOMIZE',
    pkeys: false,
    ptReclaim: true,
    anonVmaName: false,
    memoryFailure: true,
    build: '#1 SMP PREEMPT_DYNAMIC',
    swapTotalKb: undefined,
  });
  expect(limits).toEqual({ as: 0xffff_ffff_ffff_ffffn, stack: 8n << 20n, data: 8n << 20n });
  expect(completeAccesses).toEqual([{ start: 0x1000_0000n, end: 0x2000_0000n }]);
  expect(command).toBe('ls -la /');
});

it('tells the story of a scenario', () => {
  const { story, steering, items } = programOf(
    '#@ title A race',
    '#@ question',
    '#| What does the reader see?',
    '#@ explain First **this**,',
    '#| then that.',
    '#@ expect 6.10 no-hole violated',
    '#@ driver 3 pte-mapper',
    '#@ fail mas_preallocate 2',
    '#@ schedule reader:walk writer:mmap_region',
    'mmap(0x10000000, 3*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)',
    '#@ race',
    '[writer] munmap(0x10000000, PAGE)',
    '[reader] walk(0x10000000, 0x10003000)',
  );
  expect(story).toMatchObject({
    title: 'A race',
    question: 'What does the reader see?',
    explain: [{ line: 4, text: 'First **this**,\nthen that.' }],
    expect: [{ kernel: '6.10', property: 'no-hole', verdict: 'violated', span: { line: 6 } }],
  });
  expect(steering.map(({ directive, words }) => [directive, ...words])).toEqual([
    ['driver', '3', 'pte-mapper'],
    ['fail', 'mas_preallocate', '2'],
    ['schedule', 'reader:walk', 'writer:mmap_region'],
  ]);
  expect(items.map(({ kind }) => kind)).toEqual(['call', 'race', 'call', 'call']);
});

it('reads every row of a real smaps and status', () => {
  const { program } = loadProgram(readCapture('ls'));
  const [smaps] = program?.items.filter((item) => item.kind === 'checkpoint' && item.what.kind === 'smaps') ?? [];
  if (smaps?.kind !== 'checkpoint' || smaps.what.kind !== 'smaps') throw new Error('no smaps');
  const lines = readCapture('ls').split('\n');
  for (const { line, row } of smaps.what.rows) {
    expect(lines[line - 1]).toContain(`${row.maps.start.toString(16)}-`);
    expect(Object.keys(row.sizes).length).toBeGreaterThan(15);
    expect(row.flags.names()).not.toEqual([]);
  }
});

it('reads LF and CRLF alike', () => {
  const text = readCapture('random-fork');
  const { program } = loadProgram(text.replaceAll('\n', '\r\n'));
  expect(program).toEqual(loadProgram(text).program);
});

it('does not need the last newline', () => {
  const text = readCapture('ls').trimEnd();
  expect(loadProgram(text).program).toEqual(loadProgram(`${text}\n`).program);
});

it('reads what query() found, and of other calls nothing that stands behind the result', () => {
  const mapping = '10000000-10002000 rw-p';
  expect(callOf(`query(0x10000000) = 0 (${mapping})`).result).toEqual({ kind: 'value', value: 0n, mapping });
  expect(callOf('query(0x10000000) = 0').result).toEqual({ kind: 'value', value: 0n });
  expect(callOf('fcntl(3, F_GETFL) = 0x8000 (flags O_RDONLY|O_LARGEFILE)').result).toEqual({
    kind: 'value',
    value: 0x8000n,
  });
});

it('knows whose the initial state is, and who shares it', () => {
  const { initialTask, threads, items } = programOf(
    '#@ threads 8 9',
    '#@ maps 7',
    '#| 00400000-00401000 r--p 00000000 fe:00 12 /bin/a',
    '9 munmap(0x400000, 4096) = 0',
  );
  expect({ initialTask, threads, tasks: items.map((item) => item.kind === 'call' && item.task) }).toEqual({
    initialTask: '7',
    threads: ['8', '9'],
    tasks: ['9'],
  });
});
