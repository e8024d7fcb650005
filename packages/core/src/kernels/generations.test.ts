/**
 * What separates the generations: each test is run on the kernels that answer differently, and says what each of them does.
 * All of it was seen on these kernels, booted.
 */

import { describe, expect, it } from 'vitest';
import { MAP, MPOL, MREMAP, PROT, vmFlags, type Vpn } from '@mm-playground/api';
import { arm64 } from '@mm-playground/arch-arm64';
import type { KernelGeneration } from './generation.ts';
import { at, draw, mmOf, PAGE, Strip, type Outcome } from '../testing/strip.ts';
import { v6_1, v6_1_192 } from './v6-1.ts';
import { v6_12, v6_12_111, v6_12_113, v6_12_115 } from './v6-12.ts';
import { v6_18 } from './v6-18.ts';
import { v7_2 } from './v7-2.ts';

/** Answers by release: what a test expects of each kernel that it names. */
type ByKernel<T> = readonly (readonly [kernel: KernelGeneration, expected: T])[];

function separates<T>(title: string, expected: ByKernel<T>, observe: (kernel: KernelGeneration) => T): void {
  it.each(expected.map(([kernel, value]) => [kernel.id, kernel, value] as const))(
    `${title}: %s`,
    (_id, kernel, value) => {
      expect(observe(kernel)).toEqual(value);
    },
  );
}

const HUGE = 512;
const M = MPOL.values;
const { MREMAP_DONTUNMAP, MREMAP_FIXED, MREMAP_MAYMOVE } = MREMAP.values;
const NO_CHARGE = 'PRIVATE|ANONYMOUS|FIXED|NORESERVE';

describe('the support matrix', () => {
  const rowOf = ({ support }: KernelGeneration, call: string, item?: string): string | undefined =>
    support.find((row) => row.call === call && row.item === item)?.note;

  it('says what a kernel does not have yet, and what it answers then', () => {
    expect(rowOf(v6_1, 'mseal')).toBe('ENOSYS: came with 6.10');
    expect(rowOf(v6_1, 'madvise', 'MADV_GUARD_INSTALL')).toBe('EINVAL: came with 6.13');
    expect(rowOf(v6_12, 'mseal')).toBeUndefined();
    expect(v6_12.support.filter(({ call, item }) => call === 'mseal' && item === undefined)).toHaveLength(1);
    expect(v7_2.support).toBe(v6_18.support);
  });
});

describe('merging', () => {
  separates(
    'a VMA that was never written takes in one that was since 6.16',
    [
      [v6_1, 'rr|RR'],
      [v6_12, 'rr|RR'],
      [v6_18, 'RRRR'],
    ],
    (kernel) => {
      const mm = new Strip({ kernel });
      mm.mmap(0, 2, 'r', NO_CHARGE);
      mm.mmap(2, 2, 'rw', NO_CHARGE);
      mm.store(2);
      mm.mprotect(2, 2, 'r');
      return draw(mm);
    },
  );

  separates(
    'of two neighbours with anon_vmas of their own, 6.1 lets the next one have a new mapping, and later kernels the previous',
    [
      [v6_1, 'WW|WWW'],
      [v6_12, 'WWW|WW'],
    ],
    (kernel) => {
      const mm = mmOf('WW.WW', { kernel });
      mm.mmap(2, 1);
      return draw(mm);
    },
  );

  separates(
    'where only the next neighbour was written, 6.1 leaves the previous one out',
    [
      [v6_1, 'ww|WWW'],
      [v6_12, 'WWWWW'],
    ],
    (kernel) => {
      const mm = mmOf('ww.WW', { kernel });
      mm.mmap(2, 1);
      return draw(mm);
    },
  );

  separates(
    'a guard marker is remembered by the VMA and no obstacle, where there are guard markers',
    [
      [v6_12, ['EINVAL', 'www']],
      [v6_18, [0, 'WWW']],
    ],
    (kernel) => {
      const mm = mmOf('ww', { kernel });
      return [mm.madvise(0, 1, 'GUARD_INSTALL'), (mm.mmap(2, 1), draw(mm))];
    },
  );
});

