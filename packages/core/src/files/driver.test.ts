/** Drivers behind files, as the generations of mmap_region() meet them. */

import { KernelBug } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { DRIVER_KINDS, type DriverKind } from './driver.ts';
import type { KernelGeneration } from '../kernels/generation.ts';
import { seedV3, seedV3LateClear } from '../kernels/seed-v3.ts';
import { v6_10 } from '../kernels/v6-10.ts';
import { v6_12_rc1, v6_12_rc6 } from '../kernels/v6-12-rc.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_17 } from '../kernels/v6-17.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { v7_2 } from '../kernels/v7-2.ts';
import { failOnce, stepsOf } from '../testing/failing.ts';
import { draw, mmOf, type Outcome, type Strip } from '../testing/strip.ts';

const KERNELS = [v6_10, seedV3, v6_12_rc1, v6_12_rc6, v6_12, v6_18, v7_2];

/** A file with a driver of a kind behind it, open in the strip. */
function driven(mm: Strip, kind: DriverKind): number {
  const fd = mm.open('/dev/example');
  mm.machine.drive('', fd, kind);
  return fd;
}

const map = (mm: Strip, page: number, pages: number, fd: number): Outcome =>
  mm.mmap(page, pages, 'rw', 'SHARED|FIXED', fd, page);

describe('a driver', () => {
  it('is put behind an open file, and must be one of the kinds', () => {
    const mm = mmOf('w');
    expect(() => mm.machine.drive('', 9, 'fails')).toThrow('no file is open as descriptor 9');
    const fd = mm.open('/dev/example');
    expect(() => mm.machine.drive('', fd, 'hard')).toThrow(
      `there is no driver hard; there are: ${DRIVER_KINDS.join(', ')}`,
    );
    expect(() => mm.machine.drive('', fd, 'close')).not.toThrow();
  });

  it('without one the memory of a device is not modelled', () => {
    const mm = mmOf('');
    const fd = mm.open('/dev/example');
    expect(() => map(mm, 0, 1, fd)).toThrow('a mapping of /dev/example');
  });
});

describe('a driver that maps PTEs', () => {
  it.each(KERNELS)('maps a raw frame at every page, which nobody counts: $id', (kernel) => {
    const mm = mmOf('', { kernel });
    const fd = driven(mm, 'maps-ptes');
    expect(map(mm, 0, 3, fd)).toBe(0);
    expect([mm.flags(0), mm.counters.file_rss]).toEqual(['rd wr sh mr mw me ms pf io de dd', 0]);
    expect([mm.load(2), mm.store(1), mm.munmap(0, 3), draw(mm)]).toEqual([0, 0, 0, '']);
  });

  it.each(KERNELS)('finds nothing of what it replaces: $id', (kernel) => {
    const mm = mmOf('WWW', { kernel });
    expect(map(mm, 0, 3, driven(mm, 'maps-ptes'))).toBe(0);
    expect([draw(mm), mm.counters.anon_rss]).toEqual(['sss', 0]);
  });

  it('finds the old PTEs where they are cleared at the end only: the BUG that the seed avoids', () => {
    const mm = mmOf('.WW', { kernel: seedV3LateClear });
    const fd = driven(mm, 'maps-ptes');
    expect(() => map(mm, 0, 3, fd)).toThrow(KernelBug);
    expect(() => map(mmOf('', { kernel: seedV3LateClear }), 0, 3, -1)).not.toThrow();
  });

  it.each([v6_12, v6_18, v7_2])('without memory for a page table leaves a hole, and nothing else: $id', (kernel) => {
    const mm = mmOf('WWW', { kernel });
    const fd = driven(mm, 'maps-ptes');
    expect(failOnce(mm.machine, 'pte_alloc', () => map(mm, 0, 3, fd), 2)).toEqual(['ENOMEM']);
    expect([draw(mm), mm.counters.total_vm, mm.counters.committed]).toEqual(['', 0, 0]);
  });

  it('has its frames mapped once its VMA is in the tree on 7.x, and in its hook before', () => {
    const order = (kernel: KernelGeneration): string[] => {
      const mm = mmOf('', { kernel });
      const fd = driven(mm, 'maps-ptes');
      return stepsOf(mm.machine, () => map(mm, 0, 1, fd)).filter((name) =>
        /call_mmap$|remap_pfn|store_new|action/.test(name),
      );
    };
    expect(order(v6_18)).toEqual(['call_mmap', 'remap_pfn_range', '+vma_iter_store_new']);
    expect(order(v7_2)).toEqual(['+vma_iter_store_new', 'mmap_action_complete', 'remap_pfn_range']);
  });

  it('has nothing for a page that it did not map', () => {
    const mm = mmOf('');
    map(mm, 0, 1, driven(mm, 'close'));
    expect(mm.load(0)).toBe('SIGBUS BUS_ADRERR');
  });
});

