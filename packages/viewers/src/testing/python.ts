/**
 * Address spaces that look like real ones: an interpreter with its libraries, the same one a call later, and one with as
 * many VMAs as the kernel allows.
 */

import type { MmView } from '@mm-playground/api';
import { toyArch, toyLeaf, toySwap } from './toy-arch.ts';
import { ToyTables } from './toy-tables.ts';
import { viewOf, type VmaSpec } from './view-of.ts';

const EXE = '/usr/bin/python3.12';
const LIBC = '/usr/lib/x86_64-linux-gnu/libc.so.6';
const LIBM = '/usr/lib/x86_64-linux-gnu/libm.so.6';
const LD = '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2';
const LOCALE = '/usr/lib/locale/locale-archive';

/** The VMAs of an interpreter that has just started. */
const PYTHON_VMAS: readonly VmaSpec[] = [
  ['r--p', 0x5_5555_5554, 0x1f, 'file', EXE],
  ['r-xp', 0x5_5555_5573, 0x2a6, 'code', EXE, { pgoff: 0x1f }],
  ['r--p', 0x5_5555_5819, 0x11a, 'file', EXE, { pgoff: 0x2c5 }],
  ['r--p', 0x5_5555_5933, 0x1, 'data', EXE, { pgoff: 0x3de, anonVma: 3 }],
  ['rw-p', 0x5_5555_5934, 0x4f, 'data', EXE, { pgoff: 0x3df, anonVma: 3 }],
  ['rw-p', 0x5_5555_5983, 0x46, 'anon', '', { anonVma: 4 }],
  ['rw-p', 0x5_5555_6a00, 0x1c2, 'heap', '[heap]', { anonVma: 5 }],
  ['rw-p', 0x7_ffff_7600, 0x200, 'anon', '', { anonVma: 6 }],
  ['r--p', 0x7_ffff_7800, 0x2e9, 'file', LOCALE],
  ['rw-p', 0x7_ffff_7b00, 0x101, 'anon', '', { anonVma: 7 }],
  ['r--p', 0x7_ffff_7c01, 0x10, 'file', LIBM],
  ['r-xp', 0x7_ffff_7c11, 0x7f, 'code', LIBM, { pgoff: 0x10 }],
  ['r--p', 0x7_ffff_7c90, 0x57, 'file', LIBM, { pgoff: 0x8f }],
  ['rw-p', 0x7_ffff_7ce7, 0x2, 'data', LIBM, { pgoff: 0xe6, anonVma: 8 }],
  ['r--p', 0x7_ffff_7cea, 0x28, 'file', LIBC],
  ['r-xp', 0x7_ffff_7d12, 0x188, 'code', LIBC, { pgoff: 0x28 }],
  ['r--p', 0x7_ffff_7e9a, 0x4f, 'file', LIBC, { pgoff: 0x1b0 }],
  ['r--p', 0x7_ffff_7ee9, 0x4, 'data', LIBC, { pgoff: 0x1fe, anonVma: 9 }],
  ['rw-p', 0x7_ffff_7eed, 0x2, 'data', LIBC, { pgoff: 0x202, anonVma: 9 }],
  ['rw-p', 0x7_ffff_7eef, 0xd, 'anon', '', { anonVma: 10 }],
  ['---p', 0x7_ffff_7efc, 0x1, 'guard', ''],
  ['rw-p', 0x7_ffff_7efd, 0x80, 'stack', '[anon:thread stack]'],
  ['rw-s', 0x7_ffff_7f80, 0x20, 'shared', '/dev/shm/psm_0f2b9d1c'],
  ['rw-p', 0x7_ffff_7fbb, 0x2, 'anon', ''],
  ['r--p', 0x7_ffff_7fbd, 0x4, 'special', '[vvar]'],
  ['r-xp', 0x7_ffff_7fc1, 0x2, 'special', '[vdso]'],
  ['r--p', 0x7_ffff_7fc3, 0x1, 'file', LD],
  ['r-xp', 0x7_ffff_7fc4, 0x2a, 'code', LD, { pgoff: 0x1 }],
  ['r--p', 0x7_ffff_7fee, 0xb, 'file', LD, { pgoff: 0x2b }],
  ['r--p', 0x7_ffff_7ffb, 0x2, 'data', LD, { pgoff: 0x36, anonVma: 11 }],
  ['rw-p', 0x7_ffff_7ffd, 0x2, 'data', LD, { pgoff: 0x38, anonVma: 11 }],
  ['rw-p', 0x7_ffff_ffde, 0x21, 'stack', '[stack]', { anonVma: 12 }],
];

