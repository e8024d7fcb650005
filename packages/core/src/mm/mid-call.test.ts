/** The steps of calls that map, merge and unmap, visited again when the call is over: each shows what it showed then. */

import { describe, expect, it } from 'vitest';
import type { Mark } from '@mm-playground/api';
import { seedV3 } from '../kernels/seed-v3.ts';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_10 } from '../kernels/v6-10.ts';
import { v6_12_rc1 } from '../kernels/v6-12-rc.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { v7_2 } from '../kernels/v7-2.ts';
import { atEachStep, failOnce } from '../testing/failing.ts';
import { mmOf, type Strip } from '../testing/strip.ts';

const KERNELS = [v6_1, v6_10, seedV3, v6_12_rc1, v6_12, v6_18, v7_2];

const CALLS: readonly (readonly [what: string, picture: string, call: (mm: Strip) => unknown])[] = [
  ['mmap beside others', 'ww|r', (mm) => mm.mmap(8, 2)],
  ['mmap over others', 'wW|r|wx', (mm) => mm.mmap(1, 3, 'rx')],
  ['mmap over charged memory', 'wW|r|wx', (mm) => mm.mmap(1, 3, 'rw', 'PRIVATE|ANONYMOUS|FIXED|LOCKED')],
  ['mmap of shared memory', 'ss', (mm) => mm.mmap(1, 2, 'rw', 'SHARED|ANONYMOUS|FIXED')],
  ['mmap of a file', 'ww', (mm) => mm.mmap(1, 2, 'rw', 'SHARED|FIXED', mm.open('/data'), 0)],
  ['mmap between two alike', 'W.w', (mm) => mm.mmap(1, 1)],
  ['munmap of several', 'x|g|e|W', (mm) => mm.munmap(0, 4)],
  ['munmap of locked memory', 'wW|r', (mm) => [mm.mlock(0, 3), mm.munmap(0, 3)]],
  ['munmap of a hole', 'WWW', (mm) => mm.munmap(1, 1)],
  ['mprotect of a left end', 'W|rrr', (mm) => mm.mprotect(1, 2, 'rw')],
  ['mprotect of a right end', 'rrr|W', (mm) => mm.mprotect(1, 2, 'rw')],
  ['mprotect that makes one of three', 'w|R|w', (mm) => mm.mprotect(1, 1, 'rw')],
  ['mprotect that makes three of one', 'RRR', (mm) => mm.mprotect(1, 1, 'rw')],
  ['mmap that cannot gather', 'W|r|W', (mm) => failOnce(mm.machine, 'mas_store_gfp', () => mm.mmap(0, 3, 'rx'), 2)],
  ['mmap without a VMA', 'W|r|W', (mm) => failOnce(mm.machine, 'vm_area_alloc', () => mm.mmap(0, 3, 'rx'))],
  ['mmap without a tree', 'W|r|W', (mm) => failOnce(mm.machine, 'vma_iter_prealloc', () => mm.mmap(0, 3, 'rx'))],
];

/** Everything that can be seen of an address space in the middle of a call. */
const seen = ({ view }: Strip): unknown => ({
  vmas: view.vmas.map(({ flags, ...vma }) => ({ ...vma, flags: flags.toString() })),
  counters: view.counters,
  invariants: view.invariants,
  travelling: view.travelling,
});

describe.each(KERNELS)('on $id', (kernel) => {
  it.each(CALLS)('%s: %j', (_what, picture, call) => {
    const mm = mmOf(picture, { kernel });
    const moments: { readonly mark: Mark; readonly state: unknown }[] = [];
    const look = (): void => void moments.push({ mark: mm.machine.mark(), state: seen(mm) });
    mm.machine.record(true);
    look();
    atEachStep(mm.machine, look, () => call(mm));
    look();
    for (const { mark, state } of moments.toReversed()) {
      mm.machine.seek(mark);
      expect(seen(mm)).toEqual(state);
    }
    for (const { mark, state } of moments) {
      mm.machine.seek(mark);
      expect(seen(mm)).toEqual(state);
    }
  });
});
