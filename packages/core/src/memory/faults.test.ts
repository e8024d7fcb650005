import { describe, expect, it } from 'vitest';
import { VM_LOCKED, type Vpn } from '@mm-playground/api';
import { arm64 } from '@mm-playground/arch-arm64';
import { x8664 } from '@mm-playground/arch-x86-64';
import { ARENA, PAGE, Strip, at, draw, mmOf, type StripOptions } from '../testing/strip.ts';

const FIRST = Number(ARENA / PAGE);
const HUGE = 512;

/** The arena's pages as /proc/PID/pagemap shows them, from `page` on. */
const pages = (mm: Strip, count: number, page = 0): string => mm.view.pagemap((FIRST + page) as Vpn, count);

/** What the MMU would let user code do with a page: `rw-`, or `---` where it has no valid entry. */
function rights(mm: Strip, page: number): string {
  const entry = mm.view.tables.walk((FIRST + page) as Vpn).at(-1)?.entry;
  if (entry?.kind !== 'leaf') return '---';
  return `${entry.read ? 'r' : '-'}${entry.write ? 'w' : '-'}${entry.exec ? 'x' : '-'}`;
}

/** kB of one smaps field of the VMA at a page. */
function smaps(
  mm: Strip,
  page: number,
  field: 'Rss' | 'Private_Dirty' | 'Private_Clean' | 'Shared_Dirty' | 'AnonHugePages',
): number {
  const row = mm.view.smaps().find(({ maps }) => maps.start <= at(page) && at(page) < maps.end);
  return row?.sizes[field] ?? Number.NaN;
}

/** Pages of the resident set that the strip has more than at its start: anonymous, file, shared. */
const rss = ({ counters: { anon_rss, file_rss, shmem_rss } }: Strip): number[] => [anon_rss, file_rss, shmem_rss];

const fileMapping = (
  pagesOfFile: number,
  prot: string,
  flags: string,
  mode: 'O_RDONLY' | 'O_RDWR' = 'O_RDWR',
): Strip => {
  const mm = new Strip();
  const fd = mm.open('/data', mode);
  mm.call('ftruncate', BigInt(fd), BigInt(pagesOfFile) * PAGE);
  mm.mmap(0, 32, prot, `${flags}|FIXED`, fd);
  return mm;
};

describe('memory without pages of its own', () => {
  it('can be read, and is a hole to pagemap', () => {
    const mm = new Strip();
    const page = mm.view.vmas.find(({ name }) => name === '[vvar]')?.start ?? (0 as Vpn);
    expect(mm.call('load', BigInt(page) * PAGE)).toBe(0);
    expect(mm.view.tables.walk(page).at(-1)?.entry.kind).toBe('leaf');
    expect(mm.view.pagemap(page, 1)).toBe('.');
  });

  it('but of the vdso is mapped by every process, so never once', () => {
    const mm = new Strip();
    const page = mm.view.vmas.find(({ name }) => name === '[vdso]')?.start ?? (0 as Vpn);
    expect(mm.call('load', BigInt(page) * PAGE)).toBe(0);
    expect(mm.view.pagemap(page, 1)).toBe('f');
  });
});

