import { describe, expect, it } from 'vitest';
import { MADV } from '@mm-playground/api';
import type { KernelGeneration } from '../kernels/generation.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { at, draw, mmOf, PAGE, Strip } from '../testing/strip.ts';

const { MADV_DONTFORK, MADV_DONTNEED, MADV_NORMAL } = MADV.values;

describe('madvise refuses', () => {
  it.each([
    ['EINVAL', 'advice that does not exist (madvise02)', at(0), PAGE, 1000n],
    ['EINVAL', 'an address inside a page (madvise02)', at(0) + 1n, PAGE, MADV_NORMAL],
    ['EINVAL', 'a length that wraps', at(0), 2n ** 64n - PAGE, MADV_NORMAL],
    ['EINVAL', 'a length that rounds to 0', at(0), 2n ** 64n - 1n, MADV_NORMAL],
    ['EINVAL', 'a range up to the very end of addresses', 2n ** 64n - PAGE, PAGE, MADV_NORMAL],
    ['ENOMEM', 'a hole', at(4), PAGE, MADV_NORMAL],
    ['ENOMEM', 'a range that ends in a hole', at(0), 9n * PAGE, MADV_NORMAL],
  ] as const)('with %s: %s', (errno, _, ...args) => {
    expect(mmOf('ww').call('madvise', ...args)).toBe(errno);
  });

  it('nothing of length 0, but what it does not know', () => {
    const mm = mmOf('');
    expect(mm.call('madvise', at(0), 0n, MADV_DONTNEED)).toBe(0);
    expect(mm.call('madvise', at(0), 0n, 1000n)).toBe('EINVAL');
    expect(mm.call('madvise', at(0) + 1n, 0n, MADV_NORMAL)).toBe('EINVAL');
  });

  it('takes advice as 32 bits', () => {
    expect(mmOf('w').call('madvise', at(0), PAGE, MADV_NORMAL | (1n << 32n))).toBe(0);
  });
});

describe('what the kernel maps for itself', () => {
  const DISCARDS = ['FREE', 'REMOVE', 'GUARD_INSTALL', 'GUARD_REMOVE', 'POPULATE_WRITE'];
  const REFUSED = {
    '[vvar]': [...DISCARDS, 'DONTNEED', 'COLD', 'DOFORK', 'DODUMP'],
    '[vdso]': [...DISCARDS, 'DODUMP'],
  };

  it.each(['[vvar]', '[vdso]'] as const)('%s takes any advice but these', (name) => {
    const answers = ADVICE.map((advice) => {
      const mm = mmOf('');
      const vma = mm.view.vmas.find((each) => each.name === name);
      const [start, end] = [BigInt(vma?.start ?? 0) * PAGE, BigInt(vma?.end ?? 0) * PAGE];
      return [advice, mm.call('madvise', start, end - start, MADV.values[`MADV_${advice}`])];
    });
    expect(answers).toEqual(ADVICE.map((advice) => [advice, REFUSED[name].includes(advice) ? 'EINVAL' : 0]));
  });
});

/** What is modelled of it. */
const ADVICE = [
  ...['DONTFORK', 'DOFORK', 'DONTDUMP', 'DODUMP', 'WIPEONFORK', 'KEEPONFORK', 'HUGEPAGE', 'NOHUGEPAGE', 'NORMAL'],
  ...['RANDOM', 'DONTNEED', 'FREE', 'GUARD_INSTALL', 'GUARD_REMOVE', 'REMOVE', 'WILLNEED', 'COLD', 'POPULATE_WRITE'],
] as (keyof typeof MADV.values extends `MADV_${infer Name}` ? Name : never)[];

