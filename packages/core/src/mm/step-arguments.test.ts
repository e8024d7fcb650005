/** What the procedures of mapping, merging and unmapping show of themselves: arguments, decisions, and what they return. */

import { describe, expect, it } from 'vitest';
import type { Deferred, StepDetail, StepValue } from '@mm-playground/api';
import type { KernelGeneration } from '../kernels/generation.ts';
import { seedV3 } from '../kernels/seed-v3.ts';
import { v6_10 } from '../kernels/v6-10.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { ARENA, mmOf, PAGE, type Strip } from '../testing/strip.ts';

/** Procedures of other parts, and what is done again and again. */
const OTHERS =
  /^(change_|do_m|free_|get_un|may_|mprotect_|security|sys_|unmap_|validate|vm_stat|vma_start|__free|can_modify)/;

/** Addresses and page numbers of the arena as its pages, and VMAs without the number that tells them apart. */
function shown(value: StepValue | undefined): string {
  if (typeof value !== 'bigint') return String(value).replace(/#\d+/, '');
  return `${value >= ARENA ? (value - ARENA) / PAGE : value - ARENA / PAGE}`;
}

const fieldsOf = (detail: Deferred<StepDetail> | undefined): string =>
  Object.entries(detail?.read() ?? {})
    .filter(([name]) => name !== 'flags')
    .map(([name, value]) => ` ${name}=${shown(value)}`)
    .join('');

/** Each step as `NAME FIELD=VALUE`; a procedure that ends says what it returns. */
function told(mm: Strip, call: (mm: Strip) => unknown): string[] {
  const lines: string[] = [];
  const open: string[] = [];
  mm.machine.trace({
    enter: (name, detail) => void (open.push(name), lines.push(name + fieldsOf(detail))),
    exit: (result) => void lines.push(`${open.pop()} = ${shown(result?.read())}`),
    step: (name, detail) => void lines.push(name + fieldsOf(detail)),
    tracepoint: () => undefined,
  });
  call(mm);
  mm.machine.trace(null);
  return lines.filter((line) => line.includes('=') && !line.endsWith('= undefined') && !OTHERS.test(line));
}

/** A range whose first and last VMA reach beyond it: pages 1 to 3. */
const SPLITS = `__split_vma vma=vma addr=1 half=new below
      __split_vma = vma
      __split_vma vma=vma addr=4 half=new above
      __split_vma = vma`;

const OVER = (mm: Strip): unknown => mm.mmap(1, 3, 'rx');

const CALLS: readonly (readonly [string, KernelGeneration, string, (mm: Strip) => unknown, string])[] = [
  [
    'mmap over three VMAs',
    v6_10,
    'ww|r|ww',
    OVER,
    `mmap_region start=1 end=4 pgoff=1
      do_vmi_munmap start=1 pages=3 unlock=false
      do_vmi_align_munmap start=1 end=4
      ${SPLITS}
      vma_iter_clear_gfp start=1 end=4
      do_vmi_align_munmap = NULL
      do_vmi_munmap = NULL
      can_vma_merge_before vma=vma result=false
      can_vma_merge_after vma=vma result=false
      vma_iter_store vma=vma
      mmap_region = NULL`,
  ],
  [
    'mmap over three VMAs',
    seedV3,
    'ww|r|ww',
    OVER,
    `mmap_region start=1 end=4 pgoff=1
      count_vma_pages_range start=1 end=4 nr_pages=3 nr_accounted=2
      init_vma_munmap start=1 end=4 vma=vma
      vms_gather_munmap_vmas start=1 end=4
      ${SPLITS}
      vms_gather_munmap_vmas = NULL
      can_vma_merge_before vma=vma result=false
      can_vma_merge_after vma=vma result=false
      vma_iter_store vma=vma
      mmap_region = NULL`,
  ],
  [
    'mmap over three VMAs',
    v6_12,
    'ww|r|ww',
    OVER,
    `mmap_region start=1 end=4 pgoff=1
      init_vma_munmap start=1 end=4 vma=vma
      vms_gather_munmap_vmas start=1 end=4
      ${SPLITS}
      vms_gather_munmap_vmas = NULL
      vma_merge_new_range start=1 end=4 pgoff=1
      vma_merge_new_range = NULL
      vma_iter_store vma=vma
      __mmap_region = NULL
      mmap_region = NULL`,
  ],
  [
    'mmap over three VMAs',
    v6_18,
    'ww|r|ww',
    OVER,
    `mmap_region start=1 end=4 pgoff=1
      init_vma_munmap start=1 end=4 vma=vma
      vms_gather_munmap_vmas start=1 end=4
      ${SPLITS}
      vms_gather_munmap_vmas = NULL
      __mmap_prepare = NULL
      vma_merge_new_range start=1 end=4 pgoff=1
      vma_merge_new_range = NULL
      vma_iter_store_new vma=vma
      __mmap_new_vma = vma
      mmap_region = NULL`,
  ],
  [
    'mmap of a file that refuses',
    v6_18,
    '',
    (mm: Strip) => mm.mmap(0, 1, 'r', 'SHARED|FIXED', mm.open('socket:[1]'), Number(ARENA / PAGE)),
    `mmap_region start=0 end=1 pgoff=0
      init_vma_munmap start=0 end=1 vma=NULL
      __mmap_prepare = NULL
      vma_merge_new_range start=0 end=1 pgoff=0
      vma_merge_new_range = NULL
      call_mmap = -ENODEV
      vm_area_free vma=vma
      __mmap_new_vma = -ENODEV
      mmap_region = -ENODEV`,
  ],
  [
    'mmap over a part, where only what is new fits a limit',
    v6_10,
    '.ww',
    (mm: Strip) => {
      mm.limit('RLIMIT_AS', BigInt(mm.view.counters.total_vm + 1) * PAGE);
      mm.mmap(0, 2, 'rx');
    },
    `mmap_region start=0 end=2 pgoff=0
      count_vma_pages_range start=0 end=2 nr_pages=1
      do_vmi_munmap start=0 pages=2 unlock=false
      do_vmi_align_munmap start=0 end=2
      __split_vma vma=vma addr=2 half=new above
      __split_vma = vma
      vma_iter_clear_gfp start=0 end=2
      do_vmi_align_munmap = NULL
      do_vmi_munmap = NULL
      can_vma_merge_before vma=vma result=false
      vma_iter_store vma=vma
      mmap_region = NULL`,
  ],
  [
    'mmap between two alike',
    v6_10,
    'ww.ww',
    (mm: Strip) => mm.mmap(2, 1),
    `mmap_region start=2 end=3 pgoff=2
      do_vmi_munmap start=2 pages=1 unlock=false
      do_vmi_munmap = NULL
      can_vma_merge_before vma=vma result=true
      can_vma_merge_after vma=vma result=true
      vma_expand target=vma start=0 end=5 pgoff=0
      vma_expand = vma
      mmap_region = NULL`,
  ],
  [
    'mmap between two alike',
    v6_18,
    'ww.ww',
    (mm: Strip) => mm.mmap(2, 1),
    `mmap_region start=2 end=3 pgoff=2
      init_vma_munmap start=2 end=3 vma=NULL
      __mmap_prepare = NULL
      vma_merge_new_range start=2 end=3 pgoff=2
      vma_expand target=vma start=0 end=5 pgoff=0
      commit_merge target=vma start=0 end=5
      commit_merge = NULL
      vma_expand = vma
      vma_merge_new_range = vma
      mmap_region = NULL`,
  ],
  [
    'a hole is made',
    v6_10,
    'wwwwww',
    (mm: Strip) => mm.munmap(1, 3),
    `do_vmi_munmap start=1 pages=3 unlock=true
      do_vmi_align_munmap start=1 end=4
      ${SPLITS}
      vma_iter_clear_gfp start=1 end=4
      do_vmi_align_munmap = NULL
      do_vmi_munmap = NULL`,
  ],
  [
    'a hole is made',
    v6_18,
    'wwwwww',
    (mm: Strip) => mm.munmap(1, 3),
    `do_vmi_munmap start=1 pages=3 unlock=true
      do_vmi_align_munmap start=1 end=4
      init_vma_munmap start=1 end=4 vma=vma
      vms_gather_munmap_vmas start=1 end=4
      ${SPLITS}
      vms_gather_munmap_vmas = NULL
      vma_iter_clear_gfp start=1 end=4
      do_vmi_align_munmap = NULL
      do_vmi_munmap = NULL`,
  ],
  [
    'the left end becomes like the previous VMA',
    v6_10,
    'w|rrr',
    (mm: Strip) => mm.mprotect(1, 1, 'rw'),
    `vma_modify vma=vma start=1 end=2
      vma_merge start=1 end=2 pgoff=1
      vma_merge = vma
      vma_modify = vma`,
  ],
  [
    'the left end becomes like the previous VMA',
    v6_18,
    'w|rrr',
    (mm: Strip) => mm.mprotect(1, 1, 'rw'),
    `vma_modify vma=vma start=1 end=2
      vma_merge_existing_range start=1 end=2 pgoff=1
      commit_merge target=vma start=0 end=2
      commit_merge = NULL
      vma_merge_existing_range = vma
      vma_modify = vma`,
  ],
  [
    'the middle becomes something else',
    v6_18,
    'rrr',
    (mm: Strip) => mm.mprotect(1, 1, 'rw'),
    `vma_modify vma=vma start=1 end=2
      vma_merge_existing_range start=1 end=2 pgoff=1
      vma_merge_existing_range = NULL
      __split_vma vma=vma addr=1 half=new below
      __split_vma = vma
      __split_vma vma=vma addr=2 half=new above
      __split_vma = vma
      vma_modify = vma`,
  ],
  [
    'a mapping shrinks',
    v6_18,
    'www',
    (mm: Strip) => mm.mremap(0, 3, 1),
    `do_vmi_munmap start=1 pages=2 unlock=true
      do_vmi_align_munmap start=1 end=3
      init_vma_munmap start=1 end=3 vma=vma
      vms_gather_munmap_vmas start=1 end=3
      __split_vma vma=vma addr=1 half=new below
      __split_vma = vma
      vms_gather_munmap_vmas = NULL
      vma_iter_clear_gfp start=1 end=3
      do_vmi_align_munmap = NULL
      do_vmi_munmap = NULL`,
  ],
];

describe('the steps of a call, with what they are about', () => {
  it.each(CALLS.map(([what, kernel, ...rest]) => [what, kernel.id, kernel, ...rest] as const))(
    '%s on %s',
    (_what, _id, kernel, picture, call, steps) => {
      const lines = told(mmOf(picture, { kernel }), call);
      expect(lines).toEqual(steps.split('\n').map((line) => line.trim()));
    },
  );
});
