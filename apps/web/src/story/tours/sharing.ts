/*
 * Tours about sharing: what fork copies, what two mappings of a file have in common, what threads share. Two scripts that a real
 * kernel performed, and a recorded program.
 */
import { mappingAt, moreMappings, moreOf, pageLetter, sizeAt } from '../look.ts';
import { kernelPage, manualPage, type Tour } from '../tour.ts';

const PRIVATE = 0x1000_0000n;
const SHARED = 0x1001_0000n;
const PAGE = 0x1000n;

const fork: Tour = {
  id: 'fork',
  theme: 'sharing',
  title: 'What does fork share?',
  question: 'fork() makes a second process with the same memory. What is copied, and when?',
  sample: 'story-fork',
  steps: [
    {
      text: 'A process has four private pages, of which it wrote three, and two pages that are mapped `MAP_SHARED`, of which it wrote one. pagemap shows `A` for pages that only one page table has.',
      at: { call: 'store(0x10010000)' },
      mark: { address: PRIVATE },
      show: ['maps', 'tables'],
    },
    {
      text: 'It calls `fork()`. Everything that follows is seen from the child.',
      at: { call: 'store(0x10010000)' },
      mark: { address: PRIVATE },
      exercise: {
        question: 'How many VMAs of the parent does the child have?',
        choices: ['all of them', 'only the private ones', 'none; they are shared'],
        hints: ['Two processes can map and unmap independently of each other.'],
        answer: ({ before, after }) => {
          if (after.vmas.length === before.vmas.length) return 'all of them';
          return after.vmas.length === 0 ? 'none; they are shared' : 'only the private ones';
        },
        right: 'all of them',
        because:
          'All: each VMA is duplicated, and the tree that holds them. From now on the two address spaces have nothing to do with each other any more; only the pages behind them are the same. That is why fork takes long in a process with very many mappings.',
        later: { call: 'fork()' },
        laterMark: { address: PRIVATE },
      },
    },
    {
      text: 'The three private pages now have two page tables that point to them (`a` in pagemap). To keep each process from seeing what the other writes, their entries were made read-only **in both**, although the VMAs allow writing. Look at the entry: it has no W.',
      at: { call: 'fork()' },
      mark: { address: PRIVATE, pages: 1 },
      show: ['tables'],
    },
    {
      text: 'The child writes to the first page.',
      at: { call: 'load(0x10000000)' },
      mark: { address: PRIVATE, pages: 1 },
      exercise: {
        question: 'Whose is the first page afterwards, seen from the child?',
        choices: ['still shared with the parent', 'its own copy'],
        hints: ['The entry forbids writing, the VMA allows it.'],
        answer: ({ after }) => (pageLetter(after, PRIVATE) === 'A' ? 'its own copy' : 'still shared with the parent'),
        right: 'its own copy',
        because:
          'Its own: the write faults, and the kernel copies the page and makes the new entry writable. That is **copy-on-write**. The parent still has the old page, alone; when it writes there next, it may keep the page without a copy.',
        later: { call: 'store(0x10000000)', nth: 2 },
        laterMark: { address: PRIVATE, pages: 1 },
      },
    },
    {
      text: 'The fourth page had never been written, so there was nothing to share. A write to it brings a fresh page of zeroes, as in any process.',
      at: { call: 'store(0x10003000)' },
      mark: { address: PRIVATE + 3n * PAGE, pages: 1 },
    },
    {
      text: 'Now the shared mapping. Did fork copy the entry of its written page?',
      at: { call: 'fork()' },
      mark: { address: SHARED, pages: 1 },
      exercise: {
        question: 'What does pagemap say of that page in the child, right after the fork?',
        choices: ['it is there', 'it is not there'],
        hints: [
          'The page can be found again: it belongs to a file in memory.',
          'Copying entries takes time, and the child may exec at once.',
        ],
        answer: ({ after }) => (pageLetter(after, SHARED) === '.' ? 'it is not there' : 'it is there'),
        right: 'it is not there',
        because:
          'Not there: fork copies no entries for memory that can be found again through its file. The child takes a minor fault when it looks. The same goes for the pages of programs and libraries: `RssFile` of the child begins near zero.',
      },
    },
    {
      text: 'The child reads and then writes the shared page. No copy is made: that is what `MAP_SHARED` means, and both see what either of them writes.',
      at: { call: 'store(0x10010000)', nth: 2 },
      mark: { address: SHARED, pages: 1 },
      exercise: {
        question: 'How much does `RssAnon` of the child grow by that write?',
        unit: 'kB',
        hints: ['A copy would be a private, anonymous page.'],
        answer: (look) => moreOf(look, 'RssAnon'),
        right: 0,
        because:
          'Nothing; it is still the one page (`RssShmem`). fork shares all pages, and copies those that are private when somebody writes. What is marked `MADV_DONTFORK` or `MADV_WIPEONFORK` is an exception.',
      },
    },
  ],
  reading: [manualPage('fork', 2), manualPage('madvise', 2), kernelPage('admin-guide/mm/pagemap', '/proc/PID/pagemap')],
  related: ['exec', 'shared-files'],
};