describe('advice that is kept', () => {
  it.each([
    ['SEQUENTIAL', 'sr', 'NORMAL'],
    ['RANDOM', 'rr', 'NORMAL'],
    ['DONTFORK', 'dc', 'DOFORK'],
    ['DONTDUMP', 'dd', 'DODUMP'],
    ['WIPEONFORK', 'wf', 'KEEPONFORK'],
  ])('%s is shown as %s, and %s takes it away (madvise01, madvise08)', (advice, letters, opposite) => {
    const mm = mmOf('www');
    expect(mm.madvise(1, 1, advice)).toBe(0);
    expect([draw(mm), mm.flags(1).split(' ').includes(letters)]).toEqual(['w|w|w', true]);
    expect(mm.madvise(1, 1, opposite)).toBe(0);
    expect([draw(mm), mm.flags(1)]).toEqual(['www', 'rd wr mr mw me ac']);
  });

  it.each([
    ['RANDOM', 'SEQUENTIAL', 'sr'],
    ['SEQUENTIAL', 'RANDOM', 'rr'],
    ['HUGEPAGE', 'NOHUGEPAGE', 'nh'],
    ['NOHUGEPAGE', 'HUGEPAGE', 'hg'],
  ])('%s is replaced by %s', (first, second, letters) => {
    const mm = mmOf('w');
    mm.madvise(0, 1, first);
    mm.madvise(0, 1, second);
    expect(mm.flags(0)).toBe(`rd wr mr mw me ac ${letters}`.replace(/ac (sr|rr)/, '$1 ac'));
  });

  it('passes over holes and fails at the end (both sides are done)', () => {
    const mm = mmOf('w.w');
    expect(mm.madvise(0, 3, 'DONTFORK')).toBe('ENOMEM');
    expect([0, 2].map((page) => mm.flags(page))).toEqual(['rd wr mr mw me dc ac', 'rd wr mr mw me dc ac']);
  });

  it('stops at a mapping that it does not fit', () => {
    const mm = mmOf('w|s|w');
    expect(mm.madvise(0, 3, 'WIPEONFORK')).toBe('EINVAL');
    expect([0, 2].map((page) => mm.flags(page).includes('wf'))).toEqual([true, false]);
  });

  it('WIPEONFORK is for private anonymous memory (madvise02)', () => {
    expect(mmOf('s').madvise(0, 1, 'WIPEONFORK')).toBe('EINVAL');
    expect(mmOf('f').madvise(0, 1, 'WIPEONFORK')).toBe('EINVAL');
    expect(mmOf('g').madvise(0, 1, 'WIPEONFORK')).toBe(0);
  });

  it('droppable memory stays wiped on fork and left out of dumps', () => {
    const mm = mmOf('');
    mm.mmap(0, 1, 'rw', 'DROPPABLE|ANONYMOUS|FIXED');
    expect([mm.madvise(0, 1, 'KEEPONFORK'), mm.madvise(0, 1, 'DODUMP')]).toEqual(['EINVAL', 'EINVAL']);
  });
});

describe('MADV_DONTNEED', () => {
  it('drops the pages and keeps the mapping and its anon_vma (madvise03)', () => {
    const mm = mmOf('WWW');
    expect(mm.counters.anon_rss).toBe(3);
    expect(mm.madvise(1, 1, 'DONTNEED')).toBe(0);
    expect([draw(mm), mm.counters.anon_rss]).toEqual(['WWW', 2]);
  });

  it('is refused for locked memory, after what lies before it', () => {
    const mm = mmOf('WWW');
    mm.mlock(1, 1);
    expect(mm.madvise(0, 3, 'DONTNEED')).toBe('EINVAL');
    expect(mm.counters.anon_rss).toBe(2);
    expect(mm.madvise(0, 3, 'DONTNEED_LOCKED')).toBe(0);
    expect(mm.counters.anon_rss).toBe(0);
  });

  it('passes over holes and fails at the end', () => {
    const mm = mmOf('W.W');
    expect(mm.madvise(0, 3, 'DONTNEED')).toBe('ENOMEM');
    expect(mm.counters.anon_rss).toBe(0);
  });
});

