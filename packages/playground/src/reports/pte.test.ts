import { x8664 } from '@mm-playground/arch-x86-64';
import { describe, expect, it } from 'vitest';
import { pteLines, pteReport } from './pte.ts';

const arch = x8664.configure({});
const PTE_LEVEL = 3;

describe('a page-table entry', () => {
  it('is taken apart from the highest bit down, every bit once', () => {
    const { fields } = pteReport(arch, 0x8000_0000_0005_c067n);
    expect(fields[0]).toMatchObject({ lo: 63, hi: 63, value: '1' });
    let next = 63;
    for (const { lo, hi } of fields) {
      expect(hi).toBe(next);
      next = lo - 1;
    }
    expect(next).toBe(-1);
  });

  it('is summed up in the first line', () => {
    expect(pteLines(pteReport(arch, 0x8000_0000_0005_c067n, PTE_LEVEL))[0]).toBe(
      `0x800000000005c067 as pte (level 3) of ${arch.spec}: leaf -> 0x5c000 rw- user dirty young`,
    );
    expect(pteLines(pteReport(arch, 0n))[0]).toBe(`0x0 as pte (level 3) of ${arch.spec}: none`);
  });

  it('says of a permission what it is now, and what the bit is about whatever it is', () => {
    const line = (word: bigint): string =>
      pteLines(pteReport(arch, word)).find((each) => /^\d+ +RW\b/.test(each)) ?? '';
    expect(line(0x5_c067n)).toMatch(/Whether writes are allowed: writable/);
    expect(line(0x5_c065n)).toMatch(/Whether writes are allowed: read-only/);
  });

  it('may say what was swapped out', () => {
    const word = arch.encodeSwap({ kind: 'swap', type: 2, offset: 0x1234n });
    const report = pteReport(arch, word);
    expect(report).toMatchObject({ kind: 'swap', swap: { kind: 'swap', type: 2, offset: '0x1234' } });
    expect(pteLines(report)[0]).toContain(': swap swap type 2 offset 0x1234');
  });

  it('is refused where there is no such level or word', () => {
    expect(() => pteReport(arch, 0n, 4)).toThrow(/^level 4 is not in 0\.\.3 of x86-64/);
    expect(() => pteReport(arch, 1n << 64n)).toThrow(RangeError);
    expect(() => pteReport(arch, -1n)).toThrow(RangeError);
  });
});
