import { describe, expect, it } from 'vitest';
import {
  PRCTL,
  RLIM_INFINITY,
  VM_MERGEABLE,
  hex,
  type ArgValue,
  type ElfImage,
  type ElfSegment,
} from '@mm-playground/api';
import { arm64 } from '@mm-playground/arch-arm64';
import { riscv64 } from '@mm-playground/arch-riscv64';
import { mmOf, type Strip, type StripOptions } from '../../testing/strip.ts';

/** A program header as `readelf -lW` prints it: offset, address, size in the file, size in memory, access. */
function segment(line: string): ElfSegment {
  const [offset = 0n, vaddr = 0n, fileSize = 0n, memorySize = 0n] = line.split(' ').slice(0, 4).map(BigInt);
  return { offset, vaddr, fileSize, memorySize, access: line.split(' ')[4] ?? '', align: 0x1000n };
}

const LINKER = '/usr/lib/ld-linux-x86-64.so.2';

/** One small C program, linked in four ways, and the dynamic linker of glibc 2.36. */
const PROGRAMS: ReadonlyMap<string, ElfImage> = new Map<string, ElfImage>([
  [
    './lay-pie',
    {
      type: 'dyn',
      interpreter: LINKER,
      segments: [
        '0x0 0x0 0x868 0x868 r',
        '0x1000 0x1000 0x4a1 0x4a1 rx',
        '0x2000 0x2000 0x284 0x284 r',
        '0x2dd0 0x3dd0 0x29c 0x9f10 rw',
      ].map(segment),
    },
  ],
  [
    './lay-static',
    {
      type: 'exec',
      segments: [
        '0x0 0x400000 0x518 0x518 r',
        '0x1000 0x401000 0x78121 0x78121 rx',
        '0x7a000 0x47a000 0x271cb 0x271cb r',
        '0xa16d8 0x4a26d8 0x5b98 0x15008 rw',
      ].map(segment),
    },
  ],
  [
    './lay-spie',
    {
      type: 'dyn',
      segments: [
        '0x0 0x0 0x8020 0x8020 r',
        '0x9000 0x9000 0x79161 0x79161 rx',
        '0x83000 0x83000 0x29483 0x29483 r',
        '0xac518 0xad518 0x5d58 0x15188 rw',
      ].map(segment),
    },
  ],
  [
    LINKER,
    {
      type: 'dyn',
      segments: [
        '0x0 0x0 0xd58 0xd58 r',
        '0x1000 0x1000 0x25111 0x25111 rx',
        '0x27000 0x27000 0x9c7c 0x9c7c r',
        '0x31900 0x31900 0x2810 0x29d8 rw',
      ].map(segment),
    },
  ],
]);

const strings = (...values: string[]): ArgValue => ({
  kind: 'array',
  items: values.map((value) => ({ kind: 'string', value, abbreviated: false })),
  abbreviated: false,
});

/** Executes one of the programs with an argument and one variable. */
function exec(path: string, options: StripOptions = {}, argument = 'x'): Strip {
  const mm = mmOf('w', { ...options, programs: PROGRAMS });
  mm.call('execve', path, strings(path, argument), strings('A=1'));
  return mm;
}

/** `555555554000-555555555000 r--p 00000000 ./lay-pie`; the gate area is nobody's mapping. */
const maps = (mm: Strip): string[] =>
  mm.view
    .maps()
    .filter(({ name }) => name !== '[vsyscall]')
    .map(({ start, end, perms, offset, name }) =>
      [`${start.toString(16)}-${end.toString(16)}`, perms, offset.toString(16), name].join(' ').trim(),
    );

const layout = (mm: Strip, ...names: string[]): string[] => names.map((name) => hex(mm.view.layout[name] ?? 0n));
const LAYOUT = ['start_code', 'end_code', 'start_stack', 'start_data', 'end_data', 'start_brk', 'arg_start', 'env_end'];
const endOf = (mm: Strip, name: string): bigint => mm.view.maps().findLast((row) => row.name === name)?.end ?? 0n;

