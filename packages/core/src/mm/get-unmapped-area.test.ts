import { describe, expect, it } from 'vitest';
import { MAP, PROT } from '@mm-playground/api';
import { riscv64 } from '@mm-playground/arch-riscv64';
import { ARENA, at, draw, mmOf, PAGE, type Strip } from '../testing/strip.ts';

const { MAP_32BIT, MAP_ANONYMOUS, MAP_FIXED, MAP_GROWSDOWN, MAP_NORESERVE, MAP_PRIVATE, MAP_SHARED } = MAP.values;
const ANON = MAP_PRIVATE | MAP_ANONYMOUS;
const RW = PROT.values.PROT_READ | PROT.values.PROT_WRITE;
const NO_FD = 0xffff_ffff_ffff_ffffn;
const HUGE = 2n << 20n;
/** Where the special mappings of a started program begin: everything else goes below. */
const TOP = 0x7fff_f7ff_7000n;
const hex = (address: bigint) => `0x${address.toString(16)}`;

/** Maps memory of a length in bytes, at a hint or anywhere. */
const mmap = (mm: Strip, length: bigint, hint = 0n, flags = ANON, fd = NO_FD, offset = 0n) =>
  mm.call('mmap', hint, length, RW, flags, fd, offset);

describe('without a hint', () => {
  it('mappings go below one another, and merge', () => {
    const mm = mmOf('');
    expect(mmap(mm, PAGE)).toBe(hex(TOP - PAGE));
    expect(mmap(mm, 2n * PAGE)).toBe(hex(TOP - 3n * PAGE));
    expect(mm.counters.map_count).toBe(1);
  });

  it('the highest hole that is large enough is taken, at its upper end', () => {
    const mm = mmOf('');
    mmap(mm, 10n * PAGE);
    mm.call('munmap', TOP - 4n * PAGE, 2n * PAGE);
    mm.call('munmap', TOP - 9n * PAGE, 3n * PAGE);
    expect(mmap(mm, 3n * PAGE)).toBe(hex(TOP - 9n * PAGE));
    expect(mmap(mm, PAGE)).toBe(hex(TOP - 3n * PAGE));
    expect(mmap(mm, 2n * PAGE)).toBe(hex(TOP - 12n * PAGE));
  });

  it('below a stack 256 pages stay free', () => {
    const mm = mmOf('');
    expect(mmap(mm, PAGE, 0n, ANON | MAP_GROWSDOWN)).toBe(hex(TOP - PAGE));
    expect(mmap(mm, PAGE)).toBe(hex(TOP - 258n * PAGE));
  });

  it('where nothing is left below, the search goes up from a third of user space', () => {
    const mm = mmOf('');
    const low = 0x1_0000n;
    mm.call('mmap', low, TOP - low, 0n, ANON | MAP_FIXED | MAP_NORESERVE, NO_FD, 0n);
    // Above mmap_base, in the gap that is kept for the stack.
    expect(mmap(mm, (64n << 20n) + PAGE)).toBe('0x7ffff7fff000');
    expect(mmap(mm, 128n << 20n)).toBe('ENOMEM');
  });

  it('an unlimited stack moves the area down, and the search still begins at its top', () => {
    const mm = mmOf('', { limits: { stack: 0xffff_ffff_ffff_ffffn } });
    expect(mmap(mm, PAGE)).toBe('0x15555554d000');
  });
});

describe('a hint', () => {
  it('that is free is taken, rounded down to a page', () => {
    expect(mmap(mmOf(''), PAGE, 0x3_0000_0123n)).toBe('0x300000000');
  });

  it.each([
    ['inside a mapping', at(1), PAGE],
    ['before a mapping that the length runs into', at(0) - PAGE, 3n * PAGE],
    ['above user space', 1n << 47n, PAGE],
    ['at the last page with two pages', 0x7fff_ffff_e000n, 2n * PAGE],
  ])('%s is ignored', (_, hint, length) => {
    const mm = mmOf('www');
    expect(mmap(mm, length, hint)).toBe(hex(TOP - length));
  });

  it('directly below or above a mapping is taken', () => {
    const mm = mmOf('.ww.');
    expect(mmap(mm, PAGE, at(0))).toBe(0);
    expect(mmap(mm, PAGE, at(3))).toBe(3);
  });

  it('in the guard gap of a stack is ignored, and one that ends where the gap begins is taken', () => {
    const mm = mmOf(`${'.'.repeat(300)}g`);
    expect(mmap(mm, PAGE, at(300 - 256))).toBe(hex(TOP - PAGE));
    expect(mmap(mm, PAGE, at(300 - 257))).toBe(300 - 257);
  });

  it('below mmap_min_addr means mmap_min_addr', () => {
    const mm = mmOf('', { system: { mmapMinAddr: 65536 } });
    expect(mmap(mm, PAGE, 0x5000n)).toBe(0x1_0000);
  });

  it('inside the first page is none', () => {
    expect(mmap(mmOf(''), PAGE, 0xfffn)).toBe(hex(TOP - PAGE));
  });
});