describe('MAP_FIXED', () => {
  separates(
    'over a part of the vdso says ENOMEM where it is an unmapping and a mapping, and EINVAL where it is one',
    [
      [v6_1, 'ENOMEM'],
      [v6_12, 'EINVAL'],
    ],
    (kernel) => {
      const mm = new Strip({ kernel });
      const vdso = BigInt(mm.view.vmas.find(({ name }) => name === '[vdso]')?.start ?? 0) * PAGE;
      return mm.call('mmap', vdso, PAGE, 3n, 0x32n, -1n, 0n);
    },
  );

  separates(
    'that cannot be charged leaves a hole on 6.1',
    [
      [v6_1, ['ENOMEM', 'w']],
      [v6_12, ['ENOMEM', 'w|ww']],
    ],
    (kernel) => {
      const mm = mmOf('www', { kernel, system: { memTotalKb: 24 } });
      return [mm.mmap(1, 9), draw(mm)];
    },
  );

  separates(
    'splits before it asks for the limit since 6.12',
    [
      [v6_1, ['ENOMEM', 'wwww']],
      [v6_12, ['ENOMEM', 'w|www']],
    ],
    (kernel) => {
      const mm = mmOf('wwww', { kernel });
      mm.limit('RLIMIT_AS', BigInt(mm.view.counters.total_vm) * PAGE);
      return [mm.mmap(1, 4), draw(mm)];
    },
  );
});

describe('calls and flags that came later', () => {
  separates<Outcome>(
    'mseal is not there on 6.1',
    [
      [v6_1, 'ENOSYS'],
      [v6_12, 0],
    ],
    (kernel) => mmOf('w', { kernel }).mseal(0, 1),
  );

  separates<Outcome>(
    'MAP_DROPPABLE is not known on 6.1',
    [
      [v6_1, 'EINVAL'],
      [v6_12, 0],
    ],
    (kernel) => new Strip({ kernel }).mmap(0, 1, 'rw', 'DROPPABLE|ANONYMOUS|FIXED'),
  );

  separates(
    'MAP_STACK keeps huge pages away since 6.7',
    [
      [v6_1, 'rd wr mr mw me ac'],
      [v6_12, 'rd wr mr mw me ac nh'],
    ],
    (kernel) => {
      const mm = new Strip({ kernel });
      mm.mmap(0, 1, 'rw', 'PRIVATE|ANONYMOUS|FIXED|STACK');
      return mm.flags(0);
    },
  );

  separates(
    'large private memory begins where a huge page does since 6.7',
    [
      [v6_1, false],
      [v6_12, true],
    ],
    (kernel) => {
      const mm = new Strip({ kernel });
      const start = mm.call('mmap', 0n, BigInt(HUGE) * PAGE, 3n, 0x22n, -1n, 0n);
      return BigInt(start) % (BigInt(HUGE) * PAGE) === 0n;
    },
  );
});

describe('mprotect', () => {
  separates(
    'lets memory off its charge that was never written and no longer can be, but not on 6.1',
    [
      [v6_1, ['rd mr mw me ac', 0]],
      [v6_12, ['rd mr mw me', -1]],
    ],
    (kernel) => {
      const mm = mmOf('w', { kernel });
      const before = mm.counters.committed;
      mm.mprotect(0, 1, 'r');
      return [mm.flags(0), mm.counters.committed - before];
    },
  );
});

describe('madvise', () => {
  separates(
    'MADV_POPULATE passes over holes on 6.1',
    [
      [v6_1, ['ENOMEM', 'W.W']],
      [v6_12, ['ENOMEM', 'W.w']],
    ],
    (kernel) => {
      const mm = mmOf('w.w', { kernel });
      return [mm.madvise(0, 3, 'POPULATE_WRITE'), draw(mm)];
    },
  );

  separates<Outcome>(
    'MADV_DOFORK refuses mappings that may not grow, as the vdso, on 7.2',
    [
      [v6_18, 0],
      [v7_2, 'EINVAL'],
    ],
    (kernel) => new Strip({ kernel, adopt: [{ start: 0, end: 1, flags: 'rd mr mw me de' }] }).madvise(0, 1, 'DOFORK'),
  );
});

