/*
 * A script that touches pages in many ways: huge ones, single ones of which some are only read, some written and some given back, next
 * to each other and far apart. In bytes, so that it goes with pages of any size. For pictures of page tables.
 */

/** Mappings of 2 MiB each that are written page by page. */
const WRITTEN = 6;
/** Pages that are read, and then written, of the sparse mapping. */
const READ_EVERY = 3;
const SPARSE = 96;

/** The script. */
export function manyPages(): string {
  const reads = Array.from(
    { length: SPARSE },
    (_, i) => `${i % READ_EVERY === 0 ? 'store' : 'load'}(sparse + ${i * 20}*K)`,
  );
  return `#@ system kernel=6.18 arch=x86_64 thp=madvise
huge = mmap(0x7e8000000000, 16*M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
madvise(huge, 16*M, MADV_HUGEPAGE)
${Array.from({ length: 8 }, (_, i) => `store(huge + ${i * 2}*M)`).join('\n')}
small = mmap(0x7f0000000000, ${WRITTEN * 2}*M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_POPULATE, -1, 0)
sparse = mmap(0x7f4000000000, 2*M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
${reads.join('\n')}
madvise(small + 3*M, 700*K, MADV_DONTNEED)
madvise(small + 7*M, 400*K, MADV_DONTNEED)
munmap(huge + 4*M + 256*K, 320*K)
mprotect(small + 8*M, 300*K, PROT_READ)
`;
}