const sharedFiles: Tour = {
  id: 'shared-files',
  theme: 'sharing',
  title: 'One file, mapped twice',
  question: 'A file is mapped shared and private at once. Which of the two sees what the other one writes?',
  sample: 'story-files',
  steps: [
    {
      text: 'A file of two pages is mapped at two places: with `MAP_SHARED` at 0x10000000, with `MAP_PRIVATE` at 0x10010000. Both are readable and writable. The fourth letter of the permissions tells them apart: `s` and `p`.',
      at: { call: 'mmap(0x10010000' },
      mark: { name: 'notes (deleted)' },
      show: ['maps', 'tables'],
    },
    {
      text: 'The program writes to the first page through the shared mapping, and then reads it through the private one.',
      at: { call: 'store(0x10000000)' },
      mark: { address: PRIVATE, pages: 1 },
      exercise: {
        question: 'What does the private mapping read?',
        choices: ['the page that was written', 'a copy of its own'],
        hints: ['Nothing was written through the private mapping so far.'],
        answer: ({ after }) => (pageLetter(after, SHARED) === 'f' ? 'the page that was written' : 'a copy of its own'),
        right: 'the page that was written',
        because:
          'The very same page: a file has each page once in the **page cache**, and all mappings of it point there, as `read()` and `write()` do. Private does not mean copied; it means: copied when written.',
        later: { call: 'load(0x10010000)' },
        laterMark: { address: SHARED, pages: 1 },
      },
    },
    {
      text: 'Now it writes to the same page through the private mapping.',
      at: { call: 'load(0x10010000)' },
      mark: { address: SHARED, pages: 1 },
      exercise: {
        question: 'How does `RssShmem`, what the process has mapped of files in memory, change?',
        unit: 'kB',
        hints: [
          'The private entry no longer points to the page of the file.',
          'So it is 4 kB less, or 4 kB more, or the same.',
        ],
        answer: (look) => moreOf(look, 'RssShmem'),
        right: -4,
        because:
          'It falls by 4 kB, and `RssAnon` rises by 4: the private entry now points to a copy, which is anonymous memory and belongs to no file. The file has not changed. From here on the two mappings of this page have nothing in common.',
        later: { call: 'store(0x10010000)' },
        laterMark: { address: SHARED, pages: 1 },
      },
    },
    {
      text: 'The second page was not written through the private mapping. The program writes it through the shared one and reads it through the private one: they still have it in common. Whether a private mapping sees later changes of its file is decided page by page; nobody should rely on it.',
      at: { call: 'load(0x10011000)' },
      mark: { address: SHARED + PAGE, pages: 1 },
    },
    {
      text: 'The shared mapping is unmapped.',
      at: { call: 'load(0x10011000)' },
      mark: { address: PRIVATE },
      exercise: {
        question: 'What becomes of what was written to the file?',
        choices: ['it is lost', 'it stays in the file'],
        hints: ['Look at what the private mapping still has of the second page.'],
        answer: ({ after }) => (sizeAt(after, SHARED, 'Rss') === 8 ? 'it stays in the file' : 'it is lost'),
        right: 'it stays in the file',
        because:
          'It stays: the page belongs to the page cache, not to the mapping. On a disk it is dirty and written back sooner or later; `munmap` does not wait for that, and `msync()` does.',
        later: { call: 'munmap(0x10000000' },
        laterMark: { address: SHARED },
      },
    },
    {
      text: 'The file is cut to one page (`ftruncate`), while it is mapped.',
      at: { call: 'munmap(0x10000000' },
      mark: { address: SHARED },
      exercise: {
        question: 'How many pages does the private mapping still have in memory?',
        choices: ['0', '1', '2'],
        hints: ['Its first page is a copy. Is the copy part of the file?'],
        answer: ({ after }) => sizeAt(after, SHARED, 'Rss') / 4,
        right: 1,
        because:
          'One, the copy of the first page. The kernel goes through all mappings of the file (that is what the interval tree `i_mmap` is for) and takes the second page out of each. Where a copy lies behind the new end, truncation takes even that.',
        later: { call: 'ftruncate(3, 4096)' },
        laterMark: { address: SHARED },
      },
    },
    {
      text: 'Reading the second page is a SIGBUS now: the mapping is there, the file has no such page. The copy of the first page can still be read.',
      at: { call: 'load(0x10011000)', nth: 2 },
      mark: { address: SHARED + PAGE, pages: 1 },
    },
  ],
  reading: [
    manualPage('mmap', 2),
    manualPage('msync', 2),
    manualPage('memfd_create', 2),
    kernelPage('admin-guide/mm/concepts', 'Concepts overview: the page cache'),
  ],
  related: ['page-fault', 'fork'],
};

