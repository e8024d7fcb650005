import { describe, expect, it } from 'vitest';
import { MAP, MCL, PROT } from '@mm-playground/api';
import { mmOf, PAGE, type Strip } from '../testing/strip.ts';

/** Where the heap of a program that was just started begins. */
const START = 0x5555_5555_6000n;
const RW = PROT.values.PROT_READ | PROT.values.PROT_WRITE;
const { MAP_ANONYMOUS, MAP_FIXED, MAP_GROWSDOWN, MAP_PRIVATE } = MAP.values;
const NO_FD = 0xffff_ffff_ffff_ffffn;

const hex = (address: bigint) => `0x${address.toString(16)}`;
const brk = (mm: Strip, bytes: bigint) => mm.call('brk', START + bytes);
const mapAt = (mm: Strip, offset: bigint, pages = 1n, more = 0n) =>
  mm.call('mmap', START + offset, pages * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | more, NO_FD, 0n);

/** What lies around the heap, in pages from where it begins: `0-3 [heap]`. */
function heap(mm: Strip): string[] {
  const near = mm.view.maps().filter((row) => row.start >= START - 16n * PAGE && row.end < START + (1n << 32n));
  return near.map((row) => `${(row.start - START) / PAGE}-${(row.end - START) / PAGE} ${row.name}`.trim());
}

describe('brk', () => {
  it('of 0 tells where the break is', () => {
    expect(mmOf('').call('brk', 0n)).toBe(hex(START));
  });

  it('makes, grows and shrinks one VMA (brk01)', () => {
    const mm = mmOf('');
    expect(brk(mm, 2n * PAGE)).toBe(hex(START + 2n * PAGE));
    expect(heap(mm)).toEqual(['0-2 [heap]']);
    brk(mm, 5n * PAGE);
    expect(heap(mm)).toEqual(['0-5 [heap]']);
    expect(brk(mm, PAGE)).toBe(hex(START + PAGE));
    expect(heap(mm)).toEqual(['0-1 [heap]']);
  });

  it('keeps every byte of what was asked, and maps whole pages', () => {
    const mm = mmOf('');
    expect(brk(mm, 100n)).toBe(hex(START + 100n));
    expect(brk(mm, PAGE)).toBe(hex(START + PAGE));
    expect(brk(mm, PAGE + 1n)).toBe(hex(START + PAGE + 1n));
    expect(heap(mm)).toEqual(['0-2 [heap]']);
  });

  it('back to its beginning leaves no heap', () => {
    const mm = mmOf('');
    brk(mm, PAGE);
    brk(mm, 0n);
    expect(heap(mm)).toEqual([]);
    expect(mm.counters).toMatchObject({ map_count: 0, total_vm: 0, data_vm: 0, committed: 0 });
  });

  it('counts its pages as data', () => {
    const mm = mmOf('');
    brk(mm, 3n * PAGE);
    expect(mm.counters).toMatchObject({ map_count: 1, total_vm: 3, data_vm: 3, committed: 3 });
  });

  it('locks and brings in what MCL_FUTURE asks for', () => {
    const mm = mmOf('');
    mm.call('mlockall', MCL.values.MCL_FUTURE);
    brk(mm, 3n * PAGE);
    expect(mm.counters).toMatchObject({ locked_vm: 3, anon_rss: 3 });
  });
});

