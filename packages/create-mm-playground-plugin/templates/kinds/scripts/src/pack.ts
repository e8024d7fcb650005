/**
 * Change this first: the scripts. Each says in its text what it is about (`#@ title`, `#@ question`), and what must hold: a result behind
 * `=` is compared with what the model answers, and so is what `#@ expect` says of a kernel.
 */

import type { ScriptPack } from '@mm-playground/api';

const HOLE = `#@ title A hole, and what goes into it
#@ question Where does the kernel put a page for which there is room between two mappings?
#@ system kernel=6.18
mmap(0x10000000, 3*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10001000, PAGE) = 0
mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x10001000
`;

const PROTECT = `#@ title A page with other rights
#@ question What is one mapping of three pages when the page in the middle is read-only?
#@ system kernel=6.18
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10001000, PAGE, PROT_READ) = 0
mprotect(0x10010000, PAGE, PROT_READ) = -1 ENOMEM (Cannot allocate memory)
`;

/** __name__. */
export const pack: ScriptPack = {
  id: '__name__',
  title: '__name__',
  scripts: [
    { id: 'hole', title: 'A hole', what: 'a hint is taken where there is room', text: HOLE },
    { id: 'protect', title: 'A page with other rights', what: 'a mapping is split in three', text: PROTECT },
  ],
};
