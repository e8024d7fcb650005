import { describe, expect, it } from 'vitest';
import { at, mmOf, PAGE, type Outcome, type Strip, type StripArg } from '../testing/strip.ts';

const VECTOR: StripArg = { kind: 'raw', text: '[...]' };

describe('msync', () => {
  it.each([
    ['EINVAL', 'an address inside a page', at(0) + 1n, PAGE, 4n],
    ['EINVAL', 'flags that it does not know', at(0), PAGE, 8n],
    ['EINVAL', 'both MS_ASYNC and MS_SYNC', at(0), PAGE, 5n],
    ['ENOMEM', 'a length that wraps', at(0), 2n ** 64n - PAGE, 4n],
    ['ENOMEM', 'a hole', at(8), PAGE, 4n],
    ['ENOMEM', 'a range that begins in a hole', at(-1), 2n * PAGE, 4n],
    ['ENOMEM', 'a range with a hole', at(0), 4n * PAGE, 4n],
    ['ENOMEM', 'a range that ends in a hole', at(0), 3n * PAGE, 1n],
  ] as const)('gives %s for %s', (errno, _, ...args) => {
    expect(mmOf('ww.w').call('msync', ...args)).toBe(errno);
  });

  it('of mapped memory succeeds, with any of its flags and with none', () => {
    const mm = mmOf('w|s|f');
    expect(['SYNC', 'ASYNC', 'INVALIDATE', ''].map((flags) => mm.msync(0, 3, flags))).toEqual([0, 0, 0, 0]);
  });

  it('of length 0 succeeds anywhere', () => {
    expect(mmOf('').msync(7, 0, 'SYNC')).toBe(0);
  });

  it('of a length that rounds to 0 succeeds, too', () => {
    expect(mmOf('').call('msync', at(0), 2n ** 64n - 1n, 4n)).toBe(0);
  });

  it('cannot invalidate locked memory', () => {
    const mm = mmOf('ww');
    mm.mlock(1, 1);
    expect([mm.msync(0, 2, 'INVALIDATE'), mm.msync(0, 2, 'SYNC'), mm.msync(0, 1, 'INVALIDATE')]).toEqual([
      'EBUSY',
      0,
      0,
    ]);
  });

  it('finds locked memory behind a hole, unless it was to be asynchronous', () => {
    const mm = mmOf('w.w');
    mm.mlock(2, 1);
    expect([mm.msync(0, 3, 'INVALIDATE'), mm.msync(0, 3, 'ASYNC')]).toEqual(['EBUSY', 'ENOMEM']);
  });
});

describe('mincore', () => {
  it.each([
    ['EINVAL', 'an address inside a page (mincore01)', at(0) + 1n, PAGE],
    ['ENOMEM', 'a length beyond user space (mincore01)', at(0), 1n << 47n],
    ['ENOMEM', 'a length that wraps', at(0), 2n ** 64n - PAGE],
    ['ENOMEM', 'a hole (mincore01)', at(8), PAGE],
    ['ENOMEM', 'a range with a hole', at(0), 4n * PAGE],
  ] as const)('gives %s for %s', (errno, _, addr, len) => {
    expect(mmOf('ww.w').call('mincore', addr, len, VECTOR)).toBe(errno);
  });

  it('of mapped memory and of length 0 succeeds', () => {
    const mm = mmOf('ww|r');
    expect([mm.mincore(0, 3), mm.mincore(9, 0)]).toEqual([0, 0]);
  });

  it('without a vector is EFAULT', () => {
    expect(mmOf('w').call('mincore', at(0), PAGE, 0n)).toBe('EFAULT');
  });
});

describe('the vector of mincore', () => {
  const mincore = (mm: Strip, page: number, count: number, vec: bigint): Outcome =>
    mm.call('mincore', at(page), BigInt(count) * PAGE, vec);

  it('is written where the program can, and brings its page in', () => {
    const mm = mmOf('ww.r');
    expect([mincore(mm, 0, 1, at(1)), mm.counters.anon_rss]).toEqual([0, 1]);
    expect([mincore(mm, 0, 2, at(2) - 1n), mincore(mm, 0, 1, at(3))]).toEqual(['EFAULT', 'EFAULT']);
  });

  it('must be an address of a program before anything is looked at, and is written mapping by mapping', () => {
    const mm = mmOf('w.w');
    expect([mincore(mm, 8, 1, 1n << 63n), mincore(mm, 0, 0, 1n << 63n)]).toEqual(['EFAULT', 'EFAULT']);
    expect([mincore(mm, 0, 3, at(2)), mm.counters.anon_rss]).toEqual(['ENOMEM', 1]);
  });
});
