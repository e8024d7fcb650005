import { expect, it } from 'vitest';
import { concernsModel, type CallItem } from '@mm-playground/api';
import { loadProgram } from './load.ts';

// As strace 6.1 printed them on 6.18.

const callOf = (line: string): CallItem => {
  const { program, diagnostics } = loadProgram(`${line}\n`);
  expect(diagnostics).toEqual([]);
  const call = program?.items.find((item) => item.kind === 'call');
  if (call === undefined) throw new Error(`no call in ${line}`);
  return call;
};

it.each([
  'prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, 0x10000000, 4096, "name") = -1 EINVAL (Invalid argument)',
  'prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, 0x10000000, 4096, NULL) = 0',
  'prctl(0x41 /* PR_??? */, 0, 0, 0, 0)    = 0',
  'prctl(PR_SET_THP_DISABLE, 1, 0x2, 0, 0) = 0',
  'prctl(0x43 /* PR_??? */, 0x1, 0, 0, 0)  = 0',
  'prctl(PR_SET_MM, PR_SET_MM_BRK, 0x10000000, 0, 0) = -1 EPERM (Operation not permitted)',
  'prctl(PR_SET_MM, 0x63 /* PR_SET_MM_??? */, 0x10000000, 0, 0) = -1 EPERM (Operation not permitted)',
  'process_madvise(3<pid:8284>, [{iov_base=0x10000000, iov_len=4096}], 1, MADV_COLD, 0) = 4096',
  'process_madvise(-10000, [{iov_base=0x10000000, iov_len=4096}], 1, 0x66 /* MADV_??? */, 0) = 4096',
  'mbind(0x10000000, 4096, MPOL_BIND|MPOL_F_STATIC_NODES, [0x00000000000001], 64, MPOL_MF_STRICT|MPOL_MF_MOVE) = 0',
  'mbind(0x10000000, 4096, MPOL_LOCAL, NULL, 0, 0) = 0',
  'set_mempolicy(MPOL_INTERLEAVE, [0x00000000000001], 64) = 0',
  'get_mempolicy([MPOL_LOCAL], [0000000000000000, 0000000000000000], 128, 0x10000000, MPOL_F_ADDR) = 0',
  'get_mempolicy([MPOL_DEFAULT], NULL, 0, NULL, 0) = 0',
  'set_mempolicy_home_node(0x10000000, 4096, 0, 0) = -1 EOPNOTSUPP (Operation not supported)',
  'pkey_alloc(0, PKEY_DISABLE_ACCESS)      = -1 EINVAL (Invalid argument)',
  'pkey_mprotect(0x10000000, 4096, PROT_READ, -1) = 0',
  'userfaultfd(UFFD_USER_MODE_ONLY|O_CLOEXEC) = 4<anon_inode:[userfaultfd]>',
  'ioctl(5<anon_inode:[userfaultfd]>, UFFDIO_API, {api=0xaa, features=0 => features=UFFD_FEATURE_SIGBUS|0x1e000, ioctls=1<<_UFFDIO_REGISTER|1<<_UFFDIO_API}) = 0',
  'ioctl(5<anon_inode:[userfaultfd]>, UFFDIO_REGISTER, {range={start=0x10000000, len=0x4000}, mode=UFFDIO_REGISTER_MODE_MISSING|UFFDIO_REGISTER_MODE_WP, ioctls=1<<_UFFDIO_WAKE|0x120}) = 0',
  'ioctl(5<anon_inode:[userfaultfd]>, UFFDIO_UNREGISTER, {start=0x10000000, len=0x1000}) = 0',
  'personality(PER_LINUX|ADDR_NO_RANDOMIZE|READ_IMPLIES_EXEC) = 0 (PER_LINUX)',
  'personality(PER_LINUX32|MMAP_PAGE_ZERO|ADDR_COMPAT_LAYOUT) = 0x440000 (PER_LINUX|ADDR_NO_RANDOMIZE|READ_IMPLIES_EXEC)',
  'openat2(AT_FDCWD, "/tmp/f", {flags=O_RDWR|O_CREAT, mode=0600, resolve=RESOLVE_NO_SYMLINKS}, 24) = 3</tmp/f>',
  'write(3</tmp/f>, "\\1\\1\\1"..., 5000)     = 5000',
  'writev(3</memfd:x>(deleted), [{iov_base="\\1\\1"..., iov_len=5000}, {iov_base="\\1\\1"..., iov_len=5000}], 2) = 10000',
  'pwritev2(3</dev/shm/f>, [{iov_base="x", iov_len=1}], 1, 0, RWF_APPEND) = 1',
  'preadv(3<pipe:[1]>, [{iov_base=0x10000000, iov_len=4096}], 1, 0) = -1 ESPIPE (Illegal seek)',
  'sendfile(4</tmp/g>, 3</tmp/f>, NULL, 9000) = 9000',
  'sendfile(4<socket:[1]>, 3</tmp/f>, [0] => [9000], 9000) = 9000',
  'copy_file_range(3</tmp/f>, [0] => [9000], 4</tmp/g>, NULL, 9000, 0) = 9000',
  'splice(3<pipe:[1]>, NULL, 4</tmp/g>, NULL, 9000, SPLICE_F_MOVE) = 9000',
  'fadvise64(3</tmp/f>, 0, 0, POSIX_FADV_SEQUENTIAL) = 0',
  'sync_file_range(3</tmp/f>, 0, 4096, SYNC_FILE_RANGE_WAIT_BEFORE|SYNC_FILE_RANGE_WRITE) = 0',
  'fsync(3</tmp/f>)                        = 0',
  'sync()                                  = 0',
])('reads and asks the model of: %s', (line) => {
  expect(concernsModel(callOf(line))).toBe(true);
});

it.each([
  'ioctl(1</dev/pts/0>, TCGETS, {B38400 opost isig icanon echo ...}) = 0',
  'ioctl(0, TIOCGWINSZ, {ws_row=50, ws_col=120, ws_xpixel=0, ws_ypixel=0}) = 0',
  'ioctl(3, _IOC(_IOC_READ, 0x54, 0x30, 0x4), 0x7ffd0) = -1 ENOTTY (Inappropriate ioctl for device)',
  'personality(0xffffffff)                 = 0 (PER_LINUX)',
  'prctl(PR_SET_NAME, "worker")            = 0',
  'write(1</dev/pts/0>, "hello\\n", 6)        = 6',
  'read(0, "x", 1)                         = 1',
  'writev(4<UNIX-STREAM:[1]>, [{iov_base="x", iov_len=1}], 1) = 1',
  'splice(3<pipe:[1]>, NULL, 4<socket:[2]>, NULL, 9000, SPLICE_F_MOVE) = 9000',
])('carries along: %s', (line) => {
  const { program, diagnostics } = loadProgram(`${line}\n`);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const calls = program?.items.filter((item) => item.kind === 'call') ?? [];
  expect(calls.some((call) => concernsModel(call))).toBe(false);
});

it('takes what went in, where strace shows what came out beside it', () => {
  const call = callOf('ioctl(5, UFFDIO_API, {api=0xaa, features=0 => features=UFFD_FEATURE_SIGBUS}) = 0');
  expect(call.args[2]).toMatchObject({
    fields: [
      { name: 'api', value: { value: 0xaan } },
      { name: 'features', value: { value: 0n } },
    ],
  });
});