describe('a program that was just executed', () => {
  it('and its dynamic linker lie where the kernel puts them', () => {
    const mm = exec('./lay-pie');
    expect(maps(mm)).toEqual([
      '555555554000-555555555000 r--p 0 ./lay-pie',
      '555555555000-555555556000 r-xp 1000 ./lay-pie',
      '555555556000-555555557000 r--p 2000 ./lay-pie',
      '555555557000-555555559000 rw-p 2000 ./lay-pie',
      '555555559000-555555562000 rw-p 0',
      '7ffff7fc2000-7ffff7fc6000 r--p 0 [vvar]',
      '7ffff7fc6000-7ffff7fc8000 r--p 0 [vvar_vclock]',
      '7ffff7fc8000-7ffff7fca000 r-xp 0 [vdso]',
      `7ffff7fca000-7ffff7fcb000 r--p 0 ${LINKER}`,
      `7ffff7fcb000-7ffff7ff1000 r-xp 1000 ${LINKER}`,
      `7ffff7ff1000-7ffff7ffb000 r--p 27000 ${LINKER}`,
      `7ffff7ffb000-7ffff7fff000 rw-p 31000 ${LINKER}`,
      '7ffffffde000-7ffffffff000 rw-p 0 [stack]',
    ]);
    expect(layout(mm, ...LAYOUT)).toEqual([
      ...['0x555555555000', '0x5555555554a1', '0x7fffffffee10', '0x555555557dd0', '0x55555555806c'],
      ...['0x555555562000', '0x7fffffffefde', '0x7fffffffefee'],
    ]);
  });

  it('has written the pages that are cleared behind initialised data, and the last of its stack', () => {
    const mm = exec('./lay-pie');
    const written = mm.view.smaps().filter(({ sizes }) => (sizes.Anonymous ?? 0) > 0);
    expect(written.map(({ maps: row, sizes }) => [row.start.toString(16), sizes.Anonymous, sizes.Rss])).toEqual([
      ['555555557000', 4, 4],
      ['7ffff7ffb000', 4, 4],
      ['7ffffffde000', 4, 4],
    ]);
    const { VmSize, VmData, VmStk, VmExe, VmLib, VmPTE } = mm.view.status();
    expect({ VmSize, VmData, VmStk, VmExe, VmLib, VmPTE }).toEqual({
      ...{ VmSize: 432, VmData: 60, VmStk: 132, VmExe: 4, VmLib: 160, VmPTE: 28 },
    });
  });

  it.each([
    ['arm64', arm64.configure({}), '0xfffffffffe20', '0xffffffffffd9'],
    ['riscv64', riscv64.configure({}), '0x7ffffffffdd0', '0x7fffffffffd9'],
  ])(
    'has its stack pointer below its strings and the auxiliary vector of %s, as booted 6.12 kernels showed it',
    (_, arch, start, args) => {
      const path = './lay-static-x';
      const program = { type: 'exec', segments: [segment('0x0 0x400000 0x518 0x518 rx')] } as const;
      const mm = mmOf('w', { arch, programs: new Map([[path, program]]) });
      mm.call('execve', path, strings('/var/tmp/runner'), strings());
      expect(layout(mm, 'start_stack', 'arg_start')).toEqual([start, args]);
    },
  );

  it('lies where it was linked to, if it cannot move', () => {
    const mm = exec('./lay-static');
    expect(maps(mm)).toEqual([
      '400000-401000 r--p 0 ./lay-static',
      '401000-47a000 r-xp 1000 ./lay-static',
      '47a000-4a2000 r--p 7a000 ./lay-static',
      '4a2000-4a9000 rw-p a1000 ./lay-static',
      '4a9000-4b8000 rw-p 0',
      '7ffff7ff7000-7ffff7ffb000 r--p 0 [vvar]',
      '7ffff7ffb000-7ffff7ffd000 r--p 0 [vvar_vclock]',
      '7ffff7ffd000-7ffff7fff000 r-xp 0 [vdso]',
      '7ffffffde000-7ffffffff000 rw-p 0 [stack]',
    ]);
    expect(layout(mm, ...LAYOUT)).toEqual([
      ...['0x401000', '0x479121', '0x7fffffffee10', '0x4a26d8', '0x4a8270', '0x4b8000'],
      ...['0x7fffffffefd8', '0x7fffffffefeb'],
    ]);
  });

  it('goes where mappings go, if it is its own linker, and its heap is moved away from them', () => {
    const mm = exec('./lay-spie');
    expect(maps(mm).slice(2, 8)).toEqual([
      '7ffff7f3a000-7ffff7f3c000 r-xp 0 [vdso]',
      '7ffff7f3c000-7ffff7f45000 r--p 0 ./lay-spie',
      '7ffff7f45000-7ffff7fbf000 r-xp 9000 ./lay-spie',
      '7ffff7fbf000-7ffff7fe9000 r--p 83000 ./lay-spie',
      '7ffff7fe9000-7ffff7ff0000 rw-p ac000 ./lay-spie',
      '7ffff7ff0000-7ffff7fff000 rw-p 0',
    ]);
    expect(layout(mm, 'start_brk', 'start_stack')).toEqual(['0x555555555000', '0x7fffffffee10']);
  });

  it('goes on from there: heap, mappings and stack are its own', () => {
    const mm = exec('./lay-pie');
    expect(mm.call('brk', 0n)).toBe('0x555555562000');
    expect(mm.call('brk', 0x5555_5558_3000n)).toBe('0x555555583000');
    expect(mm.mmap(null, 2, 'rw', 'PRIVATE|ANONYMOUS')).toBe('0x7ffff7fc0000');
    expect(maps(mm).find((row) => row.endsWith('[heap]'))).toBe('555555562000-555555583000 rw-p 0 [heap]');
  });
});

