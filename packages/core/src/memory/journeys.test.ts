import fc from 'fast-check';
import { arm64 } from '@mm-playground/arch-arm64';
import { riscv64 } from '@mm-playground/arch-riscv64';
import { mapleIndex } from '@mm-playground/maple-tree';
import { x8664 } from '@mm-playground/arch-x86-64';
import {
  NO_SYSTEM_FACTS,
  MADV,
  MAP,
  MREMAP,
  PROT,
  drain,
  type Architecture,
  type ArgValue,
  type FrameView,
  type Machine,
  type Pfn,
  type Vpn,
} from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { v6_18 } from '../kernels/v6-18.ts';
import { linuxModel } from '../plugin.ts';

const ARENA = 0x1000_0000;
/** The arena holds three tables of arm64 with 16 KiB pages, twelve of those with 4 KiB. */
const ARENA_PAGES = 6144;
/** Pages that a table spans, with 4 and with 16 KiB pages. */
const TABLES = [512, 2048] as const;

interface Step {
  readonly name: string;
  /** Arguments in pages; `call` makes bytes of them. */
  readonly make: (page: bigint) => bigint[];
}

const { PROT_READ, PROT_WRITE, PROT_EXEC } = PROT.values;
const { MAP_PRIVATE, MAP_SHARED, MAP_ANONYMOUS, MAP_FIXED } = MAP.values;

/** Pages near the beginning, and at the boundaries of tables. */
const start = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom(...TABLES) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...TABLES), fc.integer({ min: -3, max: 3 })).map(([a, b]) => a + b),
  },
);
const length = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 8 }) },
  { weight: 1, arbitrary: fc.constantFrom(...TABLES) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 * TABLES[1] }) },
);
const prot = fc.constantFrom(0n, PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE, PROT_READ | PROT_EXEC);
const backing = fc.constantFrom<[bigint, bigint]>(
  [MAP_PRIVATE | MAP_ANONYMOUS, -1n],
  [MAP_SHARED | MAP_ANONYMOUS, -1n],
  [MAP_PRIVATE, 3n],
  [MAP_SHARED, 3n],
  [MAP_PRIVATE, 4n],
  [MAP_SHARED, 4n],
);
const advice = fc.constantFrom(
  ...(['DONTNEED', 'FREE', 'COLD', 'HUGEPAGE', 'NOHUGEPAGE', 'POPULATE_READ', 'POPULATE_WRITE'] as const),
  ...(['GUARD_INSTALL', 'GUARD_REMOVE', 'REMOVE', 'WIPEONFORK'] as const),
);

const at = (page: number, size: bigint): bigint => BigInt(ARENA) + BigInt(page) * size;

const call: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(start, length, prot, backing).map(([page, pages, bits, [flags, fd]]) => ({
    name: 'mmap',
    make: (size: bigint) => [at(page, size), BigInt(pages) * size, bits, flags | MAP_FIXED, fd, 0n],
  })),
  fc.tuple(start, length).map(([page, pages]) => ({
    name: 'munmap',
    make: (size: bigint) => [at(page, size), BigInt(pages) * size],
  })),
  fc.tuple(start, length, prot).map(([page, pages, bits]) => ({
    name: 'mprotect',
    make: (size: bigint) => [at(page, size), BigInt(pages) * size, bits],
  })),
  fc.tuple(start, length, advice).map(([page, pages, word]) => ({
    name: 'madvise',
    make: (size: bigint) => [at(page, size), BigInt(pages) * size, MADV.values[`MADV_${word}`]],
  })),
  fc.tuple(start, length, start).map(([from, pages, to]) => ({
    name: 'mremap',
    make: (size: bigint) => [
      at(from, size),
      BigInt(pages) * size,
      BigInt(pages) * size,
      MREMAP.values.MREMAP_MAYMOVE | MREMAP.values.MREMAP_FIXED,
      at(to, size),
    ],
  })),
  fc.constant({ name: 'fork', make: () => [] }),
);

/** What random bounds seldom hit: whole tables that move, and memory that wants huge pages. */
const large: fc.Arbitrary<Step> = fc.oneof(
  fc
    .tuple(fc.constantFrom(0, ...TABLES), fc.constantFrom(...TABLES), fc.constantFrom(0, 2048, 4096, 4608))
    .map(([from, pages, to]) => ({
      name: 'mremap',
      make: (size: bigint) => [
        at(from, size),
        BigInt(pages) * size,
        BigInt(pages) * size,
        MREMAP.values.MREMAP_MAYMOVE | MREMAP.values.MREMAP_FIXED,
        at(to, size),
      ],
    })),
  fc.constantFrom<'HUGEPAGE' | 'NOHUGEPAGE'>('HUGEPAGE', 'HUGEPAGE', 'NOHUGEPAGE').map((word) => ({
    name: 'madvise',
    make: (size: bigint) => [at(0, size), BigInt(ARENA_PAGES) * size, MADV.values[`MADV_${word}`]],
  })),
);

const access: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom('load', 'store', 'store'), start).map(([name, page]) => ({
  name,
  make: (size: bigint) => [at(page, size) + 5n],
}));

const step = fc.oneof(
  { weight: 4, arbitrary: call },
  { weight: 1, arbitrary: large },
  { weight: 8, arbitrary: access },
);

/** Begins with an arena of private memory, so that there is something to touch. */
const steps = fc.array(step, { minLength: 1, maxLength: 30 }).map((rest) => [
  {
    name: 'mmap',
    make: (size: bigint) => [
      at(0, size),
      BigInt(ARENA_PAGES) * size,
      PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
      -1n,
      0n,
    ],
  },
  ...rest,
]);

