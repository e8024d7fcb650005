/**
 * The stack of a program that is executed, step by step. The order on 6.18 is that of ftrace's tracepoints of an execve on 6.18.44
 * (a static program, one page of strings, randomised); the names of other kernels are derived.
 */

import { describe, expect, it } from 'vitest';
import { hex, type ArgValue, type Deferred, type ElfImage, type StepDetail, type StepValue } from '@mm-playground/api';
import { riscv64 } from '@mm-playground/arch-riscv64';
import { x8664 } from '@mm-playground/arch-x86-64';
import type { KernelGeneration } from '../../kernels/generation.ts';
import { seedV3 } from '../../kernels/seed-v3.ts';
import { v6_1 } from '../../kernels/v6-1.ts';
import { v6_10 } from '../../kernels/v6-10.ts';
import { v6_12 } from '../../kernels/v6-12.ts';
import { v6_18 } from '../../kernels/v6-18.ts';
import { linuxModel } from '../../plugin.ts';
import { failOnce, stepsOf } from '../../testing/failing.ts';
import { mmOf, PAGE, type Strip, type StripOptions } from '../../testing/strip.ts';

const PATH = './static';
const PROGRAM: ElfImage = {
  type: 'exec',
  segments: [{ offset: 0n, vaddr: 0x40_0000n, fileSize: 0x518n, memorySize: 0x518n, access: 'rx', align: PAGE }],
};

const strings = (...values: string[]): ArgValue => ({
  kind: 'array',
  items: values.map((value) => ({ kind: 'string', value, abbreviated: false })),
  abbreviated: false,
});

const programs = new Map([[PATH, PROGRAM]]);
const machineOf = (options: StripOptions = {}): Strip => mmOf('', { programs, ...options });
const exec = (mm: Strip, argument = 'x'): unknown => mm.call('execve', PATH, strings(PATH, argument), strings('A=1'));

const stackOf = (mm: Strip): { start: bigint; end: bigint } => {
  const row = mm.view.maps().findLast(({ name }) => name === '[stack]');
  if (row === undefined) throw new Error('no stack');
  return row;
};

/** Tracepoints of the mm that a program gets, from `bprm_mm_init` on: locks, writes of its tree, resident pages. */
function tracepointsOf(mm: Strip): string[] {
  const lines: string[] = [];
  let begun = false;
  mm.machine.trace({
    enter: (name) => {
      begun ||= name === 'bprm_mm_init';
      if (name === 'load_elf_binary') lines.push('');
    },
    exit: () => undefined,
    step: () => undefined,
    tracepoint: (deferred) => {
      const event = deferred.read();
      if (begun) lines.push(...lineOf(event.name, event as unknown as Readonly<Record<string, StepValue>>));
    },
  });
  exec(mm);
  mm.machine.trace(null);
  return lines;
}

function lineOf(name: string, event: Readonly<Record<string, StepValue>>): string[] {
  const { fn = '', index = 0n, last = 0n, write = false } = event;
  switch (name) {
    case 'ma_write':
      return [`${String(fn)} ${hex(BigInt(index))}-${hex(BigInt(last))}`];
    case 'mmap_lock_acquire_returned':
      return [write === true ? 'write' : 'read'];
    case 'rss_stat':
      return ['rss_stat'];
    case 'tlb_flush':
      return [`tlb_flush ${String(event['pages'])}`];
    default:
      return [];
  }
}

describe('the stack of a program that is executed', () => {
  it('is made at the highest place, and moved when its own is known, in the order of the kernel', () => {
    const mm = machineOf({ aslrSeed: 3 });
    const lines = tracepointsOf(mm);
    const { start, end } = stackOf(mm);
    const [top, bottom] = [hex(end - PAGE), hex(start)];
    const moved = lines.slice(lines.indexOf('') + 1);
    expect(lines.slice(0, 6)).toEqual([
      ...['mas_store_prealloc 0x7fffffffe000-0x7fffffffefff', 'read', 'rss_stat', 'read', 'read', ''],
    ]);
    expect(moved.slice(0, moved.indexOf('write', 1))).toEqual([
      'write',
      ...['mas_store_prealloc', 'mas_wr_node_store'].map((fn) => `${fn} ${top}-0x7fffffffefff`),
      'tlb_flush 1',
      ...['mas_store_prealloc', 'mas_wr_node_store'].map((fn) => `${fn} ${hex(end)}-0xffffffffffffffff`),
      ...['mas_store_prealloc', 'mas_wr_node_store'].map((fn) => `${fn} ${bottom}-${hex(end - 1n)}`),
    ]);
  });

  it('stays where it is made where nothing moves it: no randomisation, and no larger addresses', () => {
    const mm = machineOf();
    expect(stepsOf(mm.machine, () => exec(mm))).not.toContain('relocate_vma_down');
    expect(hex(stackOf(mm).end)).toBe('0x7ffffffff000');
  });

  it.each([
    ['x86-64 with 5 levels', x8664.configure({ levels: '5' }), '0x7ffffffff000'],
    ['riscv64 with Sv57', riscv64.configure({ mode: 'sv57' }), '0x800000000000'],
  ])('comes down from the end of all addresses on %s', (_, arch, end) => {
    const mm = machineOf({ arch });
    expect(stepsOf(mm.machine, () => exec(mm))).toContain('relocate_vma_down');
    expect(hex(stackOf(mm).end)).toBe(end);
    expect(mm.machine.validate()).toEqual([]);
  });

  it('keeps the page offset of where it was made, and every page of its strings', () => {
    const mm = machineOf({ aslrSeed: 3 });
    exec(mm, 'x'.repeat(9000));
    const { start, end } = stackOf(mm);
    const vma = mm.view.vmas.find((each) => BigInt(each.start) * PAGE === start);
    expect(vma?.pgoff).toBe(Number((0x7fff_ffff_f000n - (end - start)) / PAGE));
    expect(mm.view.smaps().find(({ maps }) => maps.name === '[stack]')?.sizes.Rss).toBeGreaterThanOrEqual(12);
    expect(mm.view.layout['arg_start']).toBeLessThan(end);
  });

  it('grows page by page while its strings are copied', () => {
    const mm = machineOf();
    const steps = stepsOf(mm.machine, () => exec(mm, 'x'.repeat(9000)));
    const before = steps.slice(0, steps.indexOf('begin_new_exec'));
    expect(before.filter((name) => name === 'expand_downwards')).toHaveLength(2);
    expect(before.filter((name) => name === 'copy_strings')).toHaveLength(3);
  });
});

