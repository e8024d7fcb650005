/** Calls, steps and changes for tests and screenshots. */

import type { Change, Step } from '@mm-playground/api';
import type { CallRow, CallVerdict } from '../call-row.ts';

const STEP_NAMES = [
  [
    'enter',
    'ksys_mmap_pgoff',
    0,
    { addr: 0n, len: 0x80000n, prot: 'PROT_READ|PROT_WRITE', flags: 'MAP_PRIVATE|MAP_ANONYMOUS' },
  ],
  ['enter', 'vm_mmap_pgoff', 1, {}],
  ['step', 'mmap_write_lock_killable', 2, {}],
  ['enter', 'do_mmap', 2, { len: 0x80000n }],
  ['enter', '__get_unmapped_area', 3, { len: 0x80000n, topdown: true }],
  ['tracepoint', 'mmap:vm_unmapped_area', 4, { addr: 0x7ffff7580000n, length: 0x80000n }],
  ['exit', '__get_unmapped_area', 3, { result: 0x7ffff7580000n }],
  ['enter', 'mmap_region', 3, { addr: 0x7ffff7580000n }],
  ['step', 'may_expand_vm', 4, { npages: 128 }],
  ['enter', 'vma_merge_new_range', 4, { prev: '[heap]', next: 'vma#8' }],
  ['step', 'can_vma_merge_right', 5, { reason: 'anon_vma differs' }],
  ['exit', 'vma_merge_new_range', 4, { result: 'NULL' }],
  ['step', 'vm_area_alloc', 4, { vma: 'vma#90' }],
  ['step', 'vma_iter_store_new', 4, { vma: 'vma#90' }],
  ['tracepoint', 'maple_tree:ma_write', 5, { index: 0x7ffff7580000n, last: 0x7ffff75fffffn }],
  ['step', 'vm_stat_account', 4, { total_vm: 4487 }],
  ['exit', 'mmap_region', 3, { result: 0x7ffff7580000n }],
  ['exit', 'do_mmap', 2, {}],
  ['step', 'mmap_write_unlock', 2, {}],
  ['exit', 'vm_mmap_pgoff', 1, {}],
  ['exit', 'ksys_mmap_pgoff', 0, { result: 0x7ffff7580000n }],
] as const;

/** The steps of one mmap(). */
export const MMAP_STEPS: readonly Step[] = STEP_NAMES.map(([kind, name, depth, detail], mark) => ({
  kind,
  name,
  depth,
  detail,
  mark,
}));

/** What its vm_stat_account changed. */
export const MMAP_CHANGES: readonly Change[] = [
  { object: 'mm#1', field: 'total_vm', before: 4359, after: 4487 },
  { object: 'mm#1', field: 'data_vm', before: 1121, after: 1249 },
  { object: 'vma#90', field: 'vm_start', before: undefined, after: 0x7ffff7580000n },
  { object: 'vma#90', field: 'vm_end', before: undefined, after: 0x7ffff7600000n },
];

const TEXTS = [
  ['mmap(NULL, 524288, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)', '0x7ffff7580000'],
  ['mprotect(0x7ffff7700000, 524288, PROT_READ)', '0'],
  ['brk(NULL)', '0x555556bc2000'],
  ['brk(0x555556be3000)', '0x555556be3000'],
  ['munmap(0x7ffff7580000, 524288)', '0'],
  ['openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC)', '3'],
  ['mremap(0x7ffff7b00000, 1052672, 2105344, MREMAP_MAYMOVE)', '0x7ffff7400000'],
  ['madvise(0x7ffff7600000, 2097152, MADV_DONTNEED)', '0'],
  ['mmap(0x7ffff7600000, 4096, PROT_READ, MAP_FIXED_NOREPLACE|MAP_PRIVATE, 3, 0)', '-1 EEXIST (File exists)'],
] as const;

/** `count` calls of one or two tasks; everything before `played` has a verdict. */
export function callRows(count: number, played = count, tasks: readonly string[] = ['']): CallRow[] {
  return Array.from({ length: count }, (_, index): CallRow => {
    const [text, result] = TEXTS[(index * 7) % TEXTS.length] ?? ['brk(NULL)', '0x0'];
    const verdict = index >= played ? 'pending' : verdictOf(index, text);
    return {
      index,
      line: 12 + index * 2,
      task: tasks[(index >> 2) % tasks.length] ?? '',
      text,
      result: verdict === 'pending' ? '' : result,
      verdict,
      notes: NOTES[verdict] ?? [],
      steps: verdict === 'pending' || verdict === 'skipped' ? 0 : MMAP_STEPS.length,
      failed: verdict !== 'pending' && result.startsWith('-1'),
    };
  });
}

const verdictOf = (index: number, text: string): CallVerdict => {
  if (text.startsWith('openat')) return 'skipped';
  if (index % 23 === 11) return 'diverges';
  return index % 9 === 4 ? 'inferred' : 'agrees';
};

const NOTES: Readonly<Partial<Record<CallVerdict, readonly string[]>>> = {
  diverges: [
    'result: recorded 0x7ffff7400000, model 0x7ffff7380000',
    'the gap below 0x7ffff7580000 was not free in the recording',
  ],
  inferred: ['address 0x7ffff7580000 adopted from the recording'],
};
