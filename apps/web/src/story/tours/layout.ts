/*
 * Tours about how a program is laid out: what a mapping is, why a library has many, what malloc asks for, what exec throws away.
 * Recorded programs, x86-64, address randomisation off.
 */
import { mappingAt, mappingsOf, moreMappings } from '../look.ts';
import { kernelPage, manualPage, type Tour } from '../tour.ts';

const LIBC = 'libc.so.6';
const LIBC_FIRST = 'mmap(NULL, 1974096, PROT_READ';

const whatIsAVma: Tour = {
  id: 'what-is-a-vma',
  theme: 'programs',
  title: 'What is a VMA?',
  question:
    'A program has 128 TiB of addresses, and a few megabytes of memory. How does the kernel know which addresses mean anything?',
  sample: 'story-cat',
  steps: [
    {
      text: 'This is `cat` a moment after `execve`, before it has run one instruction of its own `main`. Each line of /proc/PID/maps is one **virtual memory area**, a VMA: a range of pages with the same permissions and the same origin. An address that is in none of them means nothing: touching it is a SIGSEGV.',
      at: 'start',
      show: ['maps'],
    },
    {
      text: 'The first four lines are `cat` itself: the file is mapped piece by piece, because code may be executed and not written, and data the other way round. A VMA says where the bytes come from (file and offset) and what may be done with them (`r-x`, `rw-`). It does not say that anything is in memory yet.',
      at: 'start',
      mark: { name: '/usr/bin/cat' },
      show: ['maps'],
    },
    {
      text: 'The kernel has to find the VMA of an address at every page fault. It keeps them in a maple tree, sorted by address: a leaf holds up to 16 ranges, so that a few steps down are enough even where there are tens of thousands. Before 6.1 it was a red-black tree and a linked list.',
      at: 'start',
      show: ['tree'],
    },
    {
      text: 'Now the dynamic linker asks for two pages of memory of its own: no file (`MAP_ANONYMOUS`), readable and writable, anywhere (`NULL`).',
      at: 'start',
      show: ['maps'],
      exercise: {
        question: 'How many VMAs more are there after this `mmap()`?',
        choices: ['0', '1', '2'],
        hints: ['Two pages with the same permissions and the same origin.', 'A VMA is a range, not a page.'],
        answer: moreMappings,
        right: 1,
        because:
          'One. The size does not matter: a VMA of two pages and one of 10 GiB cost the kernel the same, one `vm_area_struct` and a slot in the tree. The kernel chose the place: below what is mapped already, because mappings grow downwards from the top.',
        later: { call: 'mmap(NULL, 8192' },
        laterMark: { address: 0x7fff_f7fc_0000n },
      },
    },
    {
      text: 'A file is mapped the same way. `/etc/ld.so.cache` tells the linker where libraries lie; it is mapped, read, and unmapped a few calls later.',
      at: { call: 'ld.so.cache' },
      mark: { name: 'ld.so.cache' },
      exercise: {
        question: 'Its 37759 bytes are no multiple of a page (4096 bytes). How many pages does the VMA have?',
        unit: 'pages',
        hints: ['A VMA begins and ends at a page boundary.', '37759 / 4096 = 9.2'],
        answer: ({ after }) => {
          const vma = mappingAt(after, 0x7fff_f7fb_6000n);
          return vma === undefined ? 0 : vma.end - vma.start;
        },
        right: 10,
        because:
          'Ten: the hardware translates addresses by pages, so nothing smaller can be mapped. The rest of the last page, behind the end of the file, reads as zeroes. A page that lies wholly behind the end would be a SIGBUS.',
      },
    },
    {
      text: 'When `cat` ends, everything goes at once. Nothing was ever copied to make these VMAs: they are promises, and pages come when they are touched. That is the next question.',
      at: { call: 'brk(0x555555581000)' },
      show: ['maps'],
    },
  ],
  reading: [
    kernelPage('admin-guide/mm/concepts', 'Concepts overview: virtual memory'),
    kernelPage('mm/process_addrs', 'Process addresses: VMAs and their locks'),
    manualPage('proc_pid_maps', 5),
    manualPage('mmap', 2),
  ],
  related: ['one-library', 'page-fault'],
};

