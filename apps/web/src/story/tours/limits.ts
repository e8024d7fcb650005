/*
 * Tours about growing and about what stops it: pieces that split and merge, stacks, limits and promises. Scripts that a real kernel
 * performed, with everything that /proc shows after each call.
 */
import { failureOf, mappingAt, moreMappings, moreOf } from '../look.ts';
import { kernelPage, manualPage, type Tour } from '../tour.ts';

const AREA = 0x1000_0000n;
const PAGE = 0x1000n;

const splitAndMerge: Tour = {
  id: 'split-and-merge',
  theme: 'limits',
  title: 'Splitting and merging',
  question:
    'Eight pages are mapped by one call. How many mappings can become of them, and how do they become one again?',
  sample: 'story-pieces',
  steps: [
    {
      text: 'Eight pages, readable and writable: one VMA.',
      at: { call: 'mmap(0x10000000' },
      mark: { address: AREA },
      show: ['maps'],
      exercise: {
        question: 'The fourth and the fifth become read-only. How many VMAs more are there?',
        choices: ['0', '1', '2'],
        hints: ['A VMA has one set of permissions.'],
        answer: moreMappings,
        right: 2,
        because:
          'Two more: the part before, the part in question, the part behind. `mprotect()` splits at both ends and then changes what is left between.',
        later: { call: 'mprotect(0x10003000' },
        laterMark: { address: AREA, pages: 8 },
      },
    },
    {
      text: 'The same two pages become writable again.',
      at: { call: 'mprotect(0x10003000' },
      mark: { address: AREA, pages: 8 },
      exercise: {
        question: 'How many VMAs fewer are there?',
        choices: ['0', '1', '2'],
        hints: ['Neighbours with the same permissions and the same origin can be told as one range.'],
        answer: ({ before, after }) => before.vmas.length - after.vmas.length,
        right: 2,
        because:
          'Two: both neighbours are as the middle will be, so that the kernel merges all three. It looks for that at each change. Without it, programs that go on changing protections would run into the limit of 65530 mappings (`vm.max_map_count`).',
        later: { call: 'mprotect(0x10003000', nth: 2 },
        laterMark: { address: AREA },
      },
    },
    {
      text: '`munmap()` of one page in the middle leaves two VMAs and a hole. It takes addresses back, and whatever lies outside of its range stays: unmapping a part of a mapping is normal, and so is unmapping several at once.',
      at: { call: 'munmap(0x10004000' },
      mark: { address: AREA, pages: 8 },
    },
    {
      text: 'The first page was written since, and one page more was unmapped. Now new memory is mapped exactly into the hole.',
      at: { call: 'munmap(0x10005000' },
      mark: { address: AREA, pages: 8 },
      exercise: {
        question: 'How many VMAs fewer are there, with one mapped?',
        choices: ['0', '1', '2'],
        hints: [
          'The left one has pages of its own, the right one and the new one have none.',
          'Whoever has none can still become part of any.',
        ],
        answer: ({ before, after }) => before.vmas.length - after.vmas.length,
        right: 1,
        because:
          'One fewer: the new one fills the hole, and all three become one. The left one has an `anon_vma` (the record of who may have its pages), since it was written; a mapping without one can join it. Had the right one been written while the hole was there, it would have an `anon_vma` of its own, and would have stayed apart.',
        later: { call: 'mmap(0x10004000' },
        laterMark: { address: AREA },
      },
    },
    {
      text: 'One page becomes `PROT_NONE`, and is then replaced by shared memory of the same protection as its neighbours.',
      at: { call: 'mprotect(0x10002000' },
      mark: { address: AREA, pages: 8 },
      exercise: {
        question: 'Do the three become one again?',
        choices: ['yes', 'no'],
        hints: ['The same permissions are not enough: where do the bytes come from?'],
        answer: ({ after }) => (mappingAt(after, AREA)?.end === mappingAt(after, AREA + 7n * PAGE)?.end ? 'yes' : 'no'),
        right: 'no',
        because:
          'No. Shared anonymous memory is a file that has no name; private memory has none. Mappings merge if flags, file and offset fit, and nothing else (a name, a memory policy, a userfaultfd) tells them apart.',
        later: { call: 'mmap(0x10002000' },
        laterMark: { address: AREA, pages: 8 },
      },
    },
    {
      text: 'One `munmap()` takes all of it away. It does not matter to it how many VMAs that are, or whether there are holes between: it succeeds even where nothing is mapped.',
      at: { call: 'munmap(0x10000000' },
      show: ['maps'],
    },
  ],
  reading: [
    manualPage('mmap', 2),
    manualPage('mprotect', 2),
    kernelPage('mm/process_addrs', 'Process addresses'),
    kernelPage('admin-guide/sysctl/vm', 'sysctl: vm.max_map_count'),
  ],
  related: ['one-library', 'malloc', 'gap'],
};