describe('private memory', () => {
  it('is the zero page until it is written, and that counts nowhere', () => {
    const mm = mmOf('wwww');
    mm.load(1);
    expect(pages(mm, 4)).toBe('.a..');
    expect(rss(mm)).toEqual([0, 0, 0]);
    expect(rights(mm, 1)).toBe('r--');
    mm.store(1);
    expect(pages(mm, 4)).toBe('.A..');
    expect(rss(mm)).toEqual([1, 0, 0]);
    expect(rights(mm, 1)).toBe('rw-');
  });

  it('gives its pages back, and their tables when no neighbour needs them', () => {
    const mm = mmOf('wwww');
    const before = mm.counters.page_tables;
    for (const page of [0, 1, 2, 3]) mm.store(page);
    expect(mm.counters.page_tables).toBeGreaterThan(before);
    mm.munmap(1, 2);
    expect(pages(mm, 4)).toBe('A..A');
    mm.munmap(0, 4);
    expect(rss(mm)).toEqual([0, 0, 0]);
    expect(mm.counters.page_tables).toBe(before);
  });

  it('keeps a table that its neighbour may need, even if the neighbour was never touched', () => {
    const mm = mmOf('w.w');
    mm.store(0);
    const before = mm.counters.page_tables;
    mm.munmap(0, 1);
    expect(mm.counters.page_tables).toBe(before);
    mm.munmap(2, 1);
    expect(mm.counters.page_tables).toBe(before - 3);
  });

  it('is read-only in the page tables after mprotect, and writable again without a fault if nobody shares it', () => {
    const mm = mmOf('ww');
    mm.store(0);
    mm.load(1);
    mm.mprotect(0, 2, 'r');
    expect([rights(mm, 0), mm.store(0)]).toEqual(['r--', 'SIGSEGV SEGV_ACCERR']);
    mm.mprotect(0, 2, 'rw');
    expect([rights(mm, 0), rights(mm, 1)]).toEqual(['rw-', 'r--']);
  });

  it('with PROT_NONE keeps its pages, out of reach', () => {
    const mm = mmOf('w');
    mm.store(0);
    mm.mprotect(0, 1, '');
    expect([rights(mm, 0), pages(mm, 1), mm.load(0)]).toEqual(['---', 'A', 'SIGSEGV SEGV_ACCERR']);
  });

  it('moves with its pages', () => {
    const mm = mmOf('ww');
    mm.store(1);
    mm.mremap(0, 2, 2, 'MAYMOVE|FIXED', 8);
    expect(pages(mm, 10)).toBe('.........A');
    expect(rss(mm)).toEqual([1, 0, 0]);
  });

  it('is clean after MADV_FREE and dirty after the next store', () => {
    const mm = mmOf('w');
    mm.store(0);
    mm.madvise(0, 1, 'FREE');
    expect([smaps(mm, 0, 'Private_Clean'), smaps(mm, 0, 'Private_Dirty')]).toEqual([4, 0]);
    mm.store(0);
    expect([smaps(mm, 0, 'Private_Clean'), smaps(mm, 0, 'Private_Dirty')]).toEqual([0, 4]);
  });

  it('that is locked is faulted in at once, as if written', () => {
    const mm = mmOf('ww');
    mm.mlock(0, 2);
    expect([pages(mm, 2), mm.vma(0).flags.has(VM_LOCKED)]).toEqual(['AA', true]);
  });
});

describe('fork', () => {
  it('shares private pages read-only until the child writes', () => {
    const mm = mmOf('WW');
    mm.fork();
    expect(pages(mm, 2)).toBe('aa');
    expect([rights(mm, 0), smaps(mm, 0, 'Shared_Dirty')]).toEqual(['r--', 8]);
    mm.store(0);
    expect(pages(mm, 2)).toBe('Aa');
    expect(rights(mm, 0)).toBe('rw-');
    expect(rss(mm)).toEqual([2, 0, 0]);
  });

  it('leaves shared memory to faults, and WIPEONFORK to nobody', () => {
    const mm = mmOf('ss.w');
    mm.store(0);
    mm.store(3);
    mm.madvise(3, 1, 'WIPEONFORK');
    mm.fork();
    expect(pages(mm, 4)).toBe('....');
    mm.load(0);
    expect(pages(mm, 4)).toBe('f...');
  });
});