describe('advice about pages', () => {
  it('WILLNEED needs no file, and a hole is ENOMEM (madvise05)', () => {
    const mm = mmOf('f');
    expect([mm.madvise(0, 1, 'WILLNEED'), mm.madvise(3, 1, 'WILLNEED')]).toEqual([0, 'ENOMEM']);
  });

  it('COLD is refused for locked memory', () => {
    const mm = mmOf('WW');
    mm.mlock(0, 1);
    expect([mm.madvise(0, 1, 'COLD'), mm.madvise(1, 1, 'COLD')]).toEqual(['EINVAL', 0]);
  });

  it('POPULATE_WRITE brings pages in and POPULATE_READ maps the zero page', () => {
    const mm = mmOf('wwww');
    expect([mm.madvise(0, 2, 'POPULATE_WRITE'), mm.madvise(2, 2, 'POPULATE_READ')]).toEqual([0, 0]);
    expect(mm.counters.anon_rss).toBe(2);
  });

  it('POPULATE_* refuses holes and what forbids the access', () => {
    const mm = mmOf('w.r|n');
    expect(mm.madvise(0, 2, 'POPULATE_WRITE')).toBe('ENOMEM');
    expect(mm.counters.anon_rss).toBe(1);
    expect([mm.madvise(2, 1, 'POPULATE_WRITE'), mm.madvise(2, 1, 'POPULATE_READ')]).toEqual(['EINVAL', 0]);
    expect(mm.madvise(3, 1, 'POPULATE_READ')).toBe('EINVAL');
  });
});

describe('a sealed VMA', () => {
  const discards = ['DONTNEED', 'DONTNEED_LOCKED', 'DONTFORK', 'WIPEONFORK'];

  it.each(discards)('that may not be written refuses %s', (advice) => {
    const mm = mmOf('R');
    mm.mseal(0, 1);
    expect(mm.madvise(0, 1, advice)).toBe('EPERM');
  });

  it.each(discards)('that may be written allows %s', (advice) => {
    const mm = mmOf('W');
    mm.mseal(0, 1);
    expect(mm.madvise(0, 1, advice)).toBe(0);
  });

  it('allows advice that loses nothing', () => {
    const mm = mmOf('R');
    mm.mseal(0, 1);
    expect(['NORMAL', 'RANDOM', 'DONTDUMP', 'WILLNEED', 'COLD'].map((advice) => mm.madvise(0, 1, advice))).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });
});

it('advice that splits one VMA in three undoes itself piece by piece', () => {
  const mm = mmOf('wwww');
  mm.call('madvise', at(1), 2n * PAGE, MADV_DONTFORK);
  expect(draw(mm)).toBe('w|ww|w');
  mm.madvise(1, 1, 'DOFORK');
  expect(draw(mm)).toBe('ww|w|w');
  mm.madvise(2, 1, 'DOFORK');
  expect(draw(mm)).toBe('wwww');
});

describe('MADV_RANDOM', () => {
  /** Pages that a fault on the fourth of eight maps, which lie in a file of 64. */
  const around = (prot: string, kernel: KernelGeneration): string => {
    const mm = new Strip({ kernel });
    const fd = mm.open('/lib');
    mm.call('ftruncate', BigInt(fd), 64n * PAGE);
    mm.mmap(0, 8, prot, 'PRIVATE|FIXED', fd, 4);
    mm.madvise(0, 8, 'RANDOM');
    mm.load(3);
    return mm.view.pagemap(mm.vma(0).start, 8);
  };

  // Measured on 6.18.44; code is taken for being jumped about in anyway.
  it('reads nothing besides the page that faults, but of code what follows it in the mapping', () => {
    expect([around('r', v6_18), around('rx', v6_18), around('rx', v6_12)]).toEqual([
      '...F....',
      '...FFFFF',
      '...F....',
    ]);
  });
});