const oneLibrary: Tour = {
  id: 'one-library',
  theme: 'programs',
  title: 'Why five lines for one library?',
  question: '`libc.so.6` is one file. Why does it stand five times in /proc/PID/maps?',
  sample: 'story-cat',
  steps: [
    {
      text: 'The linker first maps all of the library in one piece, read-only. That reserves enough addresses in a row: the parts of a library must keep their distances, since its code finds its data relative to itself.',
      at: { call: LIBC_FIRST },
      mark: { name: LIBC },
      show: ['maps'],
    },
    {
      text: 'Then it maps the parts over it with `MAP_FIXED`: the code first, readable and executable, into the middle of the range.',
      at: { call: LIBC_FIRST },
      mark: { name: LIBC },
      exercise: {
        question: 'How many VMAs does libc have after that call?',
        choices: ['1', '2', '3'],
        hints: [
          'A VMA has one set of permissions.',
          'The new one lies in the middle: something of the old one is left on both sides.',
        ],
        answer: ({ after }) => mappingsOf(after, LIBC),
        right: 3,
        because:
          'Three. What was in the way is split at both ends of the new range, the middle is replaced, and the rests stay. `MAP_FIXED` never asks whether something is there: that is why it is right for a linker that has just reserved the place, and dangerous elsewhere.',
        later: { call: 'mmap(0x7ffff7dfa000' },
        laterMark: { name: LIBC },
      },
    },
    {
      text: 'Next comes the read-only data (`.rodata`), with the offset at which it stands in the file. The rest of the big mapping has just that protection and just that offset already.',
      at: { call: 'mmap(0x7ffff7dfa000' },
      mark: { name: LIBC },
      exercise: {
        question: 'How many VMAs more does that call make?',
        choices: ['0', '1', '2'],
        hints: ['It replaces a VMA by one that is exactly like it.'],
        answer: moreMappings,
        right: 0,
        because:
          'None: it replaces one VMA by an equal one, and the count stays. The linker does not know that and need not: it follows the table in the file (its *program headers*), one call for each segment.',
        later: { call: 'mmap(0x7ffff7f50000' },
        laterMark: { name: LIBC },
      },
    },
    {
      text: 'The writable data come last, private and writable. A process that writes there gets a copy of the page; the file and all other processes keep theirs. Behind them the file ends, and memory without a file follows: variables that begin as zero (`.bss`) need no bytes in the file.',
      at: { call: 'mmap(0x7ffff7fa9000' },
      mark: { name: LIBC },
    },
    {
      text: 'When all addresses are filled in, the linker makes the first four of the six data pages read-only again. They hold the table of functions in other libraries, which an attacker would like to overwrite (this is called RELRO).',
      at: { call: 'mmap(NULL, 12288' },
      mark: { name: LIBC },
      exercise: {
        question: 'How many lines does libc have after that `mprotect()`?',
        choices: ['3', '4', '5', '6'],
        hints: ['It has four now.', 'Part of one VMA gets other permissions.'],
        answer: ({ after }) => mappingsOf(after, LIBC),
        right: 5,
        because:
          'Five: header and symbols `r--`, code `r-x`, constants `r--`, relocated data `r--`, variables `rw-`. The two `r--` in a row do not become one: the second was mapped as writable, and is still charged as such (`ac` in smaps).',
        later: { call: 'mprotect(0x7ffff7fa3000' },
        laterMark: { name: LIBC },
      },
    },
  ],
  reading: [manualPage('ld.so', 8), manualPage('elf', 5), manualPage('mprotect', 2)],
  related: ['what-is-a-vma', 'split-and-merge'],
};

const BIG = 'mmap(NULL, 1052672';

const malloc: Tour = {
  id: 'malloc',
  theme: 'programs',
  title: 'What does malloc ask of the kernel?',
  question: 'A program calls malloc() 301 times and free() 301 times. How often does the kernel hear of it?',
  sample: 'story-malloc',
  steps: [
    {
      text: 'The program (a dozen lines of C) takes 300 blocks of 1000 bytes, then one of a megabyte, and frees them. malloc belongs to the C library: it asks the kernel for large pieces and cuts them up itself. Until now it has nothing.',
      at: { call: 'munmap(0x7ffff7fb6000' },
      show: ['maps'],
    },
    {
      text: 'The first malloc asks where the heap ends (`brk(NULL)`), and moves that end up by 132 KiB: 128 KiB of reserve beside what was asked for. The kernel calls this VMA `[heap]`. It lies right behind the program, so that there is one, and it can grow.',
      at: { call: 'brk(0x55555557a000)' },
      mark: { name: '[heap]' },
    },
    {
      text: '300 blocks are 300,000 bytes: when the reserve is used up, malloc asks again.',
      at: { call: 'brk(0x55555557a000)' },
      mark: { name: '[heap]' },
      exercise: {
        question: 'How many VMAs more are there after the second and the third `brk()`?',
        choices: ['0', '1', '2'],
        hints: ['The new memory lies directly behind the old, with the same permissions.'],
        answer: moreMappings,
        right: 0,
        because:
          'None: the heap grows in place. Of 301 calls of malloc, the kernel has seen three so far. A system call costs far more than cutting a block off a piece that is there.',
        later: { call: 'brk(0x5555555bc000)' },
        laterMark: { name: '[heap]' },
      },
    },
    {
      text: 'A megabyte is more than 128 KiB: from that size on, malloc does not cut it from the heap but calls `mmap()`. So a large block can go back to the kernel alone, whatever lies above it.',
      at: { call: 'brk(0x5555555bc000)' },
      exercise: {
        question: 'How many VMAs more are there after this `mmap()`?',
        choices: ['0', '1'],
        hints: [
          'The kernel places it directly below what was mapped last.',
          'What lies there is private, anonymous, readable and writable, too.',
        ],
        answer: moreMappings,
        right: 0,
        because:
          'None. It lies directly below 12 KiB of anonymous memory that the linker asked for, and the kernel makes one VMA of the two. So a line of maps is not a block of malloc, and not one call of mmap either.',
        later: { call: BIG },
        laterMark: { address: 0x7fff_f7cd_0000n },
      },
    },
    {
      text: 'Now 299 of the 300 small blocks are freed. No call in this list belongs to that: free only notes that they are free. The 300th is the last one on the heap: when it goes, more than 128 KiB are free at its end.',
      at: { call: BIG },
      mark: { name: '[heap]' },
      exercise: {
        question: 'What does free() do then?',
        choices: ['it unmaps each block', 'it lowers the end of the heap', 'nothing'],
        hints: ['The heap can only shrink from its end.', 'Look for the next call.'],
        answer: ({ before, after }) => {
          const [old, now] = [mappingAt(before, 0x5555_5555_9000n), mappingAt(after, 0x5555_5555_9000n)];
          if (old === undefined || now === undefined) return 'it unmaps each block';
          return now.end < old.end ? 'it lowers the end of the heap' : 'nothing';
        },
        right: 'it lowers the end of the heap',
        because:
          'It calls `brk()` with a lower end, and keeps some 128 KiB for the next malloc. Had the last block stayed, nothing could have gone back: one small block at the end of the heap keeps everything below it. That is why a program that freed all its memory may still look large.',
        later: { call: 'brk(0x55555557b000)' },
        laterMark: { name: '[heap]' },
      },
    },
    {
      text: 'The megabyte goes back by `munmap()`, at once and alone. The VMA that it had become part of shrinks to what it was. 602 calls of malloc and free: six of the kernel, the question where the heap is not counted.',
      at: { call: 'munmap(0x7ffff7cd0000' },
      show: ['maps'],
    },
  ],
  reading: [manualPage('malloc', 3), manualPage('mallopt', 3), manualPage('brk', 2)],
  related: ['split-and-merge', 'where-did-my-memory-go'],
};