describe('the steps of the move', () => {
  const MOVE =
    /^(setup_arg_pages|mprotect_fixup|relocate_vma_down|shift_arg_pages|vma_expand|vma_shrink|vma_adjust|commit_merge|move_page_tables|free_pgd_range|expand_downwards|validate_mm)$/;
  const KERNELS: readonly (readonly [KernelGeneration, string])[] = [
    [v6_1, 'shift_arg_pages vma_adjust move_page_tables free_pgd_range vma_adjust'],
    [v6_10, 'shift_arg_pages vma_expand validate_mm move_page_tables free_pgd_range vma_shrink validate_mm'],
    [seedV3, 'shift_arg_pages vma_expand move_page_tables free_pgd_range vma_shrink validate_mm'],
    [v6_12, 'relocate_vma_down vma_expand commit_merge move_page_tables free_pgd_range vma_shrink validate_mm'],
    [v6_18, 'relocate_vma_down vma_expand commit_merge move_page_tables free_pgd_range vma_shrink validate_mm'],
  ];

  it.each(KERNELS.map(([kernel, steps]) => [kernel.id, kernel, steps] as const))(
    'are those of %s',
    (_, kernel, steps) => {
      const mm = machineOf({ kernel, aslrSeed: 3 });
      const all = stepsOf(mm.machine, () => exec(mm));
      const first = all.indexOf('setup_arg_pages');
      expect(all.slice(first, all.indexOf('do_mmap')).filter((name) => MOVE.test(name))).toEqual([
        'setup_arg_pages',
        'mprotect_fixup',
        ...steps.split(' '),
        'expand_downwards',
      ]);
    },
  );

  it.each((linuxModel.kernels as readonly KernelGeneration[]).map((kernel) => [kernel.id, kernel] as const))(
    'break nothing on %s that they do not make good: one VMA too large for what is counted',
    (_, kernel) => {
      const mm = machineOf({ kernel, aslrSeed: 3 });
      const lights = new Set<string>();
      const look = (): void => {
        for (const { name, state, until } of mm.view.invariants)
          if (state !== 'holds') lights.add(state === 'broken' ? `${name} broken` : `${name} until ${until}`);
      };
      mm.machine.trace({ enter: look, exit: look, step: look, tracepoint: look });
      exec(mm);
      mm.machine.trace(null);
      expect([...lights].filter((light) => light.includes('broken'))).toEqual([]);
      expect([...lights].some((light) => light.startsWith('total_vm until'))).toBe(true);
      const shrinks = kernel.stackMove !== 'vma_adjust';
      expect([...lights].some((light) => light.endsWith('until vma_iter_clear'))).toBe(shrinks);
    },
  );
});

describe('a stack that shrinks to its place', () => {
  it('says from what to what, locks what it shrinks, and fails where there is no memory for that', () => {
    const mm = machineOf({ aslrSeed: 3 });
    const told: Record<string, StepDetail>[] = [];
    const tell = (name: string, detail?: Deferred<StepDetail>): void =>
      void told.push({ [name]: detail?.read() ?? {} });
    mm.machine.trace({ enter: tell, exit: () => undefined, step: tell, tracepoint: () => undefined });
    exec(mm);
    mm.machine.trace(null);
    const { end } = stackOf(mm);
    const at = told.findIndex((step) => 'vma_shrink' in step);
    expect(told[at]).toMatchObject({ vma_shrink: { end } });
    expect(told.slice(at + 1, at + 3).flatMap((step) => Object.keys(step))).toEqual([
      'vma_iter_prealloc',
      'vma_start_write',
    ]);
    const visits = told.slice(0, at).filter((step) => 'vma_iter_prealloc' in step).length;
    const other = machineOf({ aslrSeed: 3 });
    const fail = (): unknown => failOnce(other.machine, 'vma_iter_prealloc', () => exec(other), visits + 1);
    expect(fail).toThrow('whose stack does not fit (ENOMEM)');
  });
});

describe('the past of an execve', () => {
  it('can be gone back to between any two of its steps', () => {
    const mm = machineOf({ aslrSeed: 3 });
    mm.machine.record(true);
    const seen: { readonly mark: number; readonly shown: string }[] = [];
    const show = (): string => JSON.stringify([mm.view.maps(), mm.view.layout, mm.view.counters], words);
    const words = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? hex(value) : value);
    const look = (): void => void seen.push({ mark: mm.machine.mark(), shown: show() });
    mm.machine.trace({ enter: look, exit: look, step: look, tracepoint: () => undefined });
    exec(mm);
    mm.machine.trace(null);
    for (const { mark, shown } of seen.toReversed()) {
      mm.machine.seek(mark);
      expect(show()).toBe(shown);
    }
  });
});
