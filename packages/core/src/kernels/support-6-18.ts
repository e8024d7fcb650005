/** What is modelled of 6.18, call by call: see {@link SupportMatrix}. A flag that is not listed behaves as documented. */

import type { SupportLevel, SupportMatrix, SupportRow } from '@mm-playground/api';

const row = (call: string, level: SupportLevel, note?: string, item?: string): SupportRow => ({
  call,
  level,
  ...(item !== undefined && { item }),
  ...(note !== undefined && { note }),
});

const full = (...calls: string[]): SupportRow[] => calls.map((call) => row(call, 'modelled'));
const modelled = (call: string, ...items: string[]): SupportRow[] =>
  items.map((item) => row(call, 'modelled', undefined, item));
const refused = (call: string, note: string, ...items: string[]): SupportRow[] =>
  items.map((item) => row(call, 'refused', note, item));

const believed = (call: string, ...items: string[]): SupportRow[] =>
  items.map((item) => row(call, 'partly', 'believed as recorded', item));

const EMPTY_POOL =
  'as on a machine without huge pages in the pools; what would succeed, as without a reservation, is refused';

const KSM = 'VMAs and their flags; ksmd does not run (its default), so that no page is merged';

const PKEYS = 'x86-64; that a program changes its rights by WRPKRU is in no log';

const CARRIED =
  'carried along, and refused where it names memory of which every access is in the file: what it writes elsewhere counts as written by the next call on it';

/** Calls that copy to or from memory, of which a log shows contents and hardly an address. */
const WRITERS = 'recvfrom recvmsg recvmmsg sendto sendmsg sendmmsg'.split(' ');

const BETWEEN_FILES =
  'what is written; how much there is to read is known of shared memory, and believed of other files';

