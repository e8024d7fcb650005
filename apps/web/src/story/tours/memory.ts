/*
 * Tours about memory that is really there: page faults, what is counted, huge pages. Small scripts that a real kernel performed, with
 * everything that /proc shows after each call; the model predicts all of it.
 */
import { failureOf, moreOf, sizeAt, visitsOf } from '../look.ts';
import { kernelPage, manualPage, type Tour } from '../tour.ts';

const AREA = 0x1000_0000n;
const NOTES = 0x1001_0000n;
const PAGE = 0x1000n;

const pageFault: Tour = {
  id: 'page-fault',
  theme: 'memory',
  title: 'What is a page fault?',
  question: 'mmap() gives memory that is not there. Who brings it, and when?',
  sample: 'story-faults',
  steps: [
    {
      text: 'Four pages were mapped, and nothing else happened: no page was taken, no page table filled in. The VMA is a promise. The right side shows the walk that the processor makes for the first of them: it ends in an empty entry.',
      at: { call: 'mmap(0x10000000' },
      mark: { address: AREA, pages: 1 },
      show: ['maps', 'tables'],
    },
    {
      text: 'The program reads the first page. The processor finds no entry and calls the kernel: that is a page fault. The kernel looks for the VMA, finds that reading is allowed, and lets the entry point to something.',
      at: { call: 'mmap(0x10000000' },
      mark: { address: AREA, pages: 1 },
      show: ['tables'],
      exercise: {
        question: 'How much more memory does the process have after that read (`VmRSS`)?',
        choices: ['0 kB', '4 kB', '16 kB'],
        hints: [
          'Memory that nobody wrote reads as zeroes.',
          'One page full of zeroes would do for all readers of the machine.',
        ],
        answer: (look) => `${moreOf(look, 'VmRSS')} kB`,
        right: '0 kB',
        because:
          'None: the entry points to **the zero page**, one page for the whole machine, and read-only. It counts for nobody. A program that reads a large empty array costs page tables, and no memory.',
        later: { call: 'load(0x10000000)' },
        laterMark: { address: AREA, pages: 1 },
      },
    },
    {
      text: "Now it writes there. An entry exists, but it is read-only: another fault, and the kernel sees that the VMA allows writing. It takes a fresh page, fills it with zeroes, and replaces the entry. From now on the page is the process's own.",
      at: { call: 'store(0x10000000)' },
      mark: { address: AREA, pages: 1 },
      show: ['tables'],
    },
    {
      text: 'The same address is read once more.',
      at: { call: 'store(0x10000000)' },
      mark: { address: AREA, pages: 1 },
      exercise: {
        question: 'What does the kernel do now?',
        choices: ['it looks for the VMA again', 'it hears nothing of it'],
        hints: ['The entry is there and allows it.'],
        answer: (look) =>
          visitsOf(look, 'handle_mm_fault') === 0 ? 'it hears nothing of it' : 'it looks for the VMA again',
        right: 'it hears nothing of it',
        because:
          'Nothing: the processor finds the entry, or has it in its TLB, and goes on. Faults are the price of the first touch; afterwards memory costs what the hardware costs.',
        later: { call: 'load(0x10000000)', nth: 2 },
      },
    },
    {
      text: 'Two pages of a file are mapped next (a memfd: a file that lives in memory), four pages long and read-only. A fault there looks for the page in the **page cache**. It is there or is made at once: a *minor* fault. Where a disk must be read first, it is a *major* one, and takes as long as that takes.',
      at: { call: 'load(0x10010000)' },
      mark: { address: NOTES, pages: 1 },
      show: ['tables'],
    },
    {
      text: 'Three faults remain that nobody can repair. The first one writes to the mapping that is read-only.',
      at: { call: 'load(0x10010000)' },
      mark: { address: NOTES, pages: 1 },
      exercise: {
        question: 'What does the program get?',
        choices: ['SIGSEGV', 'SIGBUS', 'success'],
        hints: ['The VMA is there, and does not allow it.'],
        answer: failureOf,
        right: 'SIGSEGV',
        because:
          'SIGSEGV, with `si_code` SEGV_ACCERR: there is a mapping, and it forbids this. What a VMA allows is asked first; what the entry says comes after.',
        later: { call: 'store(0x10010000)' },
      },
    },
    {
      text: 'The second one reads the third page of the mapping. The file has only two.',
      at: { call: 'store(0x10010000)' },
      mark: { address: NOTES + 2n * PAGE, pages: 1 },
      exercise: {
        question: 'And here?',
        choices: ['SIGSEGV', 'SIGBUS', 'success'],
        hints: ['The mapping allows reading. The file has no such page.'],
        answer: failureOf,
        right: 'SIGBUS',
        because:
          'SIGBUS: the mapping is right, what it maps is not there. A mapping may be longer than its file, and a file may be truncated under it: who reads mapped files has to expect this.',
        later: { call: 'load(0x10012000)' },
      },
    },
    {
      text: 'The last one reads an address that nobody has mapped: SIGSEGV again, this time SEGV_MAPERR. Bring a page, copy one, or send a signal: that is what the kernel does at a fault.',
      at: { call: 'load(0x10008000)' },
      mark: { address: AREA + 8n * PAGE, pages: 1 },
    },
  ],
  reading: [
    kernelPage('admin-guide/mm/concepts', 'Concepts overview: page faults, page cache'),
    kernelPage('mm/page_tables', 'Page tables'),
    manualPage('sigaction', 2),
  ],
  related: ['where-did-my-memory-go', 'fork'],
};

