import { describe, expect, it } from 'vitest';
import { MAP, MFD } from '@mm-playground/api';
import { riscv64 } from '@mm-playground/arch-riscv64';
import { draw, mmOf, type Outcome, type Strip } from '../testing/strip.ts';

const { MAP_HUGETLB, MAP_FIXED, MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, MAP_SHARED_VALIDATE, MAP_DROPPABLE } =
  MAP.values;
const MIB = 1n << 20n;
const SIZE_1G = 30n << 26n;
const ADDRESS = 0x1000_0000n;
const PRIVATE = MAP_PRIVATE | MAP_ANONYMOUS;

/** Over a page that is mapped: what came of it, and what is left there. */
function over(flags: bigint, len = 2n * MIB, addr = ADDRESS, fd = -1n, offset = 0n): [Outcome, string] {
  const mm = mmOf('w');
  return [mm.call('mmap', addr, len, 3n, flags | MAP_HUGETLB | MAP_FIXED, fd, offset), draw(mm)];
}

describe('MAP_HUGETLB without huge pages in the pool', () => {
  it.each([
    ['private', PRIVATE],
    ['shared', MAP_SHARED | MAP_ANONYMOUS],
    ['shared and validated, as it has a file', MAP_SHARED_VALIDATE | MAP_ANONYMOUS],
    ['locked', PRIVATE | MAP.values.MAP_LOCKED],
  ])('fails at the end, when what was there is gone: %s', (_, flags) => {
    expect(over(flags)).toEqual(['ENOMEM', '']);
  });

  it.each<[string, bigint, bigint?, bigint?]>([
    ['a size that the machine does not have', PRIVATE | (5n << 26n)],
    ['an address that is not that of a huge page', PRIVATE, 2n * MIB, ADDRESS + 4096n],
    ['the same for 1 GiB', PRIVATE | SIZE_1G],
    ['no length', PRIVATE, 0n],
    ['a length that wraps', PRIVATE, (1n << 64n) - 1n],
    ['no type', MAP_ANONYMOUS],
    ['MAP_DROPPABLE', MAP_DROPPABLE | MAP_ANONYMOUS],
    ['MAP_GROWSDOWN', PRIVATE | MAP.values.MAP_GROWSDOWN],
  ])('is EINVAL for %s', (_, flags, len, addr) => {
    expect(over(flags, len, addr)).toEqual(['EINVAL', 'w']);
  });

  it('is EINVAL for an offset that is not that of a huge page, when what was there is gone', () => {
    expect(over(PRIVATE, 2n * MIB, ADDRESS, -1n, 4096n)).toEqual(['EINVAL', '']);
    expect(over(PRIVATE, 2n * MIB, ADDRESS, -1n, 2n * MIB)).toEqual(['ENOMEM', '']);
  });

  it('is for files of hugetlbfs only, which is asked after whether there is one', () => {
    expect(over(MAP_PRIVATE, 0n, ADDRESS, 99n)).toEqual(['EBADF', 'w']);
    const mm = mmOf('w');
    const fd = BigInt(mm.memfd(4));
    expect(mm.call('mmap', ADDRESS, 0n, 3n, MAP_PRIVATE | MAP_HUGETLB | MAP_FIXED, fd, 0n)).toBe('EINVAL');
  });

  it('ignores a size without MAP_HUGETLB', () => {
    const mm = mmOf('');
    expect(mm.call('mmap', ADDRESS, 4096n, 3n, PRIVATE | MAP_FIXED | (5n << 26n), -1n, 0n)).toBe(0);
  });

  it('without a reservation would succeed, and is refused', () => {
    expect(() => over(PRIVATE | MAP.values.MAP_NORESERVE)).toThrow('huge pages');
  });
});

describe('a memfd of huge pages', () => {
  const memfd = (mm: Strip, flags = 0n): Outcome => mm.call('memfd_create', 'm', MFD.values.MFD_HUGETLB | flags);

  it('can be made, resized by whole ones, and not be mapped', () => {
    const mm = mmOf('w');
    const fd = BigInt(memfd(mm));
    expect([mm.call('ftruncate', fd, 4096n), mm.call('ftruncate', fd, 2n * MIB)]).toEqual(['EINVAL', 0]);
    expect(mm.call('mmap', ADDRESS, 4096n, 1n, MAP_SHARED | MAP_FIXED, fd, 0n)).toBe('ENOMEM');
    expect(draw(mm)).toBe('');
  });

  it('has a size that the machine has', () => {
    const mm = mmOf('');
    expect([memfd(mm, 21n << 26n), memfd(mm, SIZE_1G), memfd(mm, 5n << 26n)]).toEqual([3, 4, 'ENODEV']);
  });

  it.each(['sv39', 'sv48', 'sv57'])(
    'has 64 KiB, 2 MiB or 1 GiB on riscv64 with %s, whatever else an entry could map',
    (mode) => {
      const mm = mmOf('', { arch: riscv64.configure({ mode }) });
      const sizes = Array.from({ length: 37 }, (_, i) => BigInt(12 + i));
      expect(sizes.filter((size) => memfd(mm, size << 26n) !== 'ENODEV')).toEqual([16n, 21n, 30n]);
    },
  );
});