const STACK = 0x1040_0000n;

const stack: Tour = {
  id: 'stack',
  theme: 'limits',
  title: 'How far does a stack grow?',
  question: 'A stack has no size; it grows when it is used. What keeps it from growing into something else?',
  sample: 'story-stack',
  steps: [
    {
      text: 'Two pages, mapped with `MAP_GROWSDOWN`: what the kernel makes for each program as `[stack]`, made here by hand. The highest page was written. Nothing is mapped below.',
      at: { call: 'store(0x10401000)' },
      mark: { address: STACK },
      show: ['maps'],
    },
    {
      text: 'The program writes below the mapping, one page below its start.',
      at: { call: 'store(0x10401000)' },
      mark: { address: STACK },
      exercise: {
        question: 'What happens?',
        choices: ['SIGSEGV', 'the mapping grows'],
        hints: ['No VMA has this address. But the next one above may grow downwards.'],
        answer: (look) => (moreOf(look, 'VmStk') > 0 ? 'the mapping grows' : failureOf(look)),
        right: 'the mapping grows',
        because:
          'It grows to the page that was touched. The fault finds no VMA, but the next one above has the flag `gd`. So a stack needs no size in advance, only addresses that nobody else takes, and a limit (`RLIMIT_STACK`, 8 MiB here).',
        later: { call: 'store(0x103ff000)' },
        laterMark: { address: STACK },
      },
    },
    {
      text: 'Then it writes 15 pages further down, without touching what lies between. A function with a large array does that.',
      at: { call: 'store(0x103ff000)' },
      mark: { address: STACK },
      exercise: {
        question: 'By how much does `VmStk` grow?',
        unit: 'kB',
        hints: ['The mapping has to be in one piece.', '15 pages of 4 kB.'],
        answer: (look) => moreOf(look, 'VmStk'),
        right: 60,
        because:
          'By 60 kB of addresses: everything down to the page that was touched belongs to the stack now. Memory came for that one page only.',
        later: { call: 'store(0x103f0000)' },
        laterMark: { address: STACK },
      },
    },
    {
      text: 'Something else is mapped far below, at 0x10200000. The stack grows once more, until 256 pages (a megabyte) are between the two: this still works.',
      at: { call: 'store(0x10301000)' },
      mark: { address: 0x1030_1000n },
    },
    {
      text: 'And one page more.',
      at: { call: 'store(0x10301000)' },
      mark: { address: 0x1030_1000n },
      exercise: {
        question: 'What happens now, 255 pages above the other mapping?',
        choices: ['SIGSEGV', 'the mapping grows'],
        hints: ['The addresses are free. But what does a program want that jumps so far?'],
        answer: (look) => (moreOf(look, 'VmStk') > 0 ? 'the mapping grows' : failureOf(look)),
        right: 'SIGSEGV',
        because:
          'SIGSEGV: below a stack the kernel keeps a **guard gap** of 256 pages to anything that is accessible. One page would not be enough: a function with a large array jumps over it (the attack was called Stack Clash, 2017). `mmap()` without `MAP_FIXED` leaves the gap free, too.',
        later: { call: 'store(0x10300000)' },
        laterMark: { address: 0x1020_0000n },
      },
    },
    {
      text: 'The mapping below is made inaccessible (`PROT_NONE`), and the program tries the same address again.',
      at: { call: 'mprotect(0x10200000' },
      mark: { address: 0x1020_0000n },
      exercise: {
        question: 'And now?',
        choices: ['SIGSEGV', 'the mapping grows'],
        hints: ['What is the gap there to protect?'],
        answer: (look) => (moreOf(look, 'VmStk') > 0 ? 'the mapping grows' : failureOf(look)),
        right: 'the mapping grows',
        because:
          'It grows: a neighbour that nobody can access is a guard itself, and does not count. It would grow right up to it. Threads do it this way: their stacks are fixed, with a `PROT_NONE` page below.',
        later: { call: 'store(0x10300000)', nth: 2 },
        laterMark: { address: 0x1030_0000n },
      },
    },
  ],
  reading: [
    manualPage('mmap', 2),
    manualPage('getrlimit', 2),
    kernelPage('admin-guide/kernel-parameters', 'stack_guard_gap='),
  ],
  related: ['threads', 'overcommit'],
};