describe('a fixed address', () => {
  it('may lie in the guard gap of a stack', () => {
    const mm = mmOf('....g');
    expect(mm.mmap(3, 1)).toBe(3);
    expect(draw(mm)).toBe('...w|g');
  });

  it('below mmap_min_addr is for who has CAP_SYS_RAWIO', () => {
    const page0 = (caps: bigint) => mmap(mmOf('', { system: { caps } }), PAGE, 0n, ANON | MAP_FIXED);
    expect(page0(0n)).toBe('EPERM');
    expect(page0(1n << 17n)).toBe(0);
  });
});

describe('huge pages: the address is a multiple of 2 MiB', () => {
  it('for anonymous memory of a multiple of 2 MiB', () => {
    expect(mmap(mmOf(''), HUGE)).toBe('0x7ffff7c00000');
    expect(mmap(mmOf(''), 3n * HUGE)).toBe('0x7ffff7800000');
  });

  it('but not for other lengths', () => {
    expect(mmap(mmOf(''), HUGE + PAGE)).toBe(hex(TOP - HUGE - PAGE));
    expect(mmap(mmOf(''), HUGE - PAGE)).toBe(hex(TOP - HUGE + PAGE));
  });

  it('a hint that is free is taken as it is', () => {
    expect(mmap(mmOf(''), HUGE, at(3))).toBe(3);
  });

  it('for a file on ext4 of any length from 2 MiB on', () => {
    const mm = mmOf('');
    const fd = BigInt(mm.open('/data'));
    expect(mmap(mm, HUGE + PAGE, 0n, MAP_PRIVATE, fd)).toBe('0x7ffff7c00000');
    expect(mmap(mm, HUGE - PAGE, 0n, MAP_PRIVATE, fd)).toBe(hex(0x7fff_f7c0_0000n - HUGE + PAGE));
  });

  it('or as far from one as the offset in the file is', () => {
    const mm = mmOf('');
    const fd = BigInt(mm.open('/data'));
    const address = mmap(mm, 2n * HUGE, 0n, MAP_PRIVATE, fd, 3n * PAGE);
    expect(BigInt(address) % HUGE).toBe(3n * PAGE);
  });

  it.each([
    [0x7fff_ffff_ffff_e000n, PAGE, '0x7ffff7dfe000'],
    [0x7fff_ffff_ffff_d000n, 2n * PAGE, '0x7ffff7dfd000'],
    [0x7fff_ffff_ffc0_0000n, 2n * PAGE, '0x7ffff7ff5000'],
    [0x7fff_ffff_ffc0_0000n, HUGE, '0x7ffff7c00000'],
    [0x7fff_ffff_ffe0_1000n, PAGE, '0x7ffff7e01000'],
  ])(
    'where the next huge page of the file would begin beyond the largest offset, too: %x',
    (offset, length, expected) => {
      const mm = mmOf('');
      expect(mmap(mm, length, 0n, MAP_PRIVATE, BigInt(mm.open('/data')), offset)).toBe(expected);
    },
  );

  it('never for a memfd or shared anonymous memory', () => {
    const mm = mmOf('');
    const fd = BigInt(mm.memfd(2048));
    expect(mmap(mm, HUGE, 0n, MAP_SHARED, fd)).toBe(hex(TOP - HUGE));
    expect(mmap(mm, HUGE, 0n, MAP_SHARED | MAP_ANONYMOUS)).toBe(hex(TOP - 2n * HUGE));
  });

  it('only where there is room to choose', () => {
    const mm = mmOf('');
    const low = 0x1_0000n;
    const [from, to] = [ARENA, ARENA + HUGE + PAGE];
    for (const [start, end] of [
      [low, from],
      [to, TOP],
      [0x7fff_f7ff_f000n, 0x7fff_fffd_e000n],
    ] as const)
      mm.call('mmap', start, end - start, 0n, ANON | MAP_FIXED | MAP_NORESERVE, NO_FD, 0n);
    expect(mmap(mm, HUGE)).toBe(1);
  });
});

