import { describe, expect, it } from 'vitest';
import { MADV, NotModelled, type ArgValue } from '@mm-playground/api';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { v7_2 } from '../kernels/v7-2.ts';
import { at, draw, mmOf, PAGE, type Outcome, type Strip } from '../testing/strip.ts';

const A = MADV.values;
const SELF = -10_000n;
const BYTES = Number(PAGE);

const iovec = (base: bigint, len: bigint): ArgValue => ({
  kind: 'struct',
  fields: [
    { name: 'iov_base', value: { kind: 'int', value: base } },
    { name: 'iov_len', value: { kind: 'int', value: len } },
  ],
  abbreviated: false,
});
const ranges = (...items: ArgValue[]): ArgValue => ({ kind: 'array', items, abbreviated: false });
const pages = (...parts: (readonly [number, number])[]): ArgValue =>
  ranges(...parts.map(([page, count]) => iovec(at(page), BigInt(count) * PAGE)));

const advise = (mm: Strip, where: ArgValue, advice: bigint, fd = SELF, flags = 0n): Outcome =>
  mm.call('process_madvise', fd, where, BigInt(where.kind === 'array' ? where.items.length : 0), advice, flags);

/** Goes on in a child, whose number is known, with a pidfd of its own. */
function childWithPidfd(mm: Strip): [Strip, bigint] {
  const pid = mm.call('clone', 0n);
  mm.task = String(pid);
  return [mm, BigInt(mm.call('pidfd_open', BigInt(pid), 0n))];
}