describe('mremap', () => {
  separates(
    'moves several VMAs at once since 6.17',
    [
      [v6_12, ['EFAULT', 'w|r']],
      [v6_18, [6, '......w|r']],
    ],
    (kernel) => {
      const mm = mmOf('w|r', { kernel });
      return [mm.mremap(0, 2, 2, 'MAYMOVE|FIXED', 6), draw(mm)];
    },
  );

  separates(
    'had unmapped its destination when it found that there is more than one VMA',
    [
      [v6_12, ['EFAULT', 'w|r....']],
      [v6_18, ['EFAULT', 'w|r..xx']],
    ],
    (kernel) => {
      const mm = mmOf('w|r..xx', { kernel });
      return [mm.mremap(0, 2, 3, 'MAYMOVE|FIXED', 4), draw(mm).padEnd(7, '.')];
    },
  );

  separates(
    'looks for the VMA before it judges the new place',
    [
      [v6_12, 'EFAULT'],
      [v6_18, 'EINVAL'],
    ],
    (kernel) => new Strip({ kernel }).call('mremap', at(0), PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, at(8) + 1n),
  );

  separates<Outcome>(
    'compares lengths in bytes where DONTUNMAP allows no other',
    [
      [v6_12, 'EINVAL'],
      [v6_18, 8],
    ],
    (kernel) => {
      const flags = MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP;
      return mmOf('w', { kernel }).call('mremap', at(0), PAGE - 1n, PAGE, flags, at(8));
    },
  );

  separates(
    'near the map count limit refuses what moves, or on 7.2 everything',
    [
      [v6_18, [0, 'ENOMEM', 'ENOMEM', 'EINVAL']],
      [v7_2, ['ENOMEM', 'ENOMEM', 'ENOMEM', 'EINVAL']],
    ],
    (kernel) => {
      const { map_count } = mmOf('w', { kernel }).view.counters;
      const mm = mmOf('w', { kernel, system: { maxMapCount: map_count + 3 } });
      const bad = mm.call('mremap', at(0), PAGE, PAGE, 0x20n, 0n);
      return [
        mm.mremap(0, 1, 1),
        mm.mremap(0, 1, 1, 'MAYMOVE|FIXED', 4),
        mm.mremap(0, 1, 1, 'MAYMOVE|DONTUNMAP', 9),
        bad,
      ];
    },
  );

  separates(
    'begins earlier than asked to move a whole table, but not on 6.1',
    [
      [v6_1, false],
      [v6_12, true],
    ],
    (kernel) => {
      const mm = new Strip({ kernel });
      mm.mmap(1, HUGE);
      mm.store(1);
      const tableOf = (page: number): unknown =>
        mm.view.tables.walk((Number(at(0) / PAGE) + page) as Vpn).at(-2)?.entry.pfn;
      const table = tableOf(1);
      mm.mremap(1, HUGE, HUGE, 'MAYMOVE|FIXED', 4 * HUGE + 1);
      return tableOf(4 * HUGE + 1) === table;
    },
  );
});

describe('MREMAP_DONTUNMAP', () => {
  /** Locked memory, of which the middle moves: what is locked afterwards, and how it looks. */
  const moveLocked = (kernel: KernelGeneration): [number, string] => {
    const mm = mmOf('wwww', { kernel });
    mm.mlock(0, 4);
    mm.mremap(1, 2, 2, 'MAYMOVE|FIXED|DONTUNMAP', 6);
    return [mm.counters.locked_vm, draw(mm)];
  };

  separates(
    'unlocks all of the source, counts twice, or spares the rest',
    [
      [v6_1, [4, 'WWWW..WW']],
      [v6_12, [4, 'WWWW..WW']],
      [v6_18, [6, 'WWWW..WW']],
      [v6_1_192, [4, 'W|ww|W..WW']],
      [v6_12_115, [4, 'W|ww|W..WW']],
      [v7_2, [4, 'W|ww|W..WW']],
    ],
    moveLocked,
  );

  separates(
    'merges the copy into its own source, or with others, or not at all beside it',
    [
      [v6_18, 'wwwwwwww'],
      [v6_12, 'wwwwwwww'],
      [v7_2, 'wwww|wwww'],
      [v6_12_115, 'wwww|wwww'],
      [v6_1_192, 'ww|ww|wwww'],
    ],
    (kernel) => {
      const mm = mmOf('wwwwwwww', { kernel });
      mm.mremap(6, 2, 2, 'MAYMOVE|FIXED|DONTUNMAP', 2);
      return draw(mm);
    },
  );

  separates(
    'leaves an emptied source its old page offset, or one as good as new',
    [
      [v6_12_111, '....ww|w'],
      [v6_12_113, '....www'],
      [v6_18, '....ww|w'],
      [v7_2, '....www'],
    ],
    (kernel) => {
      const mm = mmOf('WW', { kernel });
      mm.mremap(0, 2, 2, 'MAYMOVE|FIXED', 4);
      mm.mremap(4, 2, 2, 'MAYMOVE|FIXED|DONTUNMAP', 0);
      mm.munmap(0, 2);
      mm.mmap(6, 1);
      return draw(mm);
    },
  );
});

