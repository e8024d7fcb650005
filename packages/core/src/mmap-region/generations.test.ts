/**
 * mmap_region() generation by generation: what its order makes of the same call. 6.1, 6.12, 6.18 and 7.2 were booted; what the
 * others do is derived.
 */

import { describe, expect, it } from 'vitest';
import { PRCTL } from '@mm-playground/api';
import type { KernelGeneration } from '../kernels/generation.ts';
import { seedV3, seedV3LateClear } from '../kernels/seed-v3.ts';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_10, v6_11 } from '../kernels/v6-10.ts';
import { v6_12_rc1, v6_12_rc2, v6_12_rc3, v6_12_rc4, v6_12_rc5, v6_12_rc6 } from '../kernels/v6-12-rc.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { v7_2 } from '../kernels/v7-2.ts';
import { failing, failOnce, stepsOf } from '../testing/failing.ts';
import { ARENA, draw, mmOf, PAGE, type Strip } from '../testing/strip.ts';

const MUNMAP_FIRST = [v6_1, v6_10, v6_11];
const FIRST_CANDIDATES = [v6_12_rc1, v6_12_rc2, v6_12_rc3];
const LATER_CANDIDATES = [v6_12_rc4, v6_12_rc5];
const CANDIDATES = [...FIRST_CANDIDATES, ...LATER_CANDIDATES, v6_12_rc6];
const RELEASED = [v6_12, v6_18, v7_2];
const ALL = [...MUNMAP_FIRST, seedV3, seedV3LateClear, ...CANDIDATES, ...RELEASED];

/** What each kernel answers; all of {@link ALL} are to be named. */
type Answers = readonly (readonly [kernels: readonly KernelGeneration[], expected: readonly unknown[]])[];

function separates(title: string, answers: Answers, observe: (kernel: KernelGeneration) => readonly unknown[]): void {
  const rows = answers.flatMap(([kernels, expected]) =>
    kernels.map((kernel) => [kernel.id, kernel, expected] as const),
  );
  it(`${title}: every kernel is asked`, () => {
    expect(rows.map(([id]) => id).sort()).toEqual(ALL.map(({ id }) => id).sort());
  });
  it.each(rows)(`${title}: %s`, (_id, kernel, expected) => {
    expect(observe(kernel)).toEqual(expected);
  });
}

const mapFixed = (mm: Strip): unknown => mm.mmap(1, 3, 'r');

describe('a lockless reader of the tree', () => {
  separates(
    'sees a hole in the middle of MAP_FIXED where that is an unmapping first',
    [
      [MUNMAP_FIRST, [true, 'W|rrr|W']],
      [
        [seedV3, seedV3LateClear, ...CANDIDATES, ...RELEASED],
        [false, 'W|rrr|W'],
      ],
    ],
    (kernel) => {
      const mm = mmOf('WW|r|WW', { kernel });
      let gap = false;
      const first = Number(ARENA / PAGE);
      const look = (): void => {
        const pages = mm.view.vmas.filter(({ start }) => start >= first && start < first + 5);
        gap ||= pages.reduce((sum, { start, end }) => sum + (end - start), 0) < 5;
      };
      mm.machine.trace({ enter: look, exit: look, step: look, tracepoint: () => undefined });
      mapFixed(mm);
      return [gap, draw(mm)];
    },
  );
});