const STACK = 0x7fff_f75d_0000n;
const CLONE = 'clone3({flags=CLONE_VM';

const threads: Tour = {
  id: 'threads',
  theme: 'sharing',
  title: 'What does a thread cost?',
  question: 'A thread takes a block of 1000 bytes, and the program grows by 72 MiB. Why?',
  sample: 'story-threads',
  steps: [
    {
      text: 'Threads share one address space: one `mm_struct`, one tree, one set of page tables. What each of them needs for itself is a stack. The C library makes it with `mmap()` before it starts the thread: 8 MiB and one page, at first without any permissions.',
      at: { call: 'mmap(NULL, 8392704' },
      mark: { address: STACK },
      show: ['maps'],
    },
    {
      text: 'Then all but the lowest page becomes readable and writable.',
      at: { call: 'mmap(NULL, 8392704' },
      mark: { address: STACK },
      exercise: {
        question: 'How many VMAs more are there after this `mprotect()`?',
        choices: ['0', '1', '2'],
        hints: ['The lowest page keeps its protection.'],
        answer: moreMappings,
        right: 1,
        because:
          'One: the lowest page stays `---p`. It is a **guard page**: a thread that runs off its stack gets a SIGSEGV there, instead of writing into whatever lies below. Such a stack does not grow; its size was fixed when the thread was made.',
        later: { call: 'mprotect(0x7ffff75d1000' },
        laterMark: { address: STACK, pages: 2 },
      },
    },
    {
      text: 'The thread is started with `CLONE_VM`: no copy of anything.',
      at: { call: 'brk(0x55555557a000)' },
      exercise: {
        question: 'How many VMAs more are there after `clone3()`?',
        unit: 'VMAs',
        hints: ['fork duplicates them. This is no fork.'],
        answer: moreMappings,
        right: 0,
        because:
          'None. Two tasks now have the same `mm_struct`; it only counts one user more. That is the difference between a thread and a process, as the kernel sees it.',
        later: { call: CLONE },
      },
    },
    {
      text: 'The thread calls `malloc(1000)`. So that threads need not wait for each other, the C library gives it a heap of its own, an *arena*: 64 MiB that begin at a multiple of 64 MiB. To get such a place it maps 128 MiB without any permissions.',
      at: { call: 'mmap(NULL, 134217728' },
      mark: { address: 0x7fff_f000_0000n },
    },
    {
      text: 'What lies before and behind the 64 MiB is unmapped again.',
      at: { call: 'mmap(NULL, 134217728' },
      mark: { address: 0x7fff_f000_0000n },
      exercise: {
        question: 'How many MiB of `VmSize` does the arena cost in the end?',
        unit: 'MiB',
        hints: ['12 MiB are taken off below, 52 above.'],
        answer: ({ after }) => {
          const vma = mappingAt(after, 0x7fff_f000_0000n);
          return vma === undefined ? 0 : ((vma.end - vma.start) * 4) / 1024;
        },
        right: 64,
        because:
          '64 MiB of addresses, and no memory: the mapping has no permissions and `MAP_NORESERVE`, so that nothing is charged for it. The next call makes the first 132 KiB writable, and those are what malloc gives out. With 8 MiB of stack that makes the 72 MiB.',
        later: { call: 'munmap(0x7ffff4000000' },
        laterMark: { address: 0x7fff_f000_0000n },
      },
    },
    {
      text: 'When the thread ends, the pages of its stack are given back (`MADV_DONTNEED`), and the mapping is kept: the C library puts it aside. A second thread is started after that.',
      at: { call: 'exit(0)' },
      mark: { address: STACK + PAGE },
      exercise: {
        question: 'How many VMAs more are there when the second thread has ended, too?',
        choices: ['0', '1', '2', '4'],
        hints: ['Both the stack and the arena of the first thread are free now.'],
        answer: moreMappings,
        right: 0,
        because:
          'None: it took over the stack and the arena of the first one. So what a program with threads has in VmSize says how many threads ran at the same time, and little about memory.',
        later: { call: 'exit(0)', nth: 2 },
        laterMark: { address: STACK + PAGE },
      },
    },
  ],
  reading: [manualPage('pthreads', 7), manualPage('clone', 2), manualPage('mallopt', 3)],
  related: ['fork', 'malloc', 'stack'],
};

/** In the order of the list. */
export const SHARING_TOURS: readonly Tour[] = [fork, sharedFiles, threads];