describe('the stack of a new program', () => {
  it('has 128 KiB below the pages that its strings take', () => {
    const mm = exec('./lay-static', {}, 'x'.repeat(9000));
    expect(maps(mm).at(-1)).toBe('7ffffffdc000-7ffffffff000 rw-p 0 [stack]');
    expect(mm.view.smaps().find(({ maps: row }) => row.name === '[stack]')?.sizes.Rss).toBe(12);
  });

  it('stays within its limit', () => {
    expect(maps(exec('./lay-static', { limits: { stack: 65_536n } })).at(-1)).toBe(
      '7ffffffef000-7ffffffff000 rw-p 0 [stack]',
    );
  });

  it.each([
    [8n << 20n, '7ffff7fff000'],
    [1_000_000n << 10n, '7fffc2e6f000'],
    [200_000_000n << 10n, '7fd050e7f000'],
    [RLIM_INFINITY, '155555556000'],
  ])('and its limit of %d bytes decide where mappings begin', (stack, end) => {
    expect(endOf(exec('./lay-static', { limits: { stack } }), '[vdso]').toString(16)).toBe(end);
  });

  it('lets mappings grow upwards from a third of the address space where the old layout is asked for', () => {
    const mm = exec('./lay-pie', { system: { personality: 'ADDR_COMPAT_LAYOUT' } });
    expect(maps(mm).slice(0, 8)).toEqual([
      `2aaaaaaab000-2aaaaaaac000 r--p 0 ${LINKER}`,
      `2aaaaaaac000-2aaaaaad2000 r-xp 1000 ${LINKER}`,
      `2aaaaaad2000-2aaaaaadc000 r--p 27000 ${LINKER}`,
      `2aaaaaadc000-2aaaaaae0000 rw-p 31000 ${LINKER}`,
      '2aaaaaae0000-2aaaaaae4000 r--p 0 [vvar]',
      '2aaaaaae4000-2aaaaaae6000 r--p 0 [vvar_vclock]',
      '2aaaaaae6000-2aaaaaae8000 r-xp 0 [vdso]',
      '555555554000-555555555000 r--p 0 ./lay-pie',
    ]);
  });
});