describe('process_madvise', () => {
  it('gives one advice to several ranges, and returns the bytes', () => {
    const mm = mmOf('wwwwww');
    expect(advise(mm, pages([0, 2], [4, 1]), A.MADV_DONTFORK)).toBe(3 * BYTES);
    expect(draw(mm)).toBe('ww|ww|w|w');
    expect(advise(mm, ranges(iovec(at(0), 100n)), A.MADV_COLD)).toBe(100);
  });

  it('passes over empty ranges, wherever they lie, but looks at the first one', () => {
    const mm = mmOf('wwwwww');
    const [empty, good] = [iovec(at(1) + 1n, 0n), iovec(at(0), PAGE)];
    expect([
      advise(mm, ranges(good, empty), A.MADV_COLD),
      advise(mm, ranges(good, empty, iovec(at(2), PAGE)), A.MADV_COLD),
      advise(mm, ranges(iovec(at(1), 0n), empty, good), A.MADV_COLD),
      advise(mm, ranges(empty), A.MADV_COLD),
      advise(mm, ranges(empty, good), A.MADV_COLD),
    ]).toEqual([BYTES, 2 * BYTES, BYTES, 0, 'EINVAL']);
  });

  // Measured on 6.1.176, 6.12.117 and 7.2.13, booted, and on 6.18.44.
  it.each([
    ['6.1', v6_1, ['EBADF', BYTES, 'EINVAL', 'EINVAL', 'EPERM', 'EINVAL']],
    ['6.12', v6_12, ['EBADF', BYTES, 'EINVAL', 'EINVAL', BYTES, 'EINVAL']],
    ['6.18', v6_18, [BYTES, BYTES, BYTES, 0, BYTES, 'EINVAL']],
    ['7.2', v7_2, [BYTES, BYTES, BYTES, 'EINVAL', BYTES, 'EINVAL']],
  ] as const)(
    'answers on %s for itself by a number, by a pidfd, other advice, no bytes, without CAP_SYS_NICE',
    (...row) => {
      const [, kernel, expected] = row;
      const [mm, fd] = childWithPidfd(mmOf('w', { kernel }));
      const [powerless, its] = childWithPidfd(mmOf('w', { kernel, system: { caps: 0n } }));
      expect([
        advise(mm, pages([0, 1]), A.MADV_COLD),
        advise(mm, pages([0, 1]), A.MADV_COLD, fd),
        advise(mm, pages([0, 1]), A.MADV_DONTNEED, fd),
        advise(mm, pages([0, 0]), 99n, fd),
        advise(powerless, pages([0, 1]), A.MADV_COLD, its),
        advise(powerless, pages([0, 1]), 99n, its),
      ]).toEqual(expected);
    },
  );

  it('returns what was done before the first failure, or the failure', () => {
    const mm = mmOf('ww..ww');
    expect(advise(mm, pages([0, 2], [1, 2], [4, 2]), A.MADV_DONTDUMP)).toBe(2 * BYTES);
    expect(mm.flags(4)).not.toContain('dd');
    expect(advise(mm, pages([1, 2], [4, 2]), A.MADV_DONTDUMP)).toBe('ENOMEM');
    expect(advise(mm, ranges(iovec(at(0) + 1n, PAGE)), A.MADV_DONTDUMP)).toBe('EINVAL');
  });

  it('looks at all ranges first: lengths below 0, ends beyond user space', () => {
    const mm = mmOf('w');
    expect(advise(mm, ranges(iovec(at(0), PAGE), iovec(at(0), 2n ** 64n - 1n)), A.MADV_COLD)).toBe('EINVAL');
    expect(advise(mm, ranges(iovec(at(0), PAGE), iovec(at(0), 2n ** 63n - 1n)), A.MADV_COLD)).toBe('EFAULT');
    expect(advise(mm, ranges(iovec(at(0), 2n ** 63n - 1n)), A.MADV_COLD)).toBe('ENOMEM');
    expect(advise(mm, ranges(iovec(0x7fff_ffff_f000n, PAGE)), A.MADV_COLD)).toBe('EFAULT');
  });

  it('wants no flags, at most 1024 ranges, and a pidfd', () => {
    const mm = mmOf('w');
    const call = (...args: (bigint | ArgValue)[]): Outcome => mm.call('process_madvise', ...args);
    expect(advise(mm, pages([0, 1]), A.MADV_COLD, SELF, 1n)).toBe('EINVAL');
    expect(call(SELF, pages([0, 1]), 1025n, A.MADV_COLD, 0n)).toBe('EINVAL');
    expect(call(SELF, 0n, 1n, A.MADV_COLD, 0n)).toBe('EFAULT');
    expect(call(SELF, 0n, 0n, A.MADV_COLD, 0n)).toBe(0);
    expect(advise(mm, pages([0, 1]), A.MADV_COLD, 99n)).toBe('EBADF');
    expect(advise(mm, pages([0, 1]), A.MADV_COLD, BigInt(mm.open('/data')))).toBe('EBADF');
    expect(advise(mm, pages([0, 1]), 99n)).toBe('EINVAL');
    expect(advise(mm, pages([0, 0]), 99n)).toBe(0);
    expect(advise(mm, pages([0, 0], [0, 1]), 99n)).toBe('EINVAL');
  });

  it('knows its own pidfd from that of another process, which is refused loudly', () => {
    const mm = mmOf('w');
    mm.call('clone', 0n);
    const fd = BigInt(mm.call('pidfd_open', 1000n, 0n));
    expect(() => advise(mm, pages([0, 1]), A.MADV_COLD, fd)).toThrow(NotModelled);
  });
});