/** Fills about two thirds of the readable VMAs, the same way every time. */
function touch(specs: readonly VmaSpec[]): ToyTables {
  const tables = new ToyTables(toyArch);
  let frame = 0x8_0000;
  for (const [perms, start, pages, kind] of specs) {
    if (perms.startsWith('---')) continue;
    for (let i = 0; i < pages; i++) {
      const dice = (i * 7 + start) % 13;
      if (i > 2 && dice > 7) continue;
      const write = perms[1] === 'w' && dice !== 3;
      const special = kind === 'special';
      const state = { pfn: frame++, write, exec: perms[2] === 'x', dirty: write, young: dice !== 5, special };
      tables.set(start + i, kind === 'heap' && dice === 6 ? toySwap(1, frame) : toyLeaf(state));
    }
  }
  return tables;
}

const RSS = { anon_rss: 1_204, file_rss: 2_377, shmem_rss: 12, page_tables: 9 } as const;

/** The interpreter. `touched: false` has no page tables, as a log without accesses. */
export const pythonView = (options: { readonly touched?: boolean } = {}): MmView =>
  viewOf(PYTHON_VMAS, options.touched === false ? new ToyTables(toyArch) : touch(PYTHON_VMAS), RSS);

/** The same after `mmap(NULL, 0x80000, PROT_READ|PROT_WRITE, ...)`, an mprotect of a part, and a grown heap. */
export function pythonAfter(): MmView {
  const specs = PYTHON_VMAS.map((spec, i): VmaSpec => [
    spec[0],
    spec[1],
    spec[2],
    spec[3],
    spec[4] ?? '',
    { ...spec[5], id: i + 1 },
  ]);
  const after = specs.flatMap((spec): VmaSpec[] => {
    const [perms, start, pages, kind, name = '', more = {}] = spec;
    if (kind === 'heap') return [[perms, start, pages + 0x21, kind, name, more]];
    if (start !== 0x7_ffff_7600) return [spec];
    return [
      ['rw-p', start - 0x80, 0x80, 'anon', '', { id: 90 }],
      ['rw-p', start, 0x100, kind, name, more],
      ['r--p', start + 0x100, 0x80, kind, name, { ...more, id: 91 }],
      ['rw-p', start + 0x180, 0x80, kind, name, { ...more, id: 92 }],
    ];
  });
  return viewOf(after, touch(after), { ...RSS, anon_rss: 1_237, page_tables: 10 });
}

const PERMS = { anon: 'rw-p', file: 'r--p', code: 'r-xp', data: 'rw-p', shared: 'rw-s', guard: '---p' } as const;

/** `count` small VMAs with holes of a page between most, under the mmap base. */
export function manyVmas(count = 65_530): MmView {
  const kinds = ['anon', 'file', 'code', 'data', 'shared', 'guard'] as const;
  const specs: VmaSpec[] = [];
  let page = 0x7_f000_0000;
  for (let i = 0; i < count; i++) {
    const kind = kinds[(i * i * 7 + (i >> 5)) % kinds.length] ?? 'anon';
    const pages = 1 + ((i * 31) % 17);
    specs.push([PERMS[kind], page, pages, kind, kind === 'file' ? LIBC : '']);
    page += pages + (i % 3);
  }
  return viewOf(specs);
}