const overcommit: Tour = {
  id: 'overcommit',
  theme: 'limits',
  title: 'Promises and limits',
  question: 'This machine has 24 GB of memory. May a program map a terabyte?',
  sample: 'story-limits',
  steps: [
    {
      text: 'A terabyte of private, writable memory is asked for. The machine has 24 GB and no swap, and `vm.overcommit_memory` is 0, as it usually is.',
      at: 'start',
      show: ['maps', 'counters'],
      exercise: {
        question: 'What does `mmap()` say?',
        choices: ['success', 'ENOMEM'],
        hints: [
          'Mode 0 refuses only what is obviously too much.',
          'Obviously: more in one call than memory and swap together.',
        ],
        answer: failureOf,
        right: 'ENOMEM',
        because:
          'ENOMEM. In mode 0 a single request may not be larger than all memory and swap together; ten requests of 20 GB would pass. Pages that are private and writable are *charged*: each may be needed one day.',
        later: { call: 'mmap(NULL, 1099511627776' },
      },
    },
    {
      text: 'The same with `MAP_NORESERVE`: do not charge, I know what I do.',
      at: { call: 'mmap(NULL, 1099511627776' },
      exercise: {
        question: 'And now?',
        choices: ['success', 'ENOMEM'],
        hints: ['Addresses there are: 128 TiB of them.'],
        answer: failureOf,
        right: 'success',
        because:
          'It succeeds: `VmSize` is over a terabyte, and no page of it is there. Sanitizers and language runtimes reserve addresses that way. With `overcommit_memory=2` the flag would be ignored.',
        later: { call: 'mmap(NULL, 1099511627776', nth: 2 },
        laterMark: { address: 0x7eff_f7e0_0000n },
      },
    },
    {
      text: '16 MiB are mapped, and one byte is written.',
      at: { call: 'mmap(0x10000000' },
      mark: { address: AREA },
      exercise: {
        question: 'By how much does `VmRSS` grow by that byte?',
        unit: 'kB',
        hints: ['Charged is not the same as there.'],
        answer: (look) => moreOf(look, 'VmRSS'),
        right: 4,
        because:
          'A page, 4 kB. 16 MiB were charged by `mmap()` (`Committed_AS` in /proc/meminfo), and one page is used. If all programs called in what they were promised, memory would run out at a page fault, where no error can be returned: then the OOM killer chooses a process.',
        later: { call: 'store(0x10000000)' },
        laterMark: { address: AREA, pages: 1 },
      },
    },
    {
      text: 'Now `RLIMIT_DATA` is set to 4 MiB, far below what is mapped already. Limits are asked when something is added. 8 MiB, writable:',
      at: { call: 'prlimit64(0, RLIMIT_DATA' },
      exercise: {
        question: 'What does `mmap()` say?',
        choices: ['success', 'ENOMEM'],
        hints: ['Private and writable is what the limit calls data.'],
        answer: failureOf,
        right: 'ENOMEM',
        because:
          'ENOMEM: since Linux 4.7 `RLIMIT_DATA` counts all private writable memory, not the heap alone. What was mapped before stays.',
        later: { call: 'mmap(0x20000000' },
      },
    },
    {
      text: 'The same 8 MiB read-only are no data, and can be mapped. Then they are made writable by `mprotect()`.',
      at: { call: 'mmap(0x20000000', nth: 2 },
      mark: { address: 0x2000_0000n },
      exercise: {
        question: 'What does `mprotect()` say?',
        choices: ['success', 'ENOMEM', 'EACCES'],
        hints: ['Is there a back door?'],
        answer: failureOf,
        right: 'ENOMEM',
        because:
          'ENOMEM: making memory writable is asked the same question as mapping it, the charge included. Without the limit the same call succeeds, a line further on.',
        later: { call: 'mprotect(0x20000000' },
        laterMark: { address: 0x2000_0000n },
      },
    },
    {
      text: 'So there are three kinds of limits: addresses (`RLIMIT_AS`, what fits), promises (overcommit, `RLIMIT_DATA`) and memory itself (control groups, the OOM killer). Only the first two can be told by an error.',
      at: { call: 'mprotect(0x20000000', nth: 2 },
      mark: { address: 0x2000_0000n },
    },
  ],
  reading: [
    kernelPage('mm/overcommit-accounting', 'Overcommit accounting'),
    manualPage('getrlimit', 2),
    manualPage('proc_sys_vm', 5),
  ],
  related: ['where-did-my-memory-go', 'double-charge', 'may-expand-vm'],
};

/** In the order of the list. */
export const LIMIT_TOURS: readonly Tour[] = [splitAndMerge, stack, overcommit];