const whereDidItGo: Tour = {
  id: 'where-did-my-memory-go',
  theme: 'memory',
  title: 'Where did my memory go?',
  question: 'Three tools show three sizes for one program: VSZ, RSS and PSS. Which one is right?',
  sample: 'story-memory',
  steps: [
    {
      text: 'A program maps 32 MiB of private memory and has not touched it. `VmSize` in /proc/PID/status (VSZ in `ps`) counts addresses: all that could be touched.',
      at: 'start',
      show: ['maps', 'counters'],
      exercise: {
        question: 'How much does `VmRSS` grow by that `mmap()`?',
        choices: ['0 kB', '4 kB', '32768 kB'],
        hints: ['RSS is the resident set: pages that are in memory now.'],
        answer: (look) => `${moreOf(look, 'VmRSS')} kB`,
        right: '0 kB',
        because:
          'Not at all. VSZ grew by 32768 kB, RSS by nothing: it counts pages that have an entry in the page tables. VSZ says how much the program has asked for, and nothing about memory.',
        later: { call: 'mmap(0x10000000' },
        laterMark: { address: AREA },
      },
    },
    {
      text: 'Now it writes one byte to each of four pages.',
      at: { call: 'mmap(0x10000000' },
      mark: { address: AREA },
      exercise: {
        question: 'How much does `VmRSS` grow by those four bytes?',
        unit: 'kB',
        hints: ['Memory comes in pages of 4 kB.'],
        answer: (look) => moreOf(look, 'VmRSS'),
        right: 16,
        because:
          'By 16 kB: a page each. They are `Private_Dirty` in smaps: nobody else has them, and there is no file from which they could be read again.',
        later: { call: 'store(0x10003000)' },
        laterMark: { address: AREA, pages: 4 },
      },
    },
    {
      text: 'Reading the ninth page costs nothing: it is the zero page, which nobody is charged for. The count of entries and the count of pages differ here already.',
      at: { call: 'load(0x10008000)' },
      mark: { address: AREA + 8n * PAGE, pages: 1 },
    },
    {
      text: '`madvise(MADV_DONTNEED)` gives the fourth page back and keeps its addresses. That is how an allocator returns memory in the middle: VSZ stays, RSS falls. The next read there finds zeroes.',
      at: { call: 'madvise(0x10003000' },
      mark: { address: AREA + 3n * PAGE, pages: 1 },
    },
    {
      text: 'The program forks, and from here on we look at the child. It has touched nothing yet; parent and child have the three pages in common.',
      at: { call: 'madvise(0x10003000' },
      mark: { address: AREA },
      exercise: {
        question: 'The mapping has 12 kB of RSS in the child. How much `Pss` does smaps say?',
        choices: ['0 kB', '6 kB', '12 kB', '24 kB'],
        hints: ['PSS is the proportional set: each page is divided by the number of those who have it.'],
        answer: ({ after }) => `${sizeAt(after, AREA, 'Pss')} kB`,
        right: '6 kB',
        because:
          'Half of it: each page is mapped twice. RSS counts such pages in full for both, so that the sum of all RSS is more than the machine has; the sum of all PSS is what programs really use.',
        later: { call: 'fork()' },
        laterMark: { address: AREA },
      },
    },
    {
      text: 'The child writes to the first page and gets a copy of its own.',
      at: { call: 'fork()' },
      mark: { address: AREA, pages: 1 },
      exercise: {
        question: 'How much does `VmRSS` of the child grow?',
        choices: ['0 kB', '4 kB'],
        hints: ['It had an entry for that page before, and has one now.'],
        answer: (look) => `${moreOf(look, 'VmRSS')} kB`,
        right: '0 kB',
        because:
          'RSS stays: one entry, one page, before and after. Pss rises from 6 to 8 kB, and `Private_Dirty` from 0 to 4. So RSS did not notice that the machine has used a page more; PSS did.',
        later: { call: 'store(0x10000000)', nth: 2 },
        laterMark: { address: AREA },
      },
    },
    {
      text: 'To ask what would be free if the program ended, look at the private sizes (USS, `Private_*`). To share memory out fairly, look at PSS (`smaps_rollup` has the sum). RSS is an upper bound, and VSZ is addresses.',
      at: { call: 'store(0x10000000)', nth: 2 },
      mark: { address: AREA },
    },
  ],
  reading: [
    manualPage('proc_pid_smaps', 5),
    manualPage('proc_pid_status', 5),
    kernelPage('filesystems/proc', '/proc: smaps and status'),
  ],
  related: ['fork', 'malloc'],
};