describe('MAP_32BIT', () => {
  it('searches upwards from 1 GiB, whatever is below or above', () => {
    const mm = mmOf('');
    expect(mmap(mm, PAGE, 0n, ANON | MAP_32BIT)).toBe('0x40000000');
    expect(mmap(mm, 2n * PAGE, 0n, ANON | MAP_32BIT)).toBe('0x40001000');
  });

  it('takes a hint below 2 GiB, also one below 1 GiB', () => {
    const mm = mmOf('w');
    expect(mmap(mm, PAGE, at(5), ANON | MAP_32BIT)).toBe(5);
    expect(mmap(mm, PAGE, at(0), ANON | MAP_32BIT)).toBe('0x40000000');
    expect(mmap(mm, 2n * PAGE, 0x7fff_f000n, ANON | MAP_32BIT)).toBe('0x40001000');
    expect(mmap(mm, PAGE, 0x7fff_f000n, ANON | MAP_32BIT)).toBe('0x7ffff000');
  });

  it('has room for 1 GiB and not more', () => {
    expect(mmap(mmOf(''), 1n << 30n, 0n, ANON | MAP_32BIT)).toBe('0x40000000');
    expect(mmap(mmOf(''), (1n << 30n) + PAGE, 0n, ANON | MAP_32BIT)).toBe('ENOMEM');
  });

  it('keeps clear of the guard gap of a stack above', () => {
    const mm = mmOf('');
    const stack = 0x4000_0000n + 300n * PAGE;
    mmap(mm, PAGE, stack, ANON | MAP_FIXED | MAP_GROWSDOWN);
    expect(mmap(mm, 44n * PAGE, 0n, ANON | MAP_32BIT)).toBe('0x40000000');
    expect(mmap(mm, PAGE, 0n, ANON | MAP_32BIT)).toBe(hex(stack + PAGE));
  });
});

describe('on riscv64 with Sv57', () => {
  const sv57 = (): Strip => mmOf('', { arch: riscv64.configure({ mode: 'sv57' }) });
  /** Above the six pages of the special mappings nothing is mapped, up to 2^47 less 128 MiB. */
  const top = 0x7fff_f7ff_a000n;

  it('a mapping without a hint goes below 2^47, and above only where it fits nowhere there', () => {
    expect(mmap(sv57(), PAGE)).toBe(hex(top - PAGE));
    expect(mmap(sv57(), 1n << 55n, 0n, ANON | MAP_NORESERVE)).toBe('0x800000200000');
    expect(mmap(sv57(), 1n << 56n, 0n, ANON | MAP_NORESERVE)).toBe('ENOMEM');
  });

  it.each([1n << 47n, 1n << 55n, (1n << 56n) - PAGE])('a hint above 2^47 is taken like any other: %#', (hint) => {
    expect(mmap(sv57(), PAGE, hint)).toBe(hex(hint));
  });

  it('a hint above 2^47 that is taken already moves nothing up there', () => {
    const mm = sv57();
    mmap(mm, 2n * PAGE, 1n << 48n);
    expect(mmap(mm, PAGE, 1n << 48n)).toBe(hex(top - PAGE));
  });

  it('where the stack is unlimited, the search begins at a third of 39 bits', () => {
    const unlimited = { limits: { stack: 0xffff_ffff_ffff_ffffn } };
    const mm = mmOf('', { arch: riscv64.configure({ mode: 'sv57' }), ...unlimited });
    expect(mmap(mm, PAGE)).toBe('0x2aaaaab000');
    expect(mmap(mm, 1n << 47n, 0n, ANON | MAP_NORESERVE)).toBe('0x800000000000');
  });
});
