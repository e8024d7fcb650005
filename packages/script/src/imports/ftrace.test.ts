import { expect, it } from 'vitest';
import { loadProgram } from '../load.ts';
import { ftraceScript } from './ftrace.ts';

/** Cut from `trace` of Linux 6.18.44 with the events of mmap, maple_tree, mmap_lock, exceptions and some of syscalls. */
const TRACE = `# tracer: nop
#
# entries-in-buffer/entries-written: 214/214   #P:2
#
#                                _-----=> irqs-off/BH-disabled
#                               / _----=> need-resched
#                              | / _---=> hardirq/softirq
#                              || / _--=> preempt-depth
#                              ||| / _-=> migrate-disable
#                              |||| /     delay
#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
#              | |         |   |||||     |         |
           io_ft-2161    [001] d.... 37801.566238: page_fault_user: address=0x494cd0 ip=0x47751d error_code=0x4
           io_ft-2161    [001] ..... 37801.566246: sys_mmap(addr: 0, len: 0x10000, prot: 3, flags: 0x22, fd: 0xffffffff, off: 0)
           io_ft-2161    [001] ..... 37801.566247: mmap_lock_start_locking: mm=0000000079fdf501 memcg_id=33002 write=true
           io_ft-2161    [001] ..... 37801.566247: mmap_lock_acquire_returned: mm=0000000079fdf501 memcg_id=33002 write=true success=true
           io_ft-2161    [001] ..... 37801.566248: vm_unmapped_area: addr=0x7fab1b8b1000 err=0 total_vm=0xf7 flags=0x1 len=0x10000 lo=0x1000 hi=0x7fab1b8c9000 mask=0x0 ofs=0x0
           io_ft-2161    [001] ..... 37801.566250: ma_write: mas_store_prealloc	Node 000000003851370e (0 18446744073709551615) range:140372878233600-140372878299135 piv (0) val 00000000f87532e8
           io_ft-2161    [001] ..... 37801.566251: ma_write: mas_wr_bnode	Node 000000003851370e (0 18446744073709551615) range:140372878233600-140372878299135 piv (0) val 00000000f87532e8
           io_ft-2161    [001] ..... 37801.566252: ma_op: mas_split	Node: 000000003851370e (0 18446744073709551615) range: 140372878233600-140372878299135
           io_ft-2161    [001] ..... 37801.566256: mmap_lock_released: mm=0000000079fdf501 memcg_id=33002 write=true
           io_ft-2161    [001] ..... 37801.566257: sys_mmap -> 0x7fab1b8b1000
           io_ft-2161    [001] d.... 37801.566257: page_fault_user: address=0x7fab1b8b1000 ip=0x40164f error_code=0x6
           io_ft-2161    [001] ..... 37801.566258: mmap_lock_start_locking: mm=0000000079fdf501 memcg_id=33002 write=false
           io_ft-2161    [001] ..... 37801.566259: mmap_lock_acquire_returned: mm=0000000079fdf501 memcg_id=33002 write=false success=true
           io_ft-2161    [001] ..... 37801.566260: mmap_lock_released: mm=0000000079fdf501 memcg_id=33002 write=false
           io_ft-2161    [001] d.... 37801.566263: page_fault_user: address=0x7fab1b8b2000 ip=0x40165c error_code=0x6
           io_ft-2161    [001] ..... 37801.566307: sys_exit_group(error_code: 0)
           io_ft-2161    [001] ..... 37801.566309: mmap_lock_start_locking: mm=0000000079fdf501 memcg_id=33002 write=false
           io_ft-2161    [001] ..... 37801.566309: mmap_lock_acquire_returned: mm=0000000079fdf501 memcg_id=33002 write=false success=true
           io_ft-2161    [001] ..... 37801.566311: mmap_lock_released: mm=0000000079fdf501 memcg_id=33002 write=false
           io_ft-2161    [001] ..... 37801.566317: mmap_lock_start_locking: mm=0000000079fdf501 memcg_id=33002 write=false
           io_ft-2161    [001] ..... 37801.566318: mmap_lock_acquire_returned: mm=0000000079fdf501 memcg_id=33002 write=false success=true
           io_ft-2161    [001] ..... 37801.566318: mmap_lock_released: mm=0000000079fdf501 memcg_id=33002 write=false
           io_ft-2161    [001] ..... 37801.566319: mmap_lock_start_locking: mm=0000000079fdf501 memcg_id=1 write=false
           io_ft-2161    [001] ..... 37801.566320: mmap_lock_acquire_returned: mm=0000000079fdf501 memcg_id=1 write=false success=true
           io_ft-2161    [001] ..... 37801.566364: mmap_lock_released: mm=0000000079fdf501 memcg_id=1 write=false
           io_ft-2161    [001] ..... 37801.566364: mmap_lock_start_locking: mm=0000000079fdf501 memcg_id=1 write=true
           io_ft-2161    [001] ..... 37801.566364: mmap_lock_acquire_returned: mm=0000000079fdf501 memcg_id=1 write=true success=true
           io_ft-2161    [001] ..... 37801.566380: exit_mmap: mt_mod 0000000052a25f2c, DESTROY
           io_ft-2161    [001] ..... 37801.566381: mmap_lock_released: mm=0000000079fdf501 memcg_id=1 write=true
`;

