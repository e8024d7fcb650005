import { describe, expect, it } from 'vitest';
import { conflict, conflictingPairs, footprintOf, type Footprint } from './footprints.ts';
import { unitsOf } from './overlaps.ts';
import { call, programOf } from './testing/index.ts';

type More = Parameters<typeof call>[2];
const footprint = (name: string, args: readonly bigint[], more: More = {}): Footprint => {
  const item = programOf([call(name, args, more)]).items[0];
  if (item?.kind !== 'call') throw new TypeError('no call');
  return footprintOf(item, () => undefined);
};
const from = (start: bigint, end: bigint): Footprint => [{ start, end }];

describe('the footprint of a call', () => {
  it('is where it worked: at its arguments, or where the kernel put it', () => {
    expect(footprint('munmap', [0x1000n, 0x2000n])).toEqual(from(0x1000n, 0x3000n));
    expect(footprint('mmap', [0n, 0x1000n], { result: 0x7000n })).toEqual(from(0x7000n, 0x8000n));
    expect(footprint('store', [0x1001n])).toEqual(from(0x1001n, 0x1002n));
    expect(footprint('mremap', [0x1000n, 0x1000n, 0x2000n], { result: 0x9000n })).toEqual([
      { start: 0x1000n, end: 0x2000n },
      { start: 0x9000n, end: 0xb000n },
    ]);
  });

  it('is nothing for what changes no mapping of who goes on', () => {
    for (const name of ['exit_group', 'close', 'mincore', 'vfork']) expect(footprint(name, [])).toEqual([]);
    expect(footprint('clone', [], { text: 'clone(flags=CLONE_VM|CLONE_FS)' })).toEqual([]);
    expect(footprint('prlimit64', [0n, 3n, 0n])).toEqual([]);
  });

  it('is everything for what copies or bounds the whole address space', () => {
    for (const name of ['fork', 'mlockall', 'brk']) expect(footprint(name, [])).toBe('everything');
    expect(footprint('prlimit64', [0n, 3n, 1n])).toBe('everything');
  });

  it('conflicts where an address is shared', () => {
    expect(conflict(from(1n, 3n), from(2n, 4n))).toBe(true);
    expect(conflict(from(1n, 3n), from(3n, 4n))).toBe(false);
    expect(conflict('everything', from(1n, 2n))).toBe(true);
    expect(conflict([], 'everything')).toBe(false);
    expect(conflict('everything', 'everything')).toBe(true);
  });
});

describe('pairs that conflict', () => {
  it('are those that were under way together, on the same addresses of the same memory', () => {
    const munmap = (line: number, returns: number, start: bigint, task = `${line}`): ReturnType<typeof call> =>
      call('munmap', [start, 0x1000n], { line, returns, task });
    const program = programOf([
      munmap(1, 4, 0n),
      munmap(2, 9, 0n),
      munmap(3, 6, 0x5000n),
      munmap(5, 8, 0n),
      munmap(7, 9, 0n, 'x'),
    ]);
    const pairs = [...unitsOf(program)].flatMap((unit) =>
      unit.kind === 'cluster'
        ? conflictingPairs(
            unit.elements,
            () => undefined,
            (a, b) => a.task !== 'x' && b.task !== 'x',
          )
        : [],
    );
    expect(pairs.map(([a, b]) => `${a.entered}-${b.entered}`)).toEqual(['1-2', '2-5']);
  });
});
