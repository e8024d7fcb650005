import { describe, expect, it } from 'vitest';
import { PERSONALITY } from '@mm-playground/api';
import { at, draw, mmOf, PAGE, type Outcome, type Strip } from '../../testing/strip.ts';

const { ADDR_COMPAT_LAYOUT, ADDR_NO_RANDOMIZE, READ_IMPLIES_EXEC } = PERSONALITY.values;
const QUERY = 0xffff_ffffn;
const personality = (mm: Strip, bits: bigint): Outcome => mm.call('personality', bits);
const perms = (mm: Strip): string[] => mm.vmas.map((vma) => vma.perms);

describe('personality', () => {
  it('gives the old one; all bits only ask, and more than 32 are not looked at', () => {
    const mm = mmOf('', { system: { personality: 'ADDR_NO_RANDOMIZE' } });
    expect(personality(mm, QUERY)).toBe(Number(ADDR_NO_RANDOMIZE));
    expect(personality(mm, READ_IMPLIES_EXEC | (1n << 40n))).toBe(Number(ADDR_NO_RANDOMIZE));
    expect(personality(mm, 2n ** 64n - 1n)).toBe(Number(READ_IMPLIES_EXEC));
    mm.fork();
    expect(personality(mm, QUERY)).toBe(Number(READ_IMPLIES_EXEC));
  });
});

describe('READ_IMPLIES_EXEC', () => {
  it('makes what is mapped readable executable, whatever is behind it', () => {
    const mm = mmOf('w');
    personality(mm, READ_IMPLIES_EXEC);
    mm.mmap(2, 1, 'r');
    mm.mmap(4, 1, 'w');
    mm.mmap(6, 1, 'rw', 'SHARED|ANONYMOUS|FIXED');
    mm.mmap(8, 1, '');
    mm.mmap(10, 1, 'r', 'PRIVATE|FIXED', mm.open('/data'));
    expect(perms(mm)).toEqual(['rw-p', 'r-xp', '-w-p', 'rwxs', '---p', 'r-xp']);
  });

  it('holds for mprotect, too', () => {
    const mm = mmOf('www');
    personality(mm, READ_IMPLIES_EXEC);
    mm.mprotect(0, 1, 'r');
    mm.mprotect(1, 1, 'w');
    expect(perms(mm)).toEqual(['r-xp', '-w-p', 'rw-p']);
  });

  it('begins a new part of the heap', () => {
    const mm = mmOf('');
    const heap = 0x5555_5555_6000n;
    mm.call('brk', heap + PAGE);
    personality(mm, READ_IMPLIES_EXEC);
    mm.call('brk', heap + 2n * PAGE);
    mm.call('brk', heap + 3n * PAGE);
    const parts = mm.view.vmas.filter(({ name }) => name === '[heap]');
    expect(parts.map((vma) => `${vma.perms} ${vma.end - vma.start}`)).toEqual(['rw-p 1', 'rwxp 2']);
  });

  it('ends with the call that takes it back, and mappings stay as they are', () => {
    const mm = mmOf('');
    personality(mm, READ_IMPLIES_EXEC);
    mm.mmap(0, 1);
    personality(mm, 0n);
    mm.mmap(1, 1);
    expect([draw(mm), ...perms(mm)]).toEqual(['e|w', 'rwxp', 'rw-p']);
  });
});

describe('ADDR_COMPAT_LAYOUT', () => {
  const anywhere = (mm: Strip, pages: bigint): Outcome =>
    mm.call('mmap', 0n, pages * PAGE, 3n, 0x22n, 0xffff_ffff_ffff_ffffn, 0n);

  it('searches upwards from a third of the address space', () => {
    const mm = mmOf('', { system: { personality: 'ADDR_COMPAT_LAYOUT' } });
    expect([1n, 4n, 1024n].map((pages) => anywhere(mm, pages))).toEqual([
      '0x2aaaaaaab000',
      '0x2aaaaaaac000',
      '0x2aaaaac00000',
    ]);
  });

  it('has no effect before the next program', () => {
    const [before, after] = [mmOf(''), mmOf('')];
    personality(after, ADDR_COMPAT_LAYOUT);
    expect(anywhere(after, 1n)).toBe(anywhere(before, 1n));
  });

  it('leaves a fixed address what it is', () => {
    const mm = mmOf('', { system: { personality: 'ADDR_COMPAT_LAYOUT' } });
    mm.mmap(0, 1);
    expect(mm.vmas[0]?.start).toBe(Number(at(0) / PAGE));
  });
});