const EXEC = 'execve("/usr/bin/cat"';

const exec: Tour = {
  id: 'exec',
  theme: 'programs',
  title: 'What does exec throw away?',
  question: 'A shell becomes another program without becoming another process. What is left of its memory?',
  sample: 'story-exec',
  steps: [
    {
      text: 'A shell (`dash`) was told to run `exec cat hello.txt`. It has mapped its libraries and a heap, and it has read the command. There was no fork: the same process will go on as `cat`.',
      at: { call: 'brk(0x555555597000)' },
      show: ['maps'],
    },
    {
      text: 'Until here a failing `execve()` would return to the shell. So the kernel prepares the new address space *beside* the old one: it makes a stack at the top of all addresses, copies arguments and environment to it, and looks at the file. Only when nothing can go wrong any more does it let go of the old.',
      at: { call: 'brk(0x555555597000)' },
      exercise: {
        question: 'How many of the mappings of the shell are still there afterwards?',
        choices: ['all that are files', 'only the stack', 'none'],
        hints: [
          'Even libc is mapped again, a few calls later.',
          'The new stack was made before, in the new address space.',
        ],
        answer: ({ before, after }) => {
          const ids = new Set(before.vmas.map(({ id }) => id));
          const kept = after.vmas.filter(({ id }) => ids.has(id));
          if (kept.length === 0) return 'none';
          return kept.every(({ kind }) => kind === 'stack') ? 'only the stack' : 'all that are files';
        },
        right: 'none',
        because:
          'None. The process has another `mm_struct`, with the program, the linker, the vdso and a stack, and the old one is torn down as at an exit. What stays belongs to the process, not to its memory: its number, its open files (without close-on-exec), its working directory, its limits.',
        later: { call: EXEC },
      },
    },
    {
      text: 'So the new program begins with what the kernel has mapped for it, and nothing else: its file (four segments), the linker (four), three mappings of the vdso, and a stack. Both programs use the same libc, and it will be mapped again, piece by piece. That is cheaper than it looks: its pages are in the page cache, and a mapping only points to them.',
      at: { call: EXEC },
      show: ['maps'],
      exercise: {
        question: 'The shell had 24 VMAs before the call. How many does `cat` begin with?',
        unit: 'VMAs',
        hints: ['Count what is named above.'],
        answer: ({ after }) => after.vmas.length,
        right: 12,
        because:
          "Twelve, the same as in *What is a VMA?*, where `cat` was started directly: what was there before leaves no trace. `[vsyscall]` stands in maps as well, but is no VMA: it lies outside of the program's half of the addresses.",
      },
    },
    {
      text: 'From here on it is the start of every program: the linker maps the cache of library names, libc, and its own memory. Compare it with *Why five lines for one library?*, which is told on the same program.',
      at: { call: 'brk(0x555555581000)' },
      show: ['maps'],
    },
  ],
  reading: [
    manualPage('execve', 2),
    kernelPage('filesystems/proc', '/proc: what belongs to a process'),
    manualPage('ld.so', 8),
  ],
  related: ['one-library', 'fork'],
};

/** In the order of the list. */
export const LAYOUT_TOURS: readonly Tour[] = [whatIsAVma, oneLibrary, malloc, exec];
