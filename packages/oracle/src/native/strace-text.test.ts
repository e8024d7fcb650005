import { expect, test } from 'vitest';
import type { CallName } from './script.ts';
import { drawCall, type Value } from './strace-text.ts';

const MINUS_ONE = 2n ** 64n - 1n;

const CASES: readonly (readonly [CallName, readonly Value[], bigint, string])[] = [
  [
    'mmap',
    [0n, 4096n, 3n, 0x22n, MINUS_ONE, 0n],
    0x7000n,
    'mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7000',
  ],
  [
    'mmap',
    [0x1000n, 0n, 0n, 0x11n, 3n, 0x2000n],
    -22n,
    'mmap(0x1000, 0, PROT_NONE, MAP_SHARED|MAP_FIXED, 3, 0x2000) = -1 EINVAL (Invalid argument)',
  ],
  [
    'mmap',
    [0n, 2n ** 64n - 101n, 1n, 0x20n, MINUS_ONE, 0n],
    -12n,
    'mmap(NULL, 18446744073709551515, PROT_READ, 0|MAP_ANONYMOUS, -1, 0) = -1 ENOMEM (Cannot allocate memory)',
  ],
  ['mmap', [0n, 1n, 1n, 3n, 3n, 0n], 0x7000n, 'mmap(NULL, 1, PROT_READ, MAP_SHARED_VALIDATE, 3, 0) = 0x7000'],
  ['mprotect', [0x1000n, 4096n, 0x100_0001n], 0n, 'mprotect(0x1000, 4096, PROT_READ|PROT_GROWSDOWN) = 0'],
  ['mremap', [0x1000n, 1n, 2n, 0n, 0x9000n], 0x1000n, 'mremap(0x1000, 1, 2, 0) = 0x1000'],
  [
    'mremap',
    [0x1000n, 1n, 2n, 3n, 0x9000n],
    -14n,
    'mremap(0x1000, 1, 2, MREMAP_MAYMOVE|MREMAP_FIXED, 0x9000) = -1 EFAULT (Bad address)',
  ],
  ['madvise', [0x1000n, 1n, 4n], 0n, 'madvise(0x1000, 1, MADV_DONTNEED) = 0'],
  ['madvise', [0x1000n, 1n, 0x63n], -22n, 'madvise(0x1000, 1, 0x63) = -1 EINVAL (Invalid argument)'],
  ['brk', [0n], 0x70_8000n, 'brk(NULL) = 0x708000'],
  ['mincore', [0x1000n, 4096n], 0n, 'mincore(0x1000, 4096, [...]) = 0'],
  ['mlock2', [0x1000n, 1n, 1n], 0n, 'mlock2(0x1000, 1, MLOCK_ONFAULT) = 0'],
  ['mlock2', [0x1000n, 1n, 0n], 0n, 'mlock2(0x1000, 1, 0) = 0'],
  ['mseal', [0x1000n, 1n, 0n], -1n, 'mseal(0x1000, 1, 0) = -1 EPERM (Operation not permitted)'],
  ['msync', [0x1000n, 1n, 4n], 0n, 'msync(0x1000, 1, MS_SYNC) = 0'],
  ['openat', ['/tmp/f', 0o102n, 0o600n], 4n, 'openat(AT_FDCWD, "/tmp/f", O_RDWR|O_CREAT, 0600) = 4'],
  ['openat', ['/tmp/f', 0n], 5n, 'openat(AT_FDCWD, "/tmp/f", O_RDONLY) = 5'],
  ['memfd_create', ['alpha', 0n], 3n, 'memfd_create("alpha", 0) = 3'],
  [
    'prlimit64',
    [9n, 1n << 26n, MINUS_ONE],
    0n,
    'prlimit64(0, RLIMIT_AS, {rlim_cur=65536*1024, rlim_max=RLIM64_INFINITY}, NULL) = 0',
  ],
  ['shmget', [0n, 5n, 0o600n], 7n, 'shmget(IPC_PRIVATE, 5, 0600) = 7'],
  ['shmget', [0x4dn, 5n, 0o1600n], 7n, 'shmget(0x4d, 5, IPC_CREAT|0600) = 7'],
  ['shmat', [7n, 0n, 0x1000n], 0x7000n, 'shmat(7, NULL, SHM_RDONLY) = 0x7000'],
  ['shmat', [MINUS_ONE, 0x1000n, 0n], -22n, 'shmat(-1, 0x1000, 0) = -1 EINVAL (Invalid argument)'],
  ['shmdt', [0x1000n], 0n, 'shmdt(0x1000) = 0'],
  ['shmctl', [7n, 0n], 0n, 'shmctl(7, IPC_RMID, NULL) = 0'],
  [
    'remap_file_pages',
    [0x1000n, 4096n, 0n, 3n, 0x1_0000n],
    0n,
    'remap_file_pages(0x1000, 4096, PROT_NONE, 3, MAP_FILE|MAP_NONBLOCK) = 0',
  ],
  ['memfd_secret', [0n], 8n, 'memfd_secret(0) = 8'],
  [
    'fallocate',
    [3n, 3n, 0n, MINUS_ONE],
    -22n,
    'fallocate(3, FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE, 0, -1) = -1 EINVAL (Invalid argument)',
  ],
  ['fcntl', [3n, 1033n, 0x18n], 0n, 'fcntl(3, F_ADD_SEALS, F_SEAL_WRITE|F_SEAL_FUTURE_WRITE) = 0'],
  ['fcntl', [3n, 1034n], 1n, 'fcntl(3, F_GET_SEALS) = 1'],
  ['io_setup', [5n], 0x7000n, 'io_setup(5, [0x7000]) = 0'],
  ['io_setup', [0n], -22n, 'io_setup(0, [NULL]) = -1 EINVAL (Invalid argument)'],
  ['io_destroy', [0x7000n], 0n, 'io_destroy(0x7000) = 0'],
  ['fork', [], 0n, 'fork() = 0'],
  [
    'prctl',
    [0x5356_4d41n, 0n, 0x1000n, 4096n, 'alpha'],
    0n,
    'prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, 0x1000, 4096, "alpha") = 0',
  ],
  ['prctl', [65n, 1n, 0n, 0n, 0n], 0n, 'prctl(PR_SET_MDWE, 0x1, 0, 0, 0) = 0'],
  ['personality', [0x44_0000n], 0n, 'personality(0x440000) = 0'],
  [
    'process_madvise',
    [-10_000n, 20n, 0n, 0x1000n, 4096n, 0x3000n, 1n],
    4097n,
    'process_madvise(-10000, [{iov_base=0x1000, iov_len=4096}, {iov_base=0x3000, iov_len=1}], 2, MADV_COLD, 0) = 4097',
  ],
  [
    'mbind',
    [0x1000n, 4096n, 0x8002n, 1n, 64n, 1n],
    0n,
    'mbind(0x1000, 4096, MPOL_BIND|MPOL_F_STATIC_NODES, [0x1], 64, 0x1) = 0',
  ],
  ['mbind', [0x1000n, 4096n, 0n, 0n, 0n, 0n], 0n, 'mbind(0x1000, 4096, MPOL_DEFAULT, NULL, 0, 0) = 0'],
  [
    'ioctl',
    [6n, 0xc020_aa00n, 0x1000n, 4096n, 1n],
    -16n,
    'ioctl(6, UFFDIO_REGISTER, {range={start=0x1000, len=0x1000}, mode=0x1}) = -1 EBUSY (Device or resource busy)',
  ],
  ['ioctl', [6n, 0x8010_aa01n, 0x1000n, 4096n], 0n, 'ioctl(6, UFFDIO_UNREGISTER, {start=0x1000, len=0x1000}) = 0'],
  ['ioctl', [6n, 0xc018_aa3fn, 0xaan, 128n], 0n, 'ioctl(6, UFFDIO_API, {api=0xaa, features=0x80}) = 0'],
  ['pkey_mprotect', [0x1000n, 4096n, 1n, MINUS_ONE], 0n, 'pkey_mprotect(0x1000, 4096, PROT_READ, -1) = 0'],
];

test.each(CASES)('%s%s -> %s', (name, args, value, text) => {
  expect(drawCall(name, args, { kind: 'result', value })).toBe(text);
});

test('an access that is answered with a signal has no result', () => {
  const signal = { kind: 'signal', signal: 11, code: 2, address: 0x1005n } as const;
  expect(drawCall('store', [0x1005n], signal)).toBe('store(0x1005) = ? SIGSEGV {si_code=SEGV_ACCERR, si_addr=0x1005}');
  const bus = { ...signal, signal: 7 };
  expect(drawCall('load', [0x1005n], bus)).toBe('load(0x1005) = ? SIGBUS {si_code=BUS_ADRERR, si_addr=0x1005}');
});
