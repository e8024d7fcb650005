import { drain, formatResult, NO_SYSTEM_FACTS, type ArgValue } from '@mm-playground/api';
import { x8664 } from '@mm-playground/arch-x86-64';
import { describe, expect, it } from 'vitest';
import { v6_10, v6_11 } from '../kernels/v6-10.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { linuxModel } from '../plugin.ts';
import { sortedArray as index } from '../vma/sorted-array-index.ts';

const int = (value: bigint): ArgValue => ({ kind: 'int', value });
const MAP_THREE_PAGES = [0x1000_0000n, 0x3000n, 3n, 0x32n, -1n, 0n].map(int);

/** What query() says of an address of a mapping `10000000-10003000 rw-p`. */
function queried(address: bigint, kernel = v6_18): string {
  const facts = { system: NO_SYSTEM_FACTS, limits: {}, completeAccesses: [], assume: 'untouched' } as const;
  const machine = linuxModel.createMachine({ kernel, index, arch: x8664.configure({}), ...facts });
  machine.boot('me');
  const call = (name: string, args: readonly ArgValue[]): string =>
    formatResult(drain(machine.call('me', { name, args, recorded: undefined }, () => undefined)));
  call('mmap', MAP_THREE_PAGES);
  return call('query', [int(address)]);
}

describe('query()', () => {
  it.each([0x1000_0000n, 0x1000_2fffn])('shows the mapping that has the address %s', (address) => {
    expect(queried(address)).toBe('0 (10000000-10003000 rw-p 00000000)');
  });

  it.each([0xfff_ffffn, 0x1000_3000n, -1n, 0xffff_ffff_ff60_0000n])(
    'is ENOENT where nothing is mapped: %s',
    (address) => {
      expect(queried(address)).toBe('-1 ENOENT (No such file or directory)');
    },
  );

  it('is there since 6.11', () => {
    expect(queried(0x1000_0000n, v6_11)).toMatch(/^0 /);
    expect(queried(0x1000_0000n, v6_10)).toBe('-1 ENOTTY (Inappropriate ioctl for device)');
  });
});
