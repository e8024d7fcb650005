/** What is modelled of 6.18, call by call: see {@link SupportMatrix}. A flag that is not listed behaves as documented. */

import type { SupportLevel, SupportMatrix, SupportRow } from '@mm-playground/api';

const row = (call: string, level: SupportLevel, note?: string, item?: string): SupportRow => ({
  call,
  level,
  ...(item !== undefined && { item }),
  ...(note !== undefined && { note }),
});

const full = (...calls: string[]): SupportRow[] => calls.map((call) => row(call, 'modelled'));
const refused = (call: string, note: string, ...items: string[]): SupportRow[] =>
  items.map((item) => row(call, 'refused', note, item));

const EMPTY_POOL =
  'as on x86-64 without huge pages in the pools; what would succeed, as without a reservation, is refused';

/** The rows of 6.18. */
export const SUPPORT_6_18: SupportMatrix = [
  ...full(
    'mmap',
    'munmap',
    'mprotect',
    'mremap',
    'brk',
    'mlock',
    'mlock2',
    'munlock',
    'mlockall',
    'munlockall',
    'mseal',
  ),
  ...full('mincore', 'msync', 'load', 'store', 'fetch', 'query'),
  row('mmap', 'partly', EMPTY_POOL, 'MAP_HUGETLB'),
  row('mmap', 'partly', 'as on file systems without DAX', 'MAP_SYNC'),
  row('mmap', 'partly', '/dev/zero, and what refuses to be mapped; the memory of other devices is refused', 'devices'),
  ...refused('mprotect', 'arm64 only', 'PROT_BTI', 'PROT_MTE'),
  row('madvise', 'partly', 'all advice but what follows; memory is never short, so that pages of MADV_FREE stay'),
  ...refused('madvise', 'reclaim', 'MADV_PAGEOUT'),
  ...refused('madvise', 'same-page merging', 'MADV_MERGEABLE', 'MADV_UNMERGEABLE'),
  ...refused('madvise', 'not modelled', 'MADV_COLLAPSE', 'MADV_HWPOISON', 'MADV_SOFT_OFFLINE'),
  row('pkey_mprotect', 'partly', 'with key -1'),
  row('pkey_alloc', 'partly', 'on x86-64 without protection keys'),
  row('prlimit64', 'partly', 'AS, DATA, STACK and MEMLOCK have effect; limits of other processes are refused'),
  ...full('setrlimit', 'getrlimit', 'clone', 'clone3', 'fork', 'vfork', 'exit', 'exit_group'),
  row(
    'execve',
    'partly',
    'the new address space is known from a snapshot, from the ELF file where that is given, or followed; what fails halfway is refused',
  ),
  row('openat', 'partly', 'descriptors and existence are believed as recorded'),
  ...full('memfd_create', 'memfd_secret', 'ftruncate', 'truncate', 'close', 'dup', 'unlink'),
  row('memfd_create', 'partly', EMPTY_POOL, 'MFD_HUGETLB'),
  row('fallocate', 'partly', 'on ext4 and in shared memory; space on a disk never runs out'),
  row('shmget', 'partly', 'sizes and keys; permissions and the segments of other programs are believed as recorded'),
  row('shmget', 'partly', EMPTY_POOL, 'SHM_HUGETLB'),
  ...full('shmat', 'shmdt', 'remap_file_pages'),
  row('io_setup', 'partly', 'on up to 15 processors; what other programs use is not counted'),
  row('io_destroy', 'partly', 'pages that are left of a ring go at once, and not a moment later'),
  row('map_shadow_stack', 'partly', 'ENOSYS, as on a machine without shadow stacks'),
  row('shmctl', 'partly', 'IPC_RMID; the other commands are believed as recorded'),
  row('fcntl', 'partly', 'F_DUPFD, F_ADD_SEALS, F_GET_SEALS'),
  row('mmap', 'partly', 'what others commit meanwhile, and shared memory, is not counted', 'overcommit_memory=2'),
];