/** What the program did in it. */
const CALLS = [
  '2161 load(0x494cd0)',
  '2161 mmap(0, 0x10000, 3, 0x22, -1, 0) = 0x7fab1b8b1000',
  '2161 store(0x7fab1b8b1000)',
  '2161 store(0x7fab1b8b2000)',
  '2161 exit_group(0) = ?',
];

/** The script without its head. */
const scriptOf = (text: string): string[] => (ftraceScript(text).text ?? '').trimEnd().split('\n').slice(2);
const said = (text: string): string[] =>
  ftraceScript(text, { file: 'trace' }).diagnostics.map(
    ({ span, message }) => `${span.line}:${span.column}: ${message}`,
  );

it('makes calls and accesses of what a program did, with what the kernel did below them', () => {
  const lines = scriptOf(TRACE);
  expect(lines.filter((line) => !line.startsWith('#'))).toEqual(CALLS);
  const mmap = lines.findIndex((line) => line.includes('mmap('));
  expect(lines.slice(mmap + 1, mmap + 5)).toEqual([
    expect.stringMatching(/^#   mmap_lock_start_locking: mm=\w+ memcg_id=\d+ write=true$/),
    expect.stringMatching(/^#   mmap_lock_acquire_returned: .* success=true$/),
    expect.stringMatching(/^#   vm_unmapped_area: addr=0x\w+ err=0 .* len=0x10000 /),
    expect.stringMatching(/^#   ma_write: mas_store_prealloc Node \w+ .* range: 0x\w+000-0x\w+fff /),
  ]);
});

it('can be read, and follows', () => {
  const { program, diagnostics } = loadProgram(ftraceScript(TRACE).text ?? '');
  expect(diagnostics).toEqual([]);
  expect(program?.items.length).toBe(CALLS.length);
});

it('reads traces of older kernels, trace_pipe, and columns of thread groups', () => {
  expect(
    scriptOf(
      [
        '  a.out-77    (   70) [000] .... 1.000001: sys_mmap(addr: 0, len: 2000, prot: 3, flags: 22, fd: ffffffff, off: 0)',
        '  a.out-77    (-----) [000] .... 1.000002: sys_mmap -> 0x7f0000000000',
        '  my prog-8-77  [000] 1.000003: sys_munmap(addr: 7f0000000001, len: 1000)',
        '  my prog-8-77  [000] 1.000004: sys_munmap -> 0xffffffffffffffea',
      ].join('\n'),
    ),
  ).toEqual([
    '77 mmap(0, 0x2000, 3, 0x22, -1, 0) = 0x7f0000000000',
    '77 munmap(0x7f0000000001, 0x1000) = -1 EINVAL (Invalid argument)',
  ]);
});

it('keeps calls apart that were under way at the same time', () => {
  expect(
    scriptOf(
      [
        'a-7 [000] ..... 1.000001: sys_munmap(addr: 0x1000, len: 0x1000)',
        'a-8 [001] d.... 1.000002: page_fault_user: address=0x2000 ip=0x1 error_code=0x14',
        'a-7 [000] ..... 1.000003: sys_munmap -> 0x0',
        'a-7 [000] ..... 1.000004: sys_brk(brk: 0)',
      ].join('\n'),
    ),
  ).toEqual([
    '7 munmap(0x1000, 0x1000 <unfinished ...>',
    '8 fetch(0x2000)',
    '7 <... munmap resumed>) = 0x0',
    '7 brk(0 <unfinished ...>',
  ]);
});

it('makes a comment of a call whose end was lost', () => {
  const lost = [
    'a-7 [000] ..... 1.000001: sys_munmap(addr: 0x1000, len: 0x1000)',
    'a-7 [000] ..... 1.000002: sys_brk(brk: 0)',
    'a-7 [000] ..... 1.000003: sys_mmap -> 0x1000',
    'a-7 [000] ..... 1.000004: page_fault_user: address=0x2000 ip=0x1 error_code=0x14',
  ];
  expect(ftraceScript(lost.join('\n')).text?.split('\n').slice(2)).toEqual([
    '#   7 munmap(0x1000, 0x1000) whose end is missing',
    '#   7 brk(0) whose end is missing',
    '#   7 was in mmap, which came to 0x1000',
    '7 fetch(0x2000)',
    '',
  ]);
});

it('says by line what is no trace, what was lost, and what is missing', () => {
  expect(said('# tracer: nop\nwhatever\n')).toEqual([
    '2:1: no line of a trace: expected `TASK-PID [CPU] TIME: EVENT`',
    expect.stringContaining('no call and no page fault is in it: enable events/syscalls'),
  ]);
  expect(said(`CPU:1 [LOST 12 EVENTS]\n${TRACE}`)).toEqual([
    '1:1: 12 events were lost here: what they told is missing',
  ]);
});