describe('a MAP_FIXED that fails', () => {
  separates(
    'for want of a VMA',
    [
      [MUNMAP_FIRST, ['ENOMEM', 'W...W', 2]],
      [
        [seedV3, seedV3LateClear, ...LATER_CANDIDATES],
        ['ENOMEM', 'W|W|r|W|W', 4],
      ],
      [FIRST_CANDIDATES, [0, 'no-false-success', 'W|W|r|W|W', 4]],
      [
        [v6_12_rc6, ...RELEASED],
        ['ENOMEM', 'W...W', 2],
      ],
    ],
    (kernel) => {
      const mm = mmOf('WW|r|WW', { kernel });
      return [...failOnce(mm.machine, 'vm_area_alloc', () => mapFixed(mm)), draw(mm), mm.counters.anon_rss];
    },
  );

  separates(
    'for a limit',
    [
      [MUNMAP_FIRST, ['ENOMEM', 'WWWWW']],
      [
        [seedV3, seedV3LateClear],
        ['ENOMEM', 'WWWWW'],
      ],
      [FIRST_CANDIDATES, [0, 'no-false-success', 'W|WWW|W']],
      [
        [...LATER_CANDIDATES, v6_12_rc6, ...RELEASED],
        ['ENOMEM', 'W|WWW|W'],
      ],
    ],
    (kernel) => {
      const mm = mmOf('WWWWW', { kernel });
      // Kernels that unmap first ask twice: without and with what is replaced.
      mm.machine.control({ fails: (step) => step === 'may_expand_vm', waitUntil: () => undefined });
      return [mapFixed(mm), ...mm.machine.takeViolations().map(({ property }) => property), draw(mm)];
    },
  );

  separates(
    'because a file refuses',
    [
      [MUNMAP_FIRST, ['ENODEV', 'W...W', 2]],
      [[seedV3], ['ENODEV', 'no-lost-data', 'W|W|r|W|W', 2]],
      [[seedV3LateClear], ['ENODEV', 'W|W|r|W|W', 4]],
      [
        [...CANDIDATES, ...RELEASED],
        ['ENODEV', 'W...W', 2],
      ],
    ],
    (kernel) => {
      const mm = mmOf('WW|r|WW', { kernel });
      const fd = mm.open('socket:[1]');
      const result = mm.mmap(1, 3, 'r', 'SHARED|FIXED', fd);
      return [result, ...mm.machine.takeViolations().map(({ property }) => property), draw(mm), mm.counters.anon_rss];
    },
  );

  separates(
    'because PR_SET_MDWE forbids it',
    [
      [[v6_1], [1, 'W|eee|W']],
      [
        [v6_10, v6_11, v6_12_rc6],
        ['EACCES', 'W...W'],
      ],
      [
        [seedV3, seedV3LateClear, ...FIRST_CANDIDATES, ...LATER_CANDIDATES],
        ['EACCES', 'W|WWW|W'],
      ],
      [RELEASED, ['EACCES', 'WWWWW']],
    ],
    (kernel) => {
      const mm = mmOf('WWWWW', { kernel });
      mm.call('prctl', PRCTL.values.PR_SET_MDWE, PRCTL.values.PR_MDWE_REFUSE_EXEC_GAIN, 0n, 0n, 0n);
      return [mm.mmap(1, 3, 'rwx'), draw(mm)];
    },
  );

  separates(
    'because one of what it replaces is sealed',
    [
      [[v6_1], [1, 'w|rrr|w']],
      [
        [v6_10, v6_11, seedV3, seedV3LateClear],
        ['EPERM', 'ww|r|ww'],
      ],
      [
        [...CANDIDATES, ...RELEASED],
        ['EPERM', 'w|w|r|ww'],
      ],
    ],
    (kernel) => {
      const mm = mmOf('ww|r|ww', { kernel });
      mm.mseal(2, 1);
      return [mapFixed(mm), draw(mm)];
    },
  );

  separates(
    'for want of a node of the side tree',
    [
      [
        [...MUNMAP_FIRST, seedV3, seedV3LateClear, ...CANDIDATES, ...RELEASED],
        ['ENOMEM', 'W|W|r|WW', 4],
      ],
    ],
    (kernel) => {
      const mm = mmOf('WW|r|WW', { kernel });
      return [...failOnce(mm.machine, 'mas_store_gfp', () => mapFixed(mm), 2), draw(mm), mm.counters.anon_rss];
    },
  );

  separates(
    'because a file refuses, and was to be charged like what it replaces',
    [
      [MUNMAP_FIRST, ['ENODEV', 'W...W', 2]],
      [[seedV3], ['ENODEV', 'no-lost-data', 'W|WWW|W', 5]],
      [[seedV3LateClear], ['ENODEV', 'W|WWW|W', 5]],
      // Nobody has the charge of the old pages any more: seen on 6.18.44, whose Committed_AS stays that much too high.
      [
        [...CANDIDATES, ...RELEASED],
        ['ENODEV', 'no-leak', 'W...W', 5],
      ],
    ],
    (kernel) => {
      const mm = mmOf('WWWWW', { kernel });
      const result = mm.mmap(1, 3, 'rw', 'PRIVATE|FIXED', mm.open('socket:[1]'));
      return [result, ...mm.machine.takeViolations().map(({ property }) => property), draw(mm), mm.counters.committed];
    },
  );

  separates(
    'for want of a charge',
    [
      [MUNMAP_FIRST, ['ENOMEM', 'r...r', 0]],
      [
        [seedV3, seedV3LateClear],
        ['ENOMEM', 'r|rrr|r', 0],
      ],
      [FIRST_CANDIDATES, [0, 'no-false-success', 'r|rrr|r', 0]],
      [
        [...LATER_CANDIDATES, v6_12_rc6, ...RELEASED],
        ['ENOMEM', 'r|rrr|r', 0],
      ],
    ],
    (kernel) => {
      const mm = mmOf('rrrrr', { kernel });
      const told = failOnce(mm.machine, 'security_vm_enough_memory_mm', () => mm.mmap(1, 3));
      return [...told, draw(mm), mm.counters.committed];
    },
  );

  separates(
    'for want of a node of the tree, with a charge of its own',
    [
      [
        [...MUNMAP_FIRST, v6_12_rc6, ...RELEASED],
        ['ENOMEM', 'r...r', 0],
      ],
      [
        [seedV3, seedV3LateClear, ...FIRST_CANDIDATES, ...LATER_CANDIDATES],
        ['ENOMEM', 'r|n|x|n|r', 0],
      ],
    ],
    (kernel) => {
      const mm = mmOf('r|n|x|n|r', { kernel });
      const told = failOnce(mm.machine, 'vma_iter_prealloc', () => mm.mmap(1, 3));
      return [...told, draw(mm), mm.counters.committed];
    },
  );

  separates('where nothing is in the way says so on every kernel', [[ALL, ['ENOMEM', 'W..r', 1]]], (kernel) => {
    const mm = mmOf('W..r', { kernel });
    const told = failOnce(mm.machine, 'vm_area_alloc', () => mm.mmap(1, 1, 'rw', 'PRIVATE|FIXED', mm.open('/data')));
    return [...told, draw(mm), mm.counters.committed];
  });

  it.each(ALL)('is validated in the end: $id', (kernel) => {
    const mm = mmOf('W|r|W', { kernel });
    const steps = stepsOf(mm.machine, () => failOnce(mm.machine, 'vm_area_alloc', () => mm.mmap(0, 3, 'x')));
    expect(steps.filter((name) => /^(mmap_region|validate_mm|do_mmap)$/.test(name)).at(-1)).toBe('validate_mm');
  });

  it('says what is lost', () => {
    const lost = (kernel: KernelGeneration): readonly string[] => {
      const mm = mmOf('WWWWW', { kernel });
      mm.mmap(1, 3, 'r', 'SHARED|FIXED', mm.open('socket:[1]'));
      return mm.machine.takeViolations().map(({ what }) => what);
    };
    expect(lost(seedV3)).toEqual(['0x10001000-0x10004000 is mapped as before, and 3 of its pages are lost']);
    const mm = mmOf('WW', { kernel: v6_12_rc1 });
    mm.machine.control(failing('vm_area_alloc'));
    expect([mm.mmap(0, 2, 'r'), mm.machine.takeViolations().map(({ what }) => what)]).toEqual([
      ...[0, ['mmap failed for want of memory, and returns 0 as if it were an address']],
    ]);
  });

  it.each([v6_12_rc1, v6_12_rc5])('and cannot even take the old VMAs out leaves them in the tree: $id', (kernel) => {
    const mm = mmOf('WW', { kernel });
    const fd = mm.open('socket:[1]');
    const fail = (): unknown => {
      try {
        return mm.mmap(0, 2, 'r', 'SHARED|FIXED', fd);
      } catch (error) {
        return (error as Error).message.includes('is in the index and detached');
      }
    };
    expect(failOnce(mm.machine, 'mas_store', fail)).toEqual([true, 'no-freed-vma']);
  });

  it.each([v6_12_rc6, ...RELEASED])('always can take the old VMAs out: $id', (kernel) => {
    const mm = mmOf('WW', { kernel });
    const fd = mm.open('socket:[1]');
    expect(failOnce(mm.machine, 'mas_store', () => mm.mmap(0, 2, 'r', 'SHARED|FIXED', fd))).toEqual(['ENODEV']);
    expect(draw(mm)).toBe('');
  });
});

