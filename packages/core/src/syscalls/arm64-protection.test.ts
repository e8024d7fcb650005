/** What arm64 makes of PROT_BTI and PROT_MTE, as a booted 6.12.117 showed it on a processor with the one and without the other. */
import { NotModelled, PROT, type Architecture } from '@mm-playground/api';
import { arm64 } from '@mm-playground/arch-arm64';
import { describe, expect, it } from 'vitest';
import { v6_12 } from '../kernels/v6-12.ts';
import { at, draw, PAGE, Strip, type Outcome } from '../testing/strip.ts';

const { PROT_READ, PROT_EXEC, PROT_BTI, PROT_MTE } = PROT.values;
const RX = PROT_READ | PROT_EXEC;
const ARM64: Architecture = arm64.configure({});
const HERE = 0x32n;

const strip = (system: { bti?: boolean; mte?: boolean }): Strip => new Strip({ arch: ARM64, kernel: v6_12, system });
const mmap = (mm: Strip, page: number, pages: number, prot: bigint): Outcome =>
  mm.call('mmap', at(page), BigInt(pages) * PAGE, prot, HERE, 2n ** 64n - 1n, 0n);
const mprotect = (mm: Strip, page: number, pages: number, prot: bigint): Outcome =>
  mm.call('mprotect', at(page), BigInt(pages) * PAGE, prot);
/** `VmFlags` of the arena's mappings as smaps prints them. */
const codes = (mm: Strip): (string | undefined)[] =>
  mm.view
    .smaps()
    .filter(({ maps }) => maps.start >= at(0) && maps.start < at(16))
    .map((row) => row.codes ?? row.flags.toSmaps().trimEnd());

describe('PROT_BTI', () => {
  it('is a flag of the mapping, which splits and merges by it, until mprotect leaves it out', () => {
    const mm = strip({ bti: true });
    mmap(mm, 0, 4, RX | PROT_BTI);
    expect(codes(mm)).toEqual(['rd ex mr mw me bt']);
    expect(mprotect(mm, 1, 1, RX)).toBe(0);
    expect(codes(mm)).toEqual(['rd ex mr mw me bt', 'rd ex mr mw me', 'rd ex mr mw me bt']);
    expect(mprotect(mm, 1, 1, RX | PROT_BTI)).toBe(0);
    expect(draw(mm)).toBe('xxxx');
  });

  it('does not exist on a processor without it: mmap looks over it, mprotect says EINVAL', () => {
    const mm = strip({ bti: false });
    mmap(mm, 0, 1, RX | PROT_BTI);
    expect([codes(mm), mprotect(mm, 0, 1, RX | PROT_BTI)]).toEqual([['rd ex mr mw me'], 'EINVAL']);
  });
});

describe('PROT_MTE', () => {
  it('does not exist on a processor without it', () => {
    const mm = strip({ mte: false });
    mmap(mm, 0, 1, PROT_READ | PROT_MTE);
    expect([codes(mm), mprotect(mm, 0, 1, PROT_READ | PROT_MTE)]).toEqual([['rd mr mw me'], 'EINVAL']);
  });

  it('is refused loudly where it exists', () => {
    const mm = strip({ mte: true });
    expect(() => mmap(mm, 0, 1, PROT_READ | PROT_MTE)).toThrow(NotModelled);
  });
});

describe('huge pages of arm64', () => {
  /** What an empty pool says to each size, by the base-2 logarithm of its bytes. */
  const sizes = (arch: Architecture): number[] =>
    Array.from({ length: 28 }, (_, i) => 12 + i).filter((size) => {
      const mm = new Strip({ arch, kernel: v6_12 });
      return mm.call('mmap', 0n, PAGE, 3n, 0x4_0022n | (BigInt(size) << 26n), 2n ** 64n - 1n, 0n) === 'ENOMEM';
    });

  it('are those of an entry and those of a run of entries', () => {
    expect(sizes(ARM64)).toEqual([16, 21, 25, 30]);
    expect(sizes(arm64.configure({ granule: '16', va: '47' }))).toEqual([21, 25, 30]);
  });
});