describe('MADV_PAGEOUT without swap', () => {
  const memory = (mm: Strip): number => mm.counters.anon_rss + mm.counters.shmem_rss;

  it('leaves private memory where it is, but for pages of MADV_FREE that were not written again', () => {
    const mm = mmOf('WWW');
    mm.madvise(1, 2, 'FREE');
    mm.store(2);
    expect(mm.madvise(0, 3, 'PAGEOUT')).toBe(0);
    expect(mm.view.pagemap(Number(at(0) / PAGE) as never, 3)).toBe('A.A');
  });

  it('drops pages of shared memory from the page tables, unless others map them', () => {
    const mm = mmOf('');
    const fd = mm.memfd(2);
    mm.mmap(0, 2, 'rw', 'SHARED|FIXED', fd);
    mm.mmap(4, 1, 'rw', 'SHARED|FIXED', fd);
    for (const page of [0, 1, 4]) mm.store(page);
    mm.madvise(0, 2, 'PAGEOUT');
    expect(mm.view.pagemap(Number(at(0) / PAGE) as never, 5)).toBe('f...f');
    expect(mm.load(1)).toBe(0);
  });

  it('takes pages of shared memory that nobody wrote out of their file', () => {
    const mm = mmOf('');
    const fd = mm.memfd(2);
    mm.mmap(0, 2, 'rw', 'SHARED|FIXED', fd);
    mm.store(0);
    mm.load(1);
    mm.madvise(0, 2, 'PAGEOUT');
    mm.mmap(4, 2, 'rw', 'SHARED|FIXED', fd);
    mm.load(4);
    // What the file still has is mapped around it.
    expect(mm.view.pagemap(Number(at(4) / PAGE) as never, 2)).toBe('F.');
  });

  it('throws droppable memory away', () => {
    const mm = mmOf('');
    mm.mmap(0, 1, 'rw', 'DROPPABLE|ANONYMOUS|FIXED');
    mm.store(0);
    mm.madvise(0, 1, 'PAGEOUT');
    expect(memory(mm)).toBe(0);
  });

  it('refuses locked memory, and goes over holes', () => {
    const mm = mmOf('ww.w');
    mm.mlock(0, 1);
    expect([mm.madvise(0, 2, 'PAGEOUT'), mm.madvise(1, 3, 'PAGEOUT')]).toEqual(['EINVAL', 'ENOMEM']);
  });

  it('splits huge pages, which only in pieces could go to swap; what nobody wrote is the zero page then', () => {
    const HUGE = 512;
    const paged = (prepare: (mm: Strip) => void, pages = HUGE): number[] => {
      const mm = mmOf('', { system: { thp: 'always' } });
      mm.mmap(0, HUGE);
      mm.store(5);
      prepare(mm);
      expect(mm.madvise(0, pages, 'PAGEOUT')).toBe(0);
      const [row] = mm.view.smaps();
      return [row?.sizes.AnonHugePages ?? -1, mm.counters.anon_rss];
    };
    expect([
      paged(() => undefined),
      paged((mm) => mm.store(6), 4),
      paged((mm) => mm.madvise(0, 1, 'DONTNEED')),
      paged((mm) => mm.madvise(0, HUGE, 'FREE')),
      paged((mm) => mm.fork()),
    ]).toEqual([
      [0, 1],
      [0, 2],
      [0, 1],
      [0, 0],
      [2048, HUGE],
    ]);
  });

  it('stops loudly where swap or a file on a disk would decide', () => {
    expect(() => mmOf('W', { system: { swapTotalKb: 1024 } }).madvise(0, 1, 'PAGEOUT')).toThrow(NotModelled);
    const mm = mmOf('f');
    mm.load(0);
    expect(() => mm.madvise(0, 1, 'PAGEOUT')).toThrow(NotModelled);
  });
});