describe('what prctl set before', () => {
  it('is heeded while the new program is mapped: all but its stack may be merged', () => {
    const mm = mmOf('w', { programs: PROGRAMS });
    mm.call('prctl', PRCTL.values.PR_SET_MEMORY_MERGE, 1n);
    mm.call('execve', './lay-pie', strings('x'), strings('A=1'));
    const mergeable = mm.view.smaps().filter(({ flags }) => flags.has(VM_MERGEABLE));
    expect(new Set(mergeable.map(({ maps: row }) => row.name))).toEqual(new Set(['./lay-pie', '', LINKER]));
  });
});

describe('address-space randomisation', () => {
  const offsets = (seed: number): bigint[] => {
    const mm = exec('./lay-pie', { aslrSeed: seed });
    const { start_code: code = 0n, start_brk: brk = 0n, start_stack: sp = 0n } = mm.view.layout;
    const stack = endOf(mm, '[stack]');
    return [code - 0x5555_5555_5000n, brk - code - 0xd000n, 0x7fff_ffff_f000n - stack, stack - sp, endOf(mm, LINKER)];
  };

  it('is the same for the same seed, and another for another', () => {
    expect(offsets(7)).toEqual(offsets(7));
    expect(offsets(7)).not.toEqual(offsets(8));
  });

  it('does not take place where the personality says so', () => {
    const system = { personality: 'ADDR_NO_RANDOMIZE' };
    expect(maps(exec('./lay-pie', { aslrSeed: 7, system }))).toEqual(maps(exec('./lay-pie')));
  });

  it('moves the stack pointer of riscv64 by less than a page, as 300 programs showed it', () => {
    const moved = Array.from({ length: 300 }, (_, aslrSeed) => {
      const { arg_start: args = 0n, start_stack: sp = 0n } = exec('./lay-pie', {
        aslrSeed,
        arch: riscv64.configure({}),
      }).view.layout;
      return Number(args - sp);
    });
    const range = Math.max(...moved) - Math.min(...moved);
    expect(range).toBeGreaterThan(4000);
    expect(range).toBeLessThanOrEqual(4096);
  });

  it('moves each area as far as on a real kernel, by whole pages', () => {
    for (let seed = 0; seed < 40; seed++) {
      const [program = -1n, heap = -1n, stack = -1n, pointer = -1n, mappings = -1n] = offsets(seed);
      for (const area of [program, heap, stack, mappings]) expect(area % 4096n).toBe(0n);
      expect(program >= 0n && program < 1n << 40n).toBe(true);
      expect(heap >= 0n && heap < 1n << 30n).toBe(true);
      expect(stack >= 0n && stack <= 0x3f_ffffn << 12n).toBe(true);
      expect(pointer >= 0x1f0n && pointer <= 0x2200n && pointer % 16n === 0n).toBe(true);
      expect(mappings > 0x7efb_0000_0000n && mappings < 0x7ffc_0000_0000n).toBe(true);
    }
  });
});

describe('execve of a script', () => {
  it('needs a program that is known, with its linker, arguments and environment', () => {
    const mm = mmOf('', { programs: new Map([...PROGRAMS].filter(([path]) => path !== LINKER)) });
    expect(() => mm.call('execve', '/bin/ls', strings('ls'), 0n)).toThrow(
      'neither a snapshot nor the program is known',
    );
    expect(() => mm.call('execve', './lay-pie', strings('ls'), 0n)).toThrow(LINKER);
    expect(() => mm.call('execve', './lay-static', strings('ls'), { kind: 'raw', text: '' })).toThrow('not all there');
    expect(mm.call('execve', './lay-static', 0n, 0n)).toBe(0);
  });
});