const READ_AHEAD = 'what is read is there at once; more than read_ahead_kb is refused';

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
  row('mincore', 'partly', 'its result; what it says of each page is not compared with a log'),
  row(
    'mmap',
    'modelled',
    '`shmem_enabled` of #@ system, measured on 6.1 and 6.12; not of System V memory',
    'huge pages of shared memory',
  ),
  ...full('msync', 'load', 'store', 'fetch', 'query', 'walk', 'maps', 'gup'),
  row(
    'mmap',
    'refused',
    'nobody sets any: what a merge does to breakpoints (CVE-2025-38207) cannot be seen',
    'uprobes',
  ),
  row(
    'mmap',
    'partly',
    'six kinds; none keeps a state that a hook called twice would spoil (CVE-2024-53096)',
    'drivers',
  ),
  row('mmap', 'modelled', 'of x86: no flag elsewhere', 'MAP_32BIT'),
  row('mmap', 'modelled', 'of x86: no flag elsewhere', 'MAP_ABOVE4G'),
  row('mmap', 'partly', EMPTY_POOL, 'MAP_HUGETLB'),
  row('mmap', 'partly', 'as on file systems without DAX', 'MAP_SYNC'),
  row('mmap', 'modelled', '`noexec` of #@ system, for its file system; /proc and /sys always', 'noexec mounts'),
  row('mmap', 'partly', '/dev/zero, and what refuses to be mapped; the memory of other devices is refused', 'devices'),
  row('mmap', 'modelled', 'on arm64, where `bti` of #@ system says so; it is no flag elsewhere', 'PROT_BTI'),
  row('mmap', 'partly', 'no flag without tagged memory; refused with it (`mte` of #@ system)', 'PROT_MTE'),
  row('mprotect', 'modelled', 'on arm64, where `bti` of #@ system says so; EINVAL elsewhere', 'PROT_BTI'),
  row('mprotect', 'partly', 'EINVAL without tagged memory; refused with it (`mte` of #@ system)', 'PROT_MTE'),
  row('madvise', 'partly', 'all advice but what follows; memory is never short, so that pages of MADV_FREE stay'),
  row('madvise', 'partly', "without swap; pages of a disk's file are refused", 'MADV_PAGEOUT'),
  row('madvise', 'partly', KSM, 'MADV_MERGEABLE'),
  row('prctl', 'partly', 'the operations below; others do not concern an address space'),
  row(
    'prctl',
    'modelled',
    'where the kernel has it: `anon_vma_name` of #@ system, or the first recorded refusal',
    'PR_SET_VMA',
  ),
  ...modelled('prctl', 'PR_SET_MDWE', 'PR_GET_MDWE', 'PR_SET_THP_DISABLE', 'PR_GET_THP_DISABLE', 'PR_GET_MEMORY_MERGE'),
  row('prctl', 'partly', KSM, 'PR_SET_MEMORY_MERGE'),
  row('prctl', 'partly', 'EINVAL where addresses have no tags; refused where they have', 'PR_SET_TAGGED_ADDR_CTRL'),
  row('prctl', 'partly', 'the borders, and what follows', 'PR_SET_MM'),
  row('prctl', 'partly', 'up to 384 bytes; more is refused', 'PR_SET_MM_AUXV'),
  row('prctl', 'partly', 'whether the file may be one is believed as recorded', 'PR_SET_MM_EXE_FILE'),
  ...refused('prctl', 'its layout stands in a struct that a log does not show', 'PR_SET_MM_MAP'),
  row('madvise', 'partly', 'of private and shared memory; of that of System V it is refused', 'MADV_COLLAPSE'),
  row('madvise', 'partly', 'its errors; no page is poisoned', 'MADV_HWPOISON'),
  row('madvise', 'partly', 'its errors; no page is taken offline', 'MADV_SOFT_OFFLINE'),
  row('process_madvise', 'partly', 'of the caller itself'),
  row('process_vm_readv', 'partly', "pages and bytes, no contents; all tasks are one user's"),
  row('process_vm_writev', 'partly', 'as process_vm_readv'),
  ...full('getpid'),
  row('setuid', 'partly', 'users and what they take from capabilities; who has any at the start is taken for root'),
  row('setreuid', 'partly', 'as setuid'),
  row('setresuid', 'partly', 'as setuid'),
  row('capset', 'partly', 'of the caller; file and ambient capabilities are not there'),
  ...modelled('prctl', 'PR_SET_KEEPCAPS', 'PR_SET_NO_NEW_PRIVS'),
  ...refused('prctl', 'what users and capabilities do then is another thing', 'PR_SET_SECUREBITS'),
  ...WRITERS.map((call) => row(call, 'partly', CARRIED)),
  row('pkey_mprotect', 'partly', PKEYS),
  row('pkey_alloc', 'partly', PKEYS),
  row('pkey_free', 'partly', PKEYS),
  row('prlimit64', 'partly', 'AS, DATA, STACK and MEMLOCK have effect; limits of other processes are refused'),
  ...full('setrlimit', 'getrlimit', 'clone', 'clone3', 'fork', 'vfork', 'exit', 'exit_group'),
  ...full('personality'),
  ...refused('personality', 'a smaller address space', 'ADDR_LIMIT_32BIT', 'ADDR_LIMIT_3GB'),
  row('mbind', 'partly', 'on a machine with one node: VMAs, and nothing to move'),
  ...full('set_mempolicy_home_node'),
  row('set_mempolicy', 'partly', 'its errors; with one node it decides nothing'),
  row('get_mempolicy', 'partly', 'whether it answers; what it answers is not compared'),
  ...refused('get_mempolicy', 'it asks for the node of a page', 'MPOL_F_NODE'),
  ...full('userfaultfd', 'pidfd_open'),
  row('ioctl', 'partly', 'of a userfaultfd; other descriptors are no concern of an address space'),
  row('ioctl', 'partly', 'without events', 'UFFDIO_API'),
  row('ioctl', 'partly', 'which VMAs it makes; a fault that would wait for an answer is refused', 'UFFDIO_REGISTER'),
  ...refused(
    'ioctl',
    'it answers a fault',
    ...['UFFDIO_COPY', 'UFFDIO_ZEROPAGE', 'UFFDIO_MOVE', 'UFFDIO_WRITEPROTECT', 'UFFDIO_CONTINUE', 'UFFDIO_POISON'],
  ),
  row(
    'execve',
    'partly',
    'the new address space is known from a snapshot, from the ELF file where that is given, or followed; what fails halfway is refused',
  ),
  row('execveat', 'partly', 'as execve'),
  row('openat', 'partly', 'descriptors and existence are believed as recorded'),
  row('openat2', 'partly', 'as openat, where the log shows its struct'),
  ...full('memfd_create', 'memfd_secret', 'ftruncate', 'truncate', 'close', 'dup', 'unlink'),
  row('memfd_create', 'partly', EMPTY_POOL, 'MFD_HUGETLB'),
  row('read', 'partly', 'where the buffer is given by its address; of shared memory and /proc/PID/mem'),
  row('write', 'partly', 'as read; of files on a disk, too, and to /proc/PID/clear_refs'),
  row('pread64', 'partly', 'as read'),
  row('pwrite64', 'partly', 'as write'),
  ...['readv', 'preadv', 'preadv2'].map((call) => row(call, 'partly', 'as read')),
  ...['writev', 'pwritev', 'pwritev2'].map((call) => row(call, 'partly', 'as write')),
  ...refused('pwritev2', 'not all file systems know it', 'RWF_NOWAIT', 'RWF_NOAPPEND', 'RWF_ATOMIC', 'RWF_DONTCACHE'),
  row('sendfile', 'partly', BETWEEN_FILES),
  row('copy_file_range', 'partly', BETWEEN_FILES),
  row('splice', 'partly', 'what becomes of files; how much was copied is believed as recorded'),
  ...full('fsync', 'fdatasync', 'sync_file_range', 'sync'),
  row('syncfs', 'partly', 'all disks are taken for one'),
  row('readahead', 'partly', READ_AHEAD),
  row('fadvise64', 'partly', READ_AHEAD),
  row('fadvise64', 'partly', 'what is dirty is taken to be written back later than it looks', 'POSIX_FADV_DONTNEED'),
  ...full('lseek'),
  row('fallocate', 'partly', 'on ext4 and in shared memory; space on a disk never runs out'),
  row('shmget', 'partly', 'sizes and keys; permissions and the segments of other programs are believed as recorded'),
  row('shmget', 'partly', EMPTY_POOL, 'SHM_HUGETLB'),
  ...full('shmat', 'shmdt', 'remap_file_pages'),
  row('getrandom', 'modelled', 'where every access is in the file, as what follows'),
  ...full('uname', 'clock_gettime', 'clock_getres'),
  ...refused('io_uring_register', 'it pins pages', 'IORING_REGISTER_BUFFERS'),
  row('io_setup', 'partly', 'on up to 15 processors; what other programs use is not counted'),
  row('io_destroy', 'partly', 'pages that are left of a ring go at once, and not a moment later'),
  row('map_shadow_stack', 'partly', 'ENOSYS, as on a machine without shadow stacks'),
  row('shmctl', 'partly', 'commands but IPC_RMID are believed as recorded'),
  ...believed('shmctl', 'IPC_SET', 'IPC_STAT', 'IPC_INFO', 'SHM_LOCK', 'SHM_UNLOCK'),
  ...believed('shmctl', 'SHM_STAT', 'SHM_INFO', 'SHM_STAT_ANY'),
  row('fcntl', 'partly', 'F_DUPFD, F_ADD_SEALS, F_GET_SEALS'),
  row('mmap', 'partly', 'what others commit meanwhile, and shared memory, is not counted', 'overcommit_memory=2'),
];