describe('a file', () => {
  it('is read around a fault, and mapped as far as it is cached, the file goes and the window reaches', () => {
    const mm = fileMapping(12, 'r', 'PRIVATE');
    mm.load(2);
    expect(pages(mm, 32)).toBe(`${'F'.repeat(12)}${'.'.repeat(20)}`);
    expect(mm.load(12)).toBe('SIGBUS BUS_ADRERR');
  });

  it('gives a private writer a copy of one page', () => {
    const mm = fileMapping(40, 'rw', 'PRIVATE');
    mm.load(20);
    mm.store(21);
    expect(pages(mm, 32)).toBe(`${'.'.repeat(16)}FFFFFAFFFFFFFFFF`);
    expect(rss(mm)).toEqual([1, 15, 0]);
  });

  it('that is shared hears of the first write to each page, and again after msync', () => {
    const mm = fileMapping(12, 'rw', 'SHARED');
    mm.load(0);
    expect(rights(mm, 0)).toBe('r--');
    mm.store(0);
    expect([rights(mm, 0), rights(mm, 1), smaps(mm, 0, 'Private_Dirty')]).toEqual(['rw-', 'r--', 4]);
    mm.msync(0, 12, 'SYNC');
    expect([rights(mm, 0), smaps(mm, 0, 'Private_Dirty')]).toEqual(['r--', 0]);
  });

  it.each([
    // Measured on 6.18: 8 pages at table entry 0x1e, the window of the fault begins with entry 0x20.
    [0, 'FFFFFFFF', 'a folio of 8 pages fits'],
    [1, '..FFFFFF', 'it begins before the mapping'],
  ])('under MADV_HUGEPAGE is mapped in the pieces that it was read in: from page %i on %s, for %s', (offset, map) => {
    const mm = new Strip();
    const fd = mm.open('/data');
    mm.call('ftruncate', BigInt(fd), 12n * PAGE);
    mm.mmap(0x1e, 8, 'rw', 'PRIVATE|FIXED', fd, offset);
    mm.madvise(0x1e, 8, 'HUGEPAGE');
    mm.load(0x1e + 6);
    expect(pages(mm, 8, 0x1e)).toBe(map);
  });

  it('that is code is read from the fault on', () => {
    const mm = fileMapping(12, 'rx', 'PRIVATE');
    mm.load(5);
    expect(pages(mm, 16)).toBe('.....FFFFFFF....');
  });

  it('whose last page alone is left to map around a fault has it passed over where there is no table', () => {
    const mm = fileMapping(12, 'r', 'PRIVATE');
    mm.load(0);
    mm.munmap(0, 32);
    mm.mmap(8, 8, 'r', 'PRIVATE|FIXED', 3, 11);
    expect([mm.load(13), pages(mm, 8, 8)]).toEqual(['SIGBUS BUS_ADRERR', '........']);
    expect([mm.load(8), mm.load(13), pages(mm, 8, 8)]).toEqual([0, 'SIGBUS BUS_ADRERR', 'F.......']);
  });

  it('takes its pages back when it is truncated, private copies included', () => {
    const mm = new Strip();
    const fd = mm.memfd(8);
    mm.mmap(0, 8, 'rw', 'PRIVATE|FIXED', fd);
    for (let page = 0; page < 8; page++) mm.store(page);
    mm.call('ftruncate', BigInt(fd), 3n * PAGE);
    expect(pages(mm, 8)).toBe('AAA.....');
    expect(mm.load(5)).toBe('SIGBUS BUS_ADRERR');
  });

  it('in memory is brought in page by page, writable at once', () => {
    const mm = new Strip();
    mm.mmap(0, 8, 'rw', 'SHARED|FIXED', mm.memfd(8));
    mm.load(3);
    expect([pages(mm, 8), rights(mm, 3)]).toEqual(['...F....', 'rw-']);
    expect(rss(mm)).toEqual([0, 0, 1]);
  });
});

describe('huge pages', () => {
  const huge = (options: StripOptions = { system: { thp: 'madvise' } }): Strip => {
    const mm = new Strip(options);
    mm.mmap(0, 2 * HUGE);
    mm.madvise(0, 2 * HUGE, 'HUGEPAGE');
    return mm;
  };

  it('come where they are wanted: one store, 2 MiB, and a table in reserve', () => {
    const mm = huge();
    const before = mm.counters.page_tables;
    mm.store(5);
    expect([smaps(mm, 0, 'AnonHugePages'), rss(mm)]).toEqual([2048, [HUGE, 0, 0]]);
    expect(mm.counters.page_tables).toBe(before + 3);
    expect([...mm.view.tables.leaves()].filter((leaf) => leaf.pages === HUGE).length).toBe(1);
  });

  it('do not come where the machine has none', () => {
    const mm = huge({ system: { thp: 'never' } });
    mm.store(5);
    expect(rss(mm)).toEqual([1, 0, 0]);
  });

  it('are split where a part goes, and the rest stays', () => {
    const mm = huge();
    mm.store(0);
    mm.munmap(100, 12);
    expect(pages(mm, HUGE)).toBe(`${'A'.repeat(100)}${'.'.repeat(12)}${'A'.repeat(400)}`);
    expect(smaps(mm, 0, 'AnonHugePages')).toBe(0);
  });

  it('give the untouched pages back when advice splits them', () => {
    const mm = huge();
    mm.store(7);
    mm.madvise(0, 4, 'COLD');
    expect(pages(mm, 10)).toBe('aaaaaaaAaa');
    expect(rss(mm)).toEqual([1, 0, 0]);
  });

  it('read only are the huge zero page, which a store replaces', () => {
    const mm = huge();
    mm.load(0);
    expect([pages(mm, 2), rss(mm)]).toEqual(['ff', [0, 0, 0]]);
    mm.store(0);
    expect([pages(mm, 2), rss(mm)]).toEqual(['AA', [HUGE, 0, 0]]);
  });

  it('that a child shares are split by its first write, which copies one page', () => {
    const mm = huge();
    mm.store(0);
    mm.fork();
    mm.store(3);
    expect(pages(mm, 6)).toBe('aaaAaa');
  });
});