describe('a driver that fails', () => {
  it.each([
    [v6_10, 'W...W', []],
    [seedV3, 'W|WWW|W', ['no-lost-data']],
    [v6_12_rc1, 'W...W', []],
    [v6_12, 'W...W', []],
    [v6_18, 'W...W', []],
  ] as const)('leaves a hole, or in the seed mappings without their pages: $0.id', (kernel, left, broken) => {
    const mm = mmOf('WWWWW', { kernel });
    const fd = driven(mm, 'fails');
    expect([map(mm, 1, 3, fd), draw(mm)]).toEqual(['EIO', left]);
    expect(mm.machine.takeViolations().map(({ property }) => property)).toEqual(broken);
    expect(mm.counters.anon_rss).toBe(2);
  });
});

describe('a driver that changes the flags of its mapping', () => {
  it.each([
    [v6_10, 'ss'],
    [seedV3, 'ss'],
    [v6_12_rc1, 'ss'],
    [v6_12_rc6, 'ss'],
    [v6_12, 'ss'],
    [v6_18, 's|s'],
  ] as const)('may merge with the mapping before it after its hook, until 6.12: $0.id', (kernel, drawn) => {
    const mm = mmOf('', { kernel });
    const fd = driven(mm, 'changes-flags');
    map(mm, 0, 1, fd);
    map(mm, 1, 1, fd);
    expect([draw(mm), mm.flags(1)]).toEqual([drawn, 'rd wr sh mr mw me ms dd']);
  });
});

describe('a driver with a close', () => {
  it('keeps its mapping from going in a merge', () => {
    const mm = mmOf('');
    const fd = driven(mm, 'close');
    map(mm, 0, 1, fd);
    map(mm, 2, 1, fd);
    map(mm, 1, 1, fd);
    expect(draw(mm)).toBe('ss|s');
  });
});

describe('a driver with may_split', () => {
  it.each(KERNELS)('lets nobody split its mapping: $id', (kernel) => {
    const mm = mmOf('', { kernel });
    map(mm, 0, 3, driven(mm, 'may_split'));
    // Whatever the reason, mmap() said ENOMEM as long as it was an unmapping first.
    const overlaid = kernel === v6_10 || kernel === seedV3 ? 'ENOMEM' : 'EINVAL';
    expect([mm.munmap(1, 1), mm.mprotect(1, 1, 'r'), mm.mmap(1, 1)]).toEqual(['EINVAL', 'EINVAL', overlaid]);
    expect([draw(mm), mm.munmap(0, 3)]).toEqual(['sss', 0]);
  });
});

describe('a driver with mmap_prepare', () => {
  it('is asked before there is a VMA, where the kernel does that', () => {
    const order = (kernel: KernelGeneration): string[] => {
      const mm = mmOf('w', { kernel });
      const fd = driven(mm, 'mmap_prepare');
      return stepsOf(mm.machine, () => map(mm, 0, 1, fd)).filter((name) =>
        /call_mmap$|mmap_prepare$|vm_area_alloc/.test(name),
      );
    };
    expect(order(v6_12)).toEqual(['+vm_area_alloc', 'call_mmap']);
    expect(order(v6_18)).toEqual(['__mmap_prepare', '+mmap_prepare', '+vm_area_alloc']);
  });

  it.each([
    [v6_17, ['ENOMEM', 'no-leak'], 3],
    [v6_18, ['ENOMEM'], 2],
    [v7_2, ['ENOMEM'], 2],
  ] as const)('that refuses leaves a hole, and on 6.17 what it was charged: %o', (kernel, told, committed) => {
    const mm = mmOf('W.W', { kernel });
    const fd = driven(mm, 'mmap_prepare');
    const mapPrivate = (): Outcome => mm.mmap(1, 1, 'rw', 'PRIVATE|FIXED', fd, 1);
    expect(failOnce(mm.machine, 'mmap_prepare', mapPrivate)).toEqual(told);
    expect([draw(mm), mm.counters.committed]).toEqual(['W.W', committed]);
  });
});