describe('the steps of a MAP_FIXED over three VMAs', () => {
  const INTERESTING =
    /^(mmap_region|__mmap_\w+|vms_\w+|do_vmi_\w+|__split_vma|unmap_region|remove_mt|vma_merge\w*|vma_expand|commit_merge|security_\w+|vm_stat_account|unmap_vmas|may_expand_vm|can_modify_mm|validate_mm|\+(vma_iter_clear_gfp|vm_area_alloc|vma_iter_prealloc|vma_iter_store\w*|mas_store_gfp|init_vma_munmap|reattach_vmas|can_vma_merge_\w+|count_vma_pages_range))$/;

  const STEPS: readonly (readonly [KernelGeneration, string])[] = [
    [
      v6_10,
      `mmap_region may_expand_vm do_vmi_munmap can_modify_mm do_vmi_align_munmap __split_vma +vma_iter_prealloc
       validate_mm +mas_store_gfp +mas_store_gfp __split_vma +vma_iter_prealloc validate_mm +mas_store_gfp
       +vma_iter_clear_gfp unmap_region unmap_vmas remove_mt vm_stat_account vm_stat_account vm_stat_account
       validate_mm +can_vma_merge_before +can_vma_merge_after +vm_area_alloc +vma_iter_prealloc +vma_iter_store
       vm_stat_account validate_mm`,
    ],
    [
      seedV3,
      `mmap_region +count_vma_pages_range may_expand_vm can_modify_mm +init_vma_munmap vms_gather_munmap_vmas
       __split_vma +vma_iter_prealloc validate_mm +mas_store_gfp +mas_store_gfp __split_vma +vma_iter_prealloc
       validate_mm +mas_store_gfp +can_vma_merge_before +can_vma_merge_after +vm_area_alloc +vma_iter_prealloc
       +vma_iter_store vms_complete_munmap_vmas vms_clear_ptes unmap_vmas validate_mm vm_stat_account validate_mm`,
    ],
    [
      v6_12_rc5,
      `mmap_region +init_vma_munmap vms_gather_munmap_vmas __split_vma +vma_iter_prealloc validate_mm +mas_store_gfp
       +mas_store_gfp __split_vma +vma_iter_prealloc validate_mm +mas_store_gfp may_expand_vm vma_merge_new_range
       +vm_area_alloc +vma_iter_prealloc +vma_iter_store vms_complete_munmap_vmas vms_clear_ptes unmap_vmas
       validate_mm vm_stat_account validate_mm`,
    ],
    [
      v6_12_rc6,
      `mmap_region +init_vma_munmap vms_gather_munmap_vmas __split_vma +vma_iter_prealloc validate_mm +mas_store_gfp
       +mas_store_gfp __split_vma +vma_iter_prealloc validate_mm +mas_store_gfp may_expand_vm vms_clean_up_area
       vms_clear_ptes unmap_vmas vma_merge_new_range +vm_area_alloc +vma_iter_prealloc +vma_iter_store
       vms_complete_munmap_vmas vms_clear_ptes validate_mm vm_stat_account validate_mm`,
    ],
    [
      v6_12,
      `mmap_region __mmap_region +init_vma_munmap vms_gather_munmap_vmas __split_vma +vma_iter_prealloc validate_mm
       +mas_store_gfp +mas_store_gfp __split_vma +vma_iter_prealloc validate_mm +mas_store_gfp may_expand_vm
       vms_clean_up_area vms_clear_ptes unmap_vmas vma_merge_new_range +vm_area_alloc +vma_iter_prealloc
       +vma_iter_store vms_complete_munmap_vmas vms_clear_ptes validate_mm vm_stat_account validate_mm`,
    ],
    [
      v6_18,
      `mmap_region +init_vma_munmap __mmap_prepare vms_gather_munmap_vmas __split_vma +vma_iter_prealloc validate_mm
       +mas_store_gfp +mas_store_gfp __split_vma +vma_iter_prealloc validate_mm +mas_store_gfp may_expand_vm
       vms_clean_up_area vms_clear_ptes unmap_vmas vma_merge_new_range __mmap_new_vma +vm_area_alloc
       +vma_iter_prealloc +vma_iter_store_new __mmap_complete vms_complete_munmap_vmas vms_clear_ptes validate_mm
       vm_stat_account validate_mm`,
    ],
    [
      v7_2,
      `mmap_region +init_vma_munmap __mmap_setup vms_gather_munmap_vmas __split_vma +vma_iter_prealloc validate_mm
       +mas_store_gfp +mas_store_gfp __split_vma +vma_iter_prealloc validate_mm +mas_store_gfp may_expand_vm
       vms_clean_up_area vms_clear_ptes unmap_vmas vma_merge_new_range __mmap_new_vma +vm_area_alloc
       +vma_iter_prealloc +vma_iter_store_new __mmap_complete vms_complete_munmap_vmas vms_clear_ptes validate_mm
       vm_stat_account validate_mm`,
    ],
  ];

  const STEPS_OF_MERGING: readonly (readonly [KernelGeneration, string])[] = [
    [
      v6_10,
      `mmap_region may_expand_vm do_vmi_munmap security_vm_enough_memory_mm +can_vma_merge_before
       +can_vma_merge_after vma_expand +vma_iter_prealloc validate_mm vm_stat_account validate_mm`,
    ],
    [
      seedV3,
      `mmap_region +count_vma_pages_range may_expand_vm can_modify_mm security_vm_enough_memory_mm
       +can_vma_merge_before +can_vma_merge_after vma_expand +vma_iter_prealloc vm_stat_account validate_mm`,
    ],
    [
      v6_12,
      `mmap_region __mmap_region +init_vma_munmap may_expand_vm security_vm_enough_memory_mm vms_clean_up_area
       vma_merge_new_range vma_expand commit_merge +vma_iter_prealloc vms_complete_munmap_vmas vm_stat_account
       validate_mm`,
    ],
    [
      v6_18,
      `mmap_region +init_vma_munmap __mmap_prepare may_expand_vm security_vm_enough_memory_mm vms_clean_up_area
       vma_merge_new_range vma_expand commit_merge +vma_iter_prealloc __mmap_complete vms_complete_munmap_vmas
       vm_stat_account validate_mm`,
    ],
  ];

  it.each(STEPS.map(([kernel, steps]) => [kernel.id, kernel, steps] as const))('%s', (_id, kernel, steps) => {
    const mm = mmOf('ww|r|ww', { kernel });
    expect(stepsOf(mm.machine, () => mapFixed(mm)).filter((name) => INTERESTING.test(name))).toEqual(
      steps.split(/\s+/),
    );
  });

  it.each(STEPS_OF_MERGING.map(([kernel, steps]) => [kernel.id, kernel, steps] as const))(
    'and of a mapping that fills a hole between its like, under the names of its time: %s',
    (_id, kernel, steps) => {
      const mm = mmOf('w.w', { kernel });
      expect(stepsOf(mm.machine, () => mm.mmap(1, 1)).filter((name) => INTERESTING.test(name))).toEqual(
        steps.split(/\s+/),
      );
    },
  );
});
