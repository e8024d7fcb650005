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
])('reads and asks the model of: %s', (line) => {
  expect(concernsModel(callOf(line))).toBe(true);
});

it.each([
  'ioctl(1</dev/pts/0>, TCGETS, {B38400 opost isig icanon echo ...}) = 0',
  'ioctl(0, TIOCGWINSZ, {ws_row=50, ws_col=120, ws_xpixel=0, ws_ypixel=0}) = 0',
  'ioctl(3, _IOC(_IOC_READ, 0x54, 0x30, 0x4), 0x7ffd0) = -1 ENOTTY (Inappropriate ioctl for device)',
  'personality(0xffffffff)                 = 0 (PER_LINUX)',
  'prctl(PR_SET_NAME, "worker")            = 0',
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