describe('guard markers', () => {
  it('kill who touches them, and outlive MADV_DONTNEED', () => {
    const mm = mmOf('WWW');
    mm.madvise(1, 1, 'GUARD_INSTALL');
    expect([pages(mm, 3), mm.load(1)]).toEqual(['AsA', 'SIGSEGV SEGV_MAPERR']);
    mm.madvise(0, 3, 'DONTNEED');
    expect(pages(mm, 3)).toBe('.s.');
    mm.madvise(0, 3, 'GUARD_REMOVE');
    expect([pages(mm, 3), mm.load(1)]).toEqual(['...', 0]);
  });
});

it('a page of the vdso is mapped by every process, also where it was moved', () => {
  const mm = mmOf('');
  const vdso = BigInt(mm.view.vmas.find(({ name }) => name === '[vdso]')?.start ?? 0) * PAGE;
  mm.call('mremap', vdso, 2n * PAGE, 2n * PAGE, 3n, at(0));
  mm.load(0);
  expect(pages(mm, 1)).toBe('f');
});

describe('an address that no mapping can have', () => {
  it('is no page fault on x86-64 where it is not canonical, and one of the kernel is', () => {
    const mm = mmOf('');
    expect(mm.call('load', 1n << 47n)).toBe('SIGSEGV SI_KERNEL');
    expect(mm.call('load', 0xffff_8000_0000_0000n)).toBe('SIGSEGV SEGV_MAPERR');
    const deep = mmOf('', { arch: x8664.configure({ levels: '5' }) });
    expect(deep.call('load', 1n << 47n)).toBe('SIGSEGV SEGV_MAPERR');
  });

  it('is not one with a tag, which arm64 does not look at', () => {
    const mm = mmOf('w', { arch: arm64.configure({}) });
    const tag = 0x5an << 56n;
    expect(mm.call('store', at(0) | tag)).toBe(0);
    expect(pages(mm, 1)).toBe('A');
    expect([mm.call('mprotect', at(0) | tag, PAGE, 1n), mm.call('store', at(0) | tag)]).toEqual([
      0,
      'SIGSEGV SEGV_ACCERR',
    ]);
    expect(mm.call('mremap', at(0) | tag, PAGE, 2n * PAGE, 0n, 0n)).toBe(0);
    expect(mm.call('load', 1n << 55n)).toBe('SIGSEGV SEGV_MAPERR');
  });

  it('is one with a tag where something is yet to be mapped', () => {
    const mm = mmOf('w', { arch: arm64.configure({}) });
    const tag = 0x5an << 56n;
    expect(mm.call('mmap', at(4) | tag, PAGE, 3n, 0x32n, 2n ** 64n - 1n, 0n)).toBe('ENOMEM');
    expect(mm.call('mremap', at(0), PAGE, PAGE, 3n, at(4) | tag)).toBe('EINVAL');
    expect(mm.call('munmap', at(0) | (1n << 55n), PAGE)).toBe('EINVAL');
    expect(mm.call('munmap', at(0) | tag, PAGE)).toBe(0);
    expect(draw(mm)).toBe('');
  });
});
