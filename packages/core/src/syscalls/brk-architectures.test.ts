/** What architectures differ in around the heap. */
import { drain, MAP, NO_SYSTEM_FACTS, PROT, type Architecture, type CallResult } from '@mm-playground/api';
import { arm64 } from '@mm-playground/arch-arm64';
import { riscv64 } from '@mm-playground/arch-riscv64';
import { x8664 } from '@mm-playground/arch-x86-64';
import { mapleIndex } from '@mm-playground/maple-tree';
import { expect, test } from 'vitest';
import { linuxModel, v6_18 } from '../index.ts';
import { mmOf, PAGE } from '../testing/strip.ts';

const RW = PROT.values.PROT_READ | PROT.values.PROT_WRITE;
const HERE = MAP.values.MAP_PRIVATE | MAP.values.MAP_ANONYMOUS | MAP.values.MAP_FIXED;
const NO_FD = 2n ** 64n - 1n;

/** The mappings of a heap of two pages with two more mapped behind it, and then grown over again, in pages of the heap. */
function heapWithNeighbour(arch: Architecture): string[] {
  const start = { limits: {}, completeAccesses: [{ start: 0n, end: 1n << 47n }], assume: 'untouched' } as const;
  const machine = linuxModel.createMachine({
    kernel: v6_18,
    arch,
    index: mapleIndex,
    system: NO_SYSTEM_FACTS,
    ...start,
  });
  machine.boot('me');
  const call = (name: string, ...values: bigint[]): CallResult => {
    const args = values.map((value) => ({ kind: 'int', value }) as const);
    return drain(machine.call('me', { name, args, recorded: undefined }, () => undefined));
  };
  const result = call('brk', 0n);
  const heap = result.kind === 'value' ? result.value : 0n;
  const page = 1n << BigInt(arch.geometry.pageShift);
  call('brk', heap + page);
  call('brk', heap + 2n * page);
  call('mmap', heap + 2n * page, 2n * page, RW, HERE, NO_FD, 0n);
  const near = machine
    .view('me')
    .maps()
    .filter(({ start: at }) => heap <= at && at < heap + 4n * page);
  return near.map(({ start: at, end }) => `${(at - heap) / page}-${(end - heap) / page}`);
}

test('the heap and a mapping behind it become one, but not on arm64, whose heap alone may be tagged', () => {
  expect(heapWithNeighbour(x8664.configure({}))).toEqual(['0-4']);
  expect(heapWithNeighbour(arm64.configure({}))).toEqual(['0-2', '2-4']);
});

test('READ_IMPLIES_EXEC makes the heap executable, but not on riscv64, where it is for mappings alone', () => {
  const perms = (arch: Architecture): string[] => {
    const mm = mmOf('', { arch, system: { personality: 'READ_IMPLIES_EXEC' } });
    const heap = BigInt(mm.call('brk', 0n));
    mm.call('brk', heap + PAGE);
    mm.call('mmap', heap + 4n * PAGE, PAGE, PROT.values.PROT_READ, HERE, NO_FD, 0n);
    const near = mm.view.maps().filter(({ start }) => heap <= start && start < heap + 8n * PAGE);
    return near.map((row) => row.perms);
  };
  expect(perms(x8664.configure({}))).toEqual(['rwxp', 'r-xp']);
  expect(perms(riscv64.configure({}))).toEqual(['rw-p', 'r-xp']);
});