describe('MADV_COLLAPSE', () => {
  const HUGE = 512;

  it('refuses memory without room for a huge page, or never written', () => {
    expect(mmOf('WW').madvise(0, 1, 'COLLAPSE')).toBe('EINVAL');
    const mm = mmOf('');
    mm.mmap(0, HUGE);
    expect(mm.madvise(0, HUGE, 'COLLAPSE')).toBe('EINVAL');
    expect(mm.madvise(2 * HUGE, HUGE, 'COLLAPSE')).toBe('ENOMEM');
  });

  it('rounds inwards: what ends where it begins is done, what then ends before is not', () => {
    const mm = mmOf('');
    mm.mmap(0, 2 * HUGE);
    mm.store(HUGE);
    expect([mm.madvise(0, 1, 'COLLAPSE'), mm.madvise(1, HUGE, 'COLLAPSE')]).toEqual([0, 0]);
    expect(mm.madvise(1, 1, 'COLLAPSE')).toBe('EINVAL');
  });

  it('is done where a huge page is already, and says EINVAL where no page table is', () => {
    const mm = mmOf('', { system: { thp: 'always' } });
    mm.mmap(0, 2 * HUGE);
    mm.store(0);
    expect([mm.madvise(0, HUGE, 'COLLAPSE'), mm.madvise(0, 2 * HUGE, 'COLLAPSE')]).toEqual([0, 'EINVAL']);
  });

  /** [huge pages in kB, resident pages, tables]. */
  const state = (mm: Strip): number[] => [
    mm.view.smaps().find(({ maps }) => maps.start === at(0))?.sizes.AnonHugePages ?? -1,
    mm.counters.anon_rss,
    mm.counters.page_tables,
  ];

  it('makes a huge page of what is there, whatever the machine thinks of huge pages; the table becomes its reserve', () => {
    const mm = mmOf('', { system: { thp: 'never' } });
    mm.mmap(0, 2 * HUGE);
    mm.store(3);
    mm.load(4);
    const [, , tables = 0] = state(mm);
    expect(mm.madvise(0, HUGE, 'COLLAPSE')).toBe(0);
    expect(state(mm)).toEqual([2048, HUGE, tables]);
    mm.madvise(0, HUGE, 'NOHUGEPAGE');
    expect(mm.madvise(0, HUGE, 'COLLAPSE')).toBe('EINVAL');
  });

  it('copies what a child shares, and goes on behind what cannot be collapsed', () => {
    const mm = mmOf('');
    mm.mmap(0, 3 * HUGE);
    for (const page of [0, HUGE, 2 * HUGE]) mm.store(page);
    mm.madvise(HUGE + 1, 1, 'GUARD_INSTALL');
    mm.fork();
    expect(mm.madvise(0, 3 * HUGE, 'COLLAPSE')).toBe('EINVAL');
    expect(state(mm).slice(0, 2)).toEqual([4096, 2 * HUGE + 1]);
  });

  it.each([
    ['6.12', v6_12, 'EINVAL'],
    ['6.18', v6_18, 0],
  ] as const)('of memory that is not writable, on %s', (_name, kernel, expected) => {
    const mm = mmOf('', { kernel });
    mm.mmap(0, HUGE);
    mm.store(0);
    mm.mprotect(0, HUGE, 'r');
    expect(mm.madvise(0, HUGE, 'COLLAPSE')).toBe(expected);
  });

  it('of memory of System V is refused loudly', () => {
    const mm = mmOf('');
    const id = mm.call('shmget', 0n, BigInt(HUGE) * PAGE, 0o1600n);
    mm.call('shmat', BigInt(id), at(0), 0n);
    mm.store(0);
    expect(() => mm.madvise(0, HUGE, 'COLLAPSE')).toThrow(NotModelled);
  });
});

describe('MADV_HWPOISON', () => {
  const poison = (mm: Strip, addr = at(0), len = PAGE): Outcome => mm.call('madvise', addr, len, A.MADV_HWPOISON);

  it('does not exist in a kernel without it', () => {
    const mm = mmOf('w', { system: { memoryFailure: false } });
    expect([poison(mm), poison(mm, at(0), 0n)]).toEqual(['EINVAL', 'EINVAL']);
  });

  it('needs a capability, asked for after the range; with it, it is refused loudly', () => {
    const mm = mmOf('w', { system: { memoryFailure: true, caps: 0n } });
    expect([poison(mm), poison(mm, at(0) + 1n), poison(mm, at(0), 0n)]).toEqual(['EPERM', 'EINVAL', 0]);
    expect(() => poison(mmOf('w', { system: { memoryFailure: true } }))).toThrow(NotModelled);
  });
});