describe('brk gives the old break', () => {
  const expectRefused = (mm: Strip, bytes: bigint) => {
    const before = mm.call('brk', 0n);
    expect(brk(mm, bytes)).toBe(before);
  };

  it('below the beginning of the heap', () => {
    expectRefused(mmOf(''), -1n);
  });

  it('where other memory is in the way, and one page before it (sbrk02)', () => {
    const mm = mmOf('');
    mapAt(mm, 8n * PAGE);
    expectRefused(mm, 8n * PAGE);
    expectRefused(mm, 7n * PAGE + 1n);
    expect(brk(mm, 7n * PAGE)).toBe(hex(START + 7n * PAGE));
  });

  it('in the guard gap of a stack', () => {
    const mm = mmOf('');
    mapAt(mm, 300n * PAGE, 1n, MAP_GROWSDOWN);
    expectRefused(mm, 44n * PAGE);
    expect(brk(mm, 43n * PAGE)).toBe(hex(START + 43n * PAGE));
  });

  it('over RLIMIT_DATA, RLIMIT_AS and what the machine has', () => {
    const data = mmOf('');
    data.limit('RLIMIT_DATA', 2n * PAGE);
    expectRefused(data, 2n * PAGE + 1n);
    expect(brk(data, 2n * PAGE)).toBe(hex(START + 2n * PAGE));
    const as = mmOf('');
    as.limit('RLIMIT_AS', BigInt(as.view.counters.total_vm + 1) * PAGE);
    expectRefused(as, 2n * PAGE);
    expect(brk(as, PAGE)).toBe(hex(START + PAGE));
    expectRefused(mmOf(''), 1n << 40n);
  });

  it('over RLIMIT_MEMLOCK with MCL_FUTURE', () => {
    const mm = mmOf('', { system: { caps: 0n }, limits: { memlock: 2n * PAGE } });
    mm.call('mlockall', MCL.values.MCL_FUTURE);
    expectRefused(mm, 3n * PAGE);
    expect(brk(mm, 2n * PAGE)).toBe(hex(START + 2n * PAGE));
  });

  it('at the end of user space', () => {
    expectRefused(mmOf(''), 0x7fff_ffff_f000n);
  });

  it('when it shrinks over a sealed part; what was split for that stays split', () => {
    const mm = mmOf('');
    brk(mm, 4n * PAGE);
    mm.call('mseal', START + 2n * PAGE, PAGE, 0n);
    expectRefused(mm, PAGE);
    expect(heap(mm)).toEqual(['0-1 [heap]', '1-2 [heap]', '2-3 [heap]', '3-4 [heap]']);
  });

  it('when nothing is left of what it shrinks over', () => {
    const mm = mmOf('');
    brk(mm, 4n * PAGE);
    mm.call('munmap', START + 2n * PAGE, 2n * PAGE);
    expectRefused(mm, 3n * PAGE);
    expect(brk(mm, PAGE)).toBe(hex(START + PAGE));
  });
});

describe('the heap and its neighbours', () => {
  it('bss that ends where the heap begins never merges with it', () => {
    const mm = mmOf('');
    mapAt(mm, -2n * PAGE, 2n);
    brk(mm, 2n * PAGE);
    expect(heap(mm)).toEqual(['-2-0', '0-2 [heap]']);
  });

  it('bss that mlockall made one with the heap grows with it', () => {
    const mm = mmOf('');
    mapAt(mm, -2n * PAGE, 2n);
    brk(mm, 2n * PAGE);
    mm.mlockall('CURRENT|FUTURE');
    expect(heap(mm)).toEqual(['-2-2 [heap]']);
    brk(mm, 4n * PAGE);
    expect(heap(mm)).toEqual(['-2-4 [heap]']);
  });

  it('growth only expands: it does not join what lies behind', () => {
    const mm = mmOf('');
    brk(mm, PAGE);
    mapAt(mm, 4n * PAGE);
    brk(mm, 3n * PAGE);
    expect(heap(mm)).toEqual(['0-3 [heap]', '4-5']);
  });

  it('a part with another protection keeps growth apart (brk02)', () => {
    const mm = mmOf('');
    brk(mm, 2n * PAGE);
    mm.call('mprotect', START + PAGE, PAGE, PROT.values.PROT_READ);
    brk(mm, 4n * PAGE);
    expect(heap(mm)).toEqual(['0-1 [heap]', '1-2 [heap]', '2-4 [heap]']);
    expect(brk(mm, 0n)).toBe(hex(START));
    expect(heap(mm)).toEqual([]);
  });

  it('a part that is locked keeps growth apart', () => {
    const mm = mmOf('');
    brk(mm, 2n * PAGE);
    mm.call('mlock', START + PAGE, PAGE);
    brk(mm, 4n * PAGE);
    expect(heap(mm)).toEqual(['0-1 [heap]', '1-2 [heap]', '2-4 [heap]']);
  });

  it('a written heap grows as one VMA, and in a forked child does not', () => {
    const mm = mmOf('');
    brk(mm, PAGE);
    mm.call('store', START);
    brk(mm, 2n * PAGE);
    expect(heap(mm)).toEqual(['0-2 [heap]']);
    mm.fork();
    brk(mm, 3n * PAGE);
    expect(heap(mm)).toEqual(['0-2 [heap]', '2-3 [heap]']);
  });
});
