/** System calls by name, and where each is: for who fetches only those that a script makes. */

import { mappingFamily } from './mapping-syscalls.ts';
import type { SyscallFamily } from './syscall-result.ts';

/** Families that are fetched together. */
export interface CatalogueEntry {
  readonly calls: ReadonlySet<string>;
  readonly fetch: () => Promise<{ readonly FAMILIES: readonly SyscallFamily[] }>;
}

const entry = (calls: string, fetch: CatalogueEntry['fetch']): CatalogueEntry => ({
  calls: new Set(calls.split(/\s+/)),
  fetch,
});

/** All but the mapping family, which is always there. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  entry('mremap', () => import('./mremap/families.ts')),
  entry('madvise process_madvise', () => import('./advice-families.ts')),
  entry('mlock mlock2 munlock mlockall munlockall mseal msync mincore', () => import('./range-families.ts')),
  entry(
    `open openat openat2 creat pidfd_open close close_range dup dup2 dup3 lseek unlink unlinkat rename renameat renameat2
     memfd_create memfd_secret fallocate fcntl fcntl64 ftruncate ftruncate64 truncate
     read write pread64 pwrite64 readv writev preadv pwritev preadv2 pwritev2 sendfile sendfile64 copy_file_range splice
     fsync fdatasync sync_file_range syncfs sync readahead fadvise64 posix_fadvise`,
    () => import('./files/families.ts'),
  ),
  entry(
    `fork vfork clone clone3 execve execveat exit exit_group setuid setreuid setresuid capset
     getrlimit setrlimit prlimit64 personality prctl`,
    () => import('./process/families.ts'),
  ),
  entry(
    `shmget shmat shmdt shmctl io_setup io_destroy userfaultfd ioctl mbind set_mempolicy set_mempolicy_home_node
     get_mempolicy process_vm_readv process_vm_writev getrandom uname clock_gettime clock_getres remap_file_pages`,
    () => import('./rare-families.ts'),
  ),
  entry('query maps walk gup', () => import('../readers/families.ts')),
];

/** The families with these calls. What no family has is nobody's: the machine says that it is not modelled. */
export async function familiesFor(calls: Iterable<string>): Promise<readonly SyscallFamily[]> {
  const wanted = [...calls];
  const entries = CATALOGUE.filter((each) => wanted.some((call) => each.calls.has(call)));
  const modules = await Promise.all(entries.map(({ fetch }) => fetch()));
  return [mappingFamily, ...modules.flatMap(({ FAMILIES }) => FAMILIES)];
}