const ARCHITECTURES: readonly (readonly [string, Architecture])[] = [
  ['x86-64', x8664.configure({})],
  ['x86-64 with 5 levels', x8664.configure({ levels: '5' })],
  ['arm64', arm64.configure({})],
  ['arm64 with 16 KiB pages', arm64.configure({ granule: '16' })],
  ['riscv64', riscv64.configure({})],
  ['riscv64 with Sv39', riscv64.configure({ mode: 'sv39' })],
];

/** A machine with a memfd and a file of 700 pages each, as descriptors 3 and 4. */
function newMachine(arch: Architecture): Machine {
  const machine = linuxModel.createMachine({
    kernel: v6_18,
    arch,
    index: mapleIndex,
    system: { ...NO_SYSTEM_FACTS, thp: 'madvise', ptReclaim: true },
    limits: {},
    completeAccesses: [{ start: 0n, end: 1n << 47n }],
    assume: 'untouched',
  });
  machine.boot('');
  const text = (value: string): ArgValue => ({ kind: 'string', value, abbreviated: false });
  const run = (name: string, ...args: ArgValue[]): void =>
    void drain(machine.call('', { name, args, recorded: undefined }, () => undefined));
  run('memfd_create', text('m'), int(0n));
  run('openat', int(-100n), text('/data'), int(2n));
  for (const fd of [3n, 4n]) run('ftruncate', int(fd), int(700n << BigInt(arch.geometry.pageShift)));
  return machine;
}

const int = (value: bigint): ArgValue => ({ kind: 'int', value });

function perform(machine: Machine, arch: Architecture, { name, make }: Step): void {
  const args = make(1n << BigInt(arch.geometry.pageShift)).map(int);
  drain(machine.call('', { name, args, recorded: undefined }, () => undefined));
  expect(machine.validate()).toEqual([]);
}

/** Ends a process, unless it ended with another one of its group. */
function exit(machine: Machine, task: string): void {
  if (!machine.tasks.has(task)) return;
  drain(machine.call(task, { name: 'exit_group', args: [int(0n)], recorded: undefined }, () => undefined));
  expect(machine.validate()).toEqual([]);
}

/** How many frames the machine uses for what. */
function framesByUse(machine: Machine): Readonly<Record<string, number>> {
  const frames = machine.view('witness').physical?.inUse(0 as Pfn, Number.MAX_SAFE_INTEGER as Pfn) ?? [];
  const count = (wanted: FrameView['use']): number => frames.filter(({ use }) => use === wanted).length;
  return { anon: count('anon'), table: count('table'), mapped: frames.filter(({ mapcount }) => mapcount > 0).length };
}

/** Everything of a machine that memory decides, in words. */
function stateOf(machine: Machine): unknown {
  const view = machine.view('');
  const tables = view.tables.tables().map(({ pfn, start: first, words }) => {
    const used = [...words.entries()]
      .filter(([, word]) => word !== 0n)
      .map(([index, word]) => `${index}:${word.toString(16)}`);
    return `${pfn} at ${first} ${used.join(' ')}`;
  });
  const first = Number(BigInt(ARENA) >> BigInt(view.arch.geometry.pageShift)) as Vpn;
  return { tables, counters: view.counters, smaps: view.smaps(), pagemap: view.pagemap(first, ARENA_PAGES) };
}

describe.each(ARCHITECTURES)('on %s', (_name, arch) => {
  it('counters, mapcounts and tables are right after every call', () => {
    fc.assert(
      fc.property(steps, (journey) => {
        const machine = newMachine(arch);
        for (const each of journey) perform(machine, arch, each);
      }),
      { numRuns: 60 },
    );
  });

  it('going back and forth in time restores every word, counter and frame', () => {
    fc.assert(
      fc.property(steps, (journey) => {
        const machine = newMachine(arch);
        machine.record(true);
        const stops = [{ mark: machine.mark(), state: stateOf(machine) }];
        for (const each of journey) {
          perform(machine, arch, each);
          stops.push({ mark: machine.mark(), state: stateOf(machine) });
        }
        for (const { mark, state } of [...stops.toReversed(), ...stops]) {
          machine.seek(mark);
          expect(stateOf(machine)).toEqual(state);
          expect(machine.validate()).toEqual([]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('nothing is left when everything is unmapped', () => {
    fc.assert(
      fc.property(steps, (journey) => {
        const machine = newMachine(arch);
        const before = machine.view('').tables.tables().length;
        for (const each of journey) perform(machine, arch, each);
        for (const { start: first, end } of machine.view('').vmas)
          perform(machine, arch, {
            name: 'munmap',
            make: (size) => [BigInt(first) * size, BigInt(end - first) * size],
          });
        const { counters, tables } = machine.view('');
        expect([counters.anon_rss, counters.file_rss, counters.shmem_rss, counters.page_tables]).toEqual([0, 0, 0, 0]);
        // The root stays, and with five levels what it points to.
        expect(tables.tables().length).toBeLessThanOrEqual(Math.max(before, 1, arch.geometry.levels.length - 3));
      }),
      { numRuns: 20 },
    );
  });

  it('all memory returns when the last process has ended, but for what files have cached', () => {
    fc.assert(
      fc.property(steps, (journey) => {
        const machine = newMachine(arch);
        machine.boot('witness');
        for (const each of journey) perform(machine, arch, each);
        for (const task of [...machine.tasks.keys()]) if (task !== 'witness') exit(machine, task);
        const own = machine.view('witness').tables.tables().length;
        expect(framesByUse(machine)).toEqual({ anon: 0, table: own, mapped: 0 });
      }),
      { numRuns: 20 },
    );
  });
});