describe('huge pages', () => {
  const THP = { thp: 'always' } as const;

  separates(
    'a write to the huge zero page copies one page, and a huge one since 6.13',
    [
      [v6_12, 1],
      [v6_18, HUGE],
    ],
    (kernel) => {
      const mm = new Strip({ kernel, system: THP });
      mm.mmap(0, HUGE);
      mm.load(0);
      mm.store(1);
      return mm.counters.anon_rss;
    },
  );

  separates(
    'MADV_FREE leaves one alone that lost its first page, on 6.1',
    [
      [v6_1, [(HUGE - 2) * 4, 0]],
      [v6_12, [4, 4]],
    ],
    (kernel) => {
      const mm = new Strip({ kernel, system: THP });
      mm.mmap(0, HUGE);
      for (const page of [5, 8]) mm.store(page);
      mm.munmap(0, 2);
      mm.madvise(8, 4, 'FREE');
      const { sizes } = mm.view.smaps().find(({ maps }) => maps.start === at(2)) ?? {};
      return [sizes?.Private_Dirty, sizes?.Private_Clean];
    },
  );

  separates(
    'mprotect forgets that they are dirty on early 6.12',
    [
      [v6_1, HUGE * 4],
      [v6_12, 0],
      [v6_12_111, HUGE * 4],
      [v6_18, HUGE * 4],
    ],
    (kernel) => {
      const mm = new Strip({ kernel, system: THP });
      mm.mmap(0, HUGE);
      mm.store(0);
      mm.mprotect(0, HUGE, 'r');
      return mm.view.smaps().find(({ maps }) => maps.start === at(0))?.sizes.Private_Dirty;
    },
  );

  separates(
    'splitting one keeps pages that nobody wrote on 6.1',
    [
      [v6_1, HUGE],
      [v6_12, 1],
    ],
    (kernel) => {
      const mm = new Strip({ kernel, system: THP });
      mm.mmap(0, HUGE);
      mm.store(0);
      mm.madvise(0, 1, 'COLD');
      return mm.counters.anon_rss;
    },
  );
});

describe('io_setup', () => {
  separates(
    'maps a ring that a child does not get since 7.2',
    [
      [v6_18, 'rd wr sh mr mw ms de'],
      [v7_2, 'rd wr sh mr mw ms dc de'],
    ],
    (kernel) => {
      const mm = new Strip({ kernel });
      mm.call('io_setup', 1n, { kind: 'array', items: [], abbreviated: false });
      return mm.view
        .smaps()
        .find(({ maps }) => maps.name.startsWith('/[aio]'))
        ?.flags.toSmaps()
        .trim();
    },
  );
});

describe('MAP_SHARED_VALIDATE', () => {
  const { MAP_SHARED_VALIDATE, MAP_FIXED, MAP_32BIT, MAP_ABOVE4G } = MAP.values;
  const ARM64 = arm64.configure({});
  it.each([
    ['6.1', v6_1, undefined, [0, 'EOPNOTSUPP']],
    ['6.12', v6_12, undefined, [0, 0]],
    ['6.12 on arm64', v6_12, ARM64, ['EOPNOTSUPP', 'EOPNOTSUPP']],
  ] as const)('knows MAP_32BIT and MAP_ABOVE4G on %s', (_id, kernel, arch, expected) => {
    const mm = new Strip({ kernel, ...(arch !== undefined && { arch }) });
    const fd = BigInt(mm.memfd(1));
    const flags = MAP_SHARED_VALIDATE | MAP_FIXED;
    expect([MAP_32BIT, MAP_ABOVE4G].map((flag) => mm.call('mmap', at(0), PAGE, 3n, flags | flag, fd, 0n))).toEqual(
      expected,
    );
  });
});

describe('a ring of events', () => {
  /** What mremap says of the first so many pages of a ring of three at page 0. */
  const moved = (kernel: KernelGeneration, pages: number): Outcome => {
    const mm = new Strip({ kernel });
    mm.call('io_setup', 128n, { kind: 'array', items: [], abbreviated: false });
    const start = mm.view.maps().find(({ name }) => name.startsWith('/[aio]'))?.start ?? 0n;
    mm.call('mremap', start, 3n * PAGE, 3n * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, at(0));
    return mm.mremap(0, pages, pages, 'MAYMOVE|FIXED', 8);
  };
  separates<Outcome[]>(
    'moves as a whole since 7.2, and in parts before',
    [
      [v6_12, [8, 8]],
      [v6_18, [8, 8]],
      [v7_2, [8, 'EINVAL']],
    ],
    (kernel) => [moved(kernel, 3), moved(kernel, 2)],
  );
});

