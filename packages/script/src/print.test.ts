import { CAPTURES, readCapture } from '@mm-playground/captures';
import { expect, it } from 'vitest';
import { parse } from './parse.ts';
import { print } from './print.ts';

const format = (text: string): string => print(parse(text).document);

it.each(CAPTURES)('$name comes back byte for byte, except for runs of blanks before `=`', ({ name }) => {
  const text = readCapture(name);
  expect(format(text)).toBe(text.replaceAll(/^(?!#)(.*\)) +(?== )/gm, '$1 '));
});

it('is a fixed point: what it writes, it leaves alone', () => {
  const once = format(
    '  #@  maps  12 \r\n#|x\n[pid   7]   p=mmap( NULL,4096 , PROT_READ | PROT_WRITE,2*PAGE-( 1+p ) )   =   0x10',
  );
  expect(once).toBe('#@ maps 12\n#| x\n[pid 7] p = mmap(NULL, 4096, PROT_READ|PROT_WRITE, 2*PAGE - (1 + p)) = 0x10\n');
  expect(format(once)).toBe(once);
});

it('takes any number of carriage returns for one line end', () => {
  expect(format('what is this?\r\r\nbrk(0)\r\r')).toBe('what is this?\nbrk(0)\n');
});

it.each([
  '1234 12:34:56.789012 read(3</etc/passwd>, "root\\0"..., 4096) = 4096 <0.000012>',
  '[pid 1234] 1699999999.123456 [  59] execve("/bin/ls", ["ls"], 0x7ffe /* 35 vars */) = 0',
  '1234<bash> rt_sigprocmask(SIG_BLOCK, ~[RTMIN RT_1], [HUP INT], 8) = 0',
  '0.000123 ioctl(0, TCGETS, {B38400 opost isig icanon echo ...}) = 0',
  'clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f10) = 17',
  'clone3({flags=CLONE_VM, stack=0x10} => {parent_tid=[25228]}, 88) = 25228',
  '<... clone3 resumed> => {parent_tid=[25229]}, 88) = 25229',
  '<... read resumed>"abc", 3) = 3',
  '<... clone resumed>, parent_tid=[3]) = 3',
  '<... futex resumed> <unfinished ...>) = ?',
  'read(3, <unfinished ...>',
  'fork( <unfinished ...>',
  'exit_group(0) = ?',
  'restart_syscall(<... resuming interrupted read ...>) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)',
  'ioctl(4, BTRFS_IOC_CLONE or FICLONE, 5) = -1 EXDEV (Invalid cross-device link)',
  'wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 7',
  'load(0x1000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x1000}',
  'openat(AT_FDCWD</home/me>, "a", O_RDONLY|O_CLOEXEC) = 3</home/me/a>(deleted)',
  'mmap(NULL, 2097152, PROT_READ, MAP_PRIVATE|MAP_HUGETLB|21<<MAP_HUGE_SHIFT|0x40, -1, 0) = 0x7f00',
  'fcntl(3, F_GETFL) = 0x8002 (flags O_RDWR|O_LARGEFILE)',
  'poll([{fd=3<TCP:[127.0.0.1:80->127.0.0.1:999]>, events=POLLIN}], 1, -1) = 1 ([{fd=3, revents=POLLIN}])',
  'bind(3, {sa_family=AF_UNIX, sun_path=@"/tmp/x"}, 110) = 0 (DELAYED)',
  'stat("a", {st_mode=S_IFREG|0644, st_rdev=makedev(0x88, 0), ...}) = 0',
  '--- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---',
  '[pid 7] +++ exited with 0 +++',
  'strace: Process 123 attached',
  ' # a comment'.trim(),
  '#@ pagemap 0x1000 4',
])('leaves %s alone', (line) => {
  const { document, diagnostics } = parse(`${line}\n`);
  expect(diagnostics).toEqual([]);
  expect(print(document)).toBe(`${line}\n`);
});