const hugePages: Tour = {
  id: 'huge-pages',
  theme: 'memory',
  title: 'When is a page huge?',
  question: 'The same memory can be mapped by 512 small entries or by one large one. Who decides?',
  sample: 'story-huge',
  steps: [
    {
      text: 'Four megabytes, of which the first byte was written. This machine has `transparent_hugepage=madvise`: nobody gets huge pages who did not ask. So one page of 4 kB came.',
      at: { call: 'store(0x10000000)' },
      mark: { address: AREA, pages: 1 },
      show: ['tables'],
    },
    {
      text: '`madvise(MADV_HUGEPAGE)` allows them here: the VMA now has the flag `hg`, and nothing else has changed. A huge page of x86-64 has 2 MiB; it has to begin at a multiple of 2 MiB and lie wholly within the VMA.',
      at: { call: 'MADV_HUGEPAGE' },
      mark: { address: AREA },
    },
    {
      text: 'The program writes to the second page.',
      at: { call: 'MADV_HUGEPAGE' },
      mark: { address: AREA, pages: 2 },
      exercise: {
        question: 'How much memory comes?',
        choices: ['4 kB', '2048 kB'],
        hints: ['The first two megabytes have a page table already, with one entry in it.'],
        answer: (look) => `${moreOf(look, 'VmRSS')} kB`,
        right: '4 kB',
        because:
          'A small page: where a page table stands, a fault fills its entry. To make one huge page of many small ones is work that `khugepaged` does later, or `madvise(MADV_COLLAPSE)` at once.',
        later: { call: 'store(0x10001000)' },
        laterMark: { address: AREA, pages: 2 },
      },
    },
    {
      text: 'Then it writes one byte to the second two megabytes, where there is no page table yet.',
      at: { call: 'store(0x10001000)' },
      mark: { address: 0x1020_0000n, pages: 512 },
      exercise: {
        question: 'How much memory comes now?',
        choices: ['4 kB', '2048 kB', '4096 kB'],
        hints: ['Nothing is in the way of a large entry.'],
        answer: (look) => `${moreOf(look, 'VmRSS')} kB`,
        right: '2048 kB',
        because:
          'Two megabytes for one byte: all 512 pages were zeroed and are resident. In return there is one fault instead of 512, and one entry of the TLB covers all of it. That is why it is left to `madvise`: it pays for memory that is really used.',
        later: { call: 'store(0x10200000)' },
        laterMark: { address: 0x1020_0000n, pages: 512 },
      },
    },
    {
      text: 'One page of 4 kB in there becomes read-only.',
      at: { call: 'store(0x10200000)' },
      mark: { address: 0x1020_0000n, pages: 512 },
      show: ['tables'],
      exercise: {
        question: 'How much of the mapping is in huge pages afterwards (`AnonHugePages`)?',
        choices: ['2048 kB', '2044 kB', '0 kB'],
        hints: ['One entry has one protection.'],
        answer: ({ after }) => `${sizeAt(after, 0x1020_1000n, 'AnonHugePages')} kB`,
        right: '0 kB',
        because:
          'None: the large entry is split into 512 small ones, of which one differs. The memory stays where it is, only the page table changed. That is one way in which huge pages get lost.',
        later: { call: 'mprotect(0x10200000' },
        laterMark: { address: 0x1020_0000n, pages: 512 },
      },
    },
    {
      text: 'Unmapping the last megabyte frees its 256 pages, and no more. `MADV_DONTNEED` on the rest frees the others. Small pieces can be given back, but what is left is small pages until somebody collects them again.',
      at: { call: 'madvise(0x10200000' },
      mark: { address: 0x1020_0000n, pages: 512 },
    },
  ],
  reading: [kernelPage('admin-guide/mm/transhuge', 'Transparent hugepage support'), manualPage('madvise', 2)],
  related: ['page-fault', 'where-did-my-memory-go'],
};

/** In the order of the list. */
export const MEMORY_TOURS: readonly Tour[] = [pageFault, whereDidItGo, hugePages];