describe('secret memory', () => {
  separates<[Outcome, string, number]>(
    'is locked, within limits, on all but late kernels of 2026',
    [
      [v6_12, ['EAGAIN', 'rd wr sh mr mw ms lo dd', 1]],
      [v6_12_115, [1, 'rd wr sh mr mw ms dd', 0]],
      [v6_18, ['EAGAIN', 'rd wr sh mr mw ms lo dd', 1]],
      [v7_2, [1, 'rd wr sh mr mw ms dd', 0]],
    ],
    (kernel) => {
      const mm = new Strip({ kernel, system: { caps: 0n }, limits: { memlock: PAGE } });
      const fd = Number(mm.call('memfd_secret', 0n));
      mm.call('ftruncate', BigInt(fd), 4n * PAGE);
      mm.mmap(0, 1, 'rw', 'SHARED|FIXED', fd);
      return [mm.mmap(1, 2, 'rw', 'SHARED|FIXED', fd), mm.flags(0), mm.view.status().VmLck === 4 ? 1 : 0];
    },
  );
});

describe('a piece of a System V attachment', () => {
  separates(
    'passes pages to its neighbour, but not on 6.1',
    [
      [v6_1, 's|s|s'],
      [v6_12, 'ss|s'],
    ],
    (kernel) => {
      const mm = new Strip({ kernel });
      mm.call('shmat', BigInt(mm.call('shmget', 0n, 3n * PAGE, 0o600n)), at(0), 0n);
      mm.mprotect(1, 2, 'r');
      mm.mprotect(0, 2, '');
      return draw(mm);
    },
  );
});

describe('memory policies', () => {
  separates<Outcome[]>(
    'are fewer on 6.1',
    [
      [v6_1, ['EINVAL', 'EINVAL', 0]],
      [v6_12, [0, 0, 0]],
    ],
    (kernel) => {
      const mm = mmOf('w', { kernel });
      const nodes = { kind: 'array', items: [{ kind: 'int', value: 1n }], abbreviated: false } as const;
      return [M.MPOL_PREFERRED_MANY | M.MPOL_F_NUMA_BALANCING, M.MPOL_WEIGHTED_INTERLEAVE, M.MPOL_PREFERRED_MANY].map(
        (mode) => mm.call('mbind', at(0), PAGE, mode, nodes, 64n, 0n),
      );
    },
  );
});

describe('/proc', () => {
  separates(
    'calls what only touches the heap [heap] on 6.1',
    [
      [v6_1, '[heap]'],
      [v6_12, ''],
    ],
    (kernel) => {
      const mm = new Strip({ kernel });
      const brk = BigInt(mm.view.layout['start_brk'] ?? 0n);
      mm.call('mmap', brk - PAGE, PAGE, PROT.values.PROT_READ, 0x32n, -1n, 0n);
      return mm.view.vmas.find(({ start }) => BigInt(start) * PAGE === brk - PAGE)?.name;
    },
  );

  separates(
    'smaps has no code for memory that is locked on fault, and no line about same pages, on 6.1',
    [
      [v6_1, [true, 'rd wr mr mw me lo ?? ac', undefined]],
      [v6_12, [true, undefined, 0]],
    ],
    (kernel) => {
      const mm = mmOf('w', { kernel });
      mm.call('mlock2', at(0), PAGE, 1n);
      const row = mm.view.smaps().find(({ maps }) => maps.start === at(0));
      return [row?.flags.has(vmFlags('LOCKONFAULT')), row?.codes, row?.sizes.KSM];
    },
  );

  separates<Outcome>(
    'the pages of [vvar] that nothing stands behind are others since 6.15',
    [
      [v6_12, 'SIGBUS BUS_ADRERR'],
      [v6_18, 0],
    ],
    (kernel) => {
      const mm = new Strip({ kernel });
      const vvar = BigInt(mm.view.vmas.find(({ name }) => name === '[vvar]')?.start ?? 0);
      return mm.call('load', (vvar + 2n) * PAGE);
    },
  );
});
