import { describe, expect, it } from 'vitest';
import type { KernelGeneration } from '../kernels/generation.ts';
import { seedV3 } from '../kernels/seed-v3.ts';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_10 } from '../kernels/v6-10.ts';
import { seriesV8, v6_12_rc5 } from '../kernels/v6-12-rc.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { v7_2 } from '../kernels/v7-2.ts';
import { failing, failOnce, stepsOf } from '../testing/failing.ts';
import { at, draw, mmOf, PAGE, type Strip } from '../testing/strip.ts';

const KERNELS = [v6_1, v6_10, seedV3, v6_12, v6_18, v7_2];

const TASK_SIZE = 0x7fff_ffff_f000n;

describe('munmap', () => {
  it.each([
    ['wwww', 0, 4, '', 'a whole VMA'],
    ['wwww', 0, 2, '..ww', 'the beginning of a VMA'],
    ['wwww', 2, 2, 'ww', 'the end of a VMA'],
    ['wwww', 1, 2, 'w..w', 'the middle of a VMA, which becomes two'],
    ['ww|rr|xx', 1, 4, 'w....x', 'parts of two VMAs and all between'],
    ['ww..rr', 0, 6, '', 'several VMAs with a hole between'],
    ['WWWW', 1, 2, 'W..W', 'written memory: both halves keep the anon_vma'],
  ])('of %j from page %i for %i leaves %j: %s', (before, page, pages, after) => {
    const mm = mmOf(before);
    expect(mm.munmap(page, pages)).toBe(0);
    expect(draw(mm)).toBe(after);
  });

  it('of nothing succeeds', () => {
    expect(mmOf('').munmap(3, 2)).toBe(0);
  });

  it('keeps page offsets on both sides of a hole', () => {
    const mm = mmOf('wwww');
    mm.munmap(1, 2);
    expect([mm.pgoff(0), mm.pgoff(3)]).toEqual([0, 3]);
  });

  it('counts a length up to whole pages', () => {
    const mm = mmOf('www');
    expect(mm.call('munmap', at(0), 1n)).toBe(0);
    expect(draw(mm)).toBe('.ww');
  });

  it.each([
    ['length 0', at(0), 0n],
    ['an address inside a page', at(0) + 1n, PAGE],
    ['a start beyond user space', TASK_SIZE + PAGE, PAGE],
    ['an end beyond user space', TASK_SIZE - PAGE, 2n * PAGE],
    ['a length that wraps to 0', at(0), 2n ** 64n - 1n],
    ['a length of nearly everything', at(0), 2n ** 64n - PAGE],
  ])('refuses %s (munmap03)', (_, addr, len) => {
    const mm = mmOf('w');
    expect(mm.call('munmap', addr, len)).toBe('EINVAL');
    expect(draw(mm)).toBe('w');
  });

  it('reaches up to the end of user space', () => {
    expect(mmOf('').call('munmap', TASK_SIZE - PAGE, PAGE)).toBe(0);
  });

  it('of nothing looks for it, and does nothing else', () => {
    const mm = mmOf('w.r');
    const unmapping = /munmap|unmap_|clear/;
    expect(stepsOf(mm.machine, () => mm.munmap(1, 1)).filter((name) => unmapping.test(name))).toEqual([
      ...['sys_munmap', 'do_vmi_munmap'],
    ]);
  });
});

/** How mmap_lock is taken, and when pages are cleared. */
function lockSteps(mm: Strip, call: () => unknown): string[] {
  const told: string[] = [];
  mm.machine.trace({
    enter: (name) => void (name === 'unmap_vmas' && told.push(name)),
    exit: () => undefined,
    step: () => undefined,
    tracepoint: (deferred) => {
      const event = deferred.read();
      if (event.name === 'mmap_lock_acquire_returned') told.push(event.write ? 'write-locked' : 'read-locked');
    },
  });
  call();
  mm.machine.trace(null);
  return told;
}

describe.each(KERNELS)('munmap on $id', (kernel) => {
  it('takes what it unmaps out of every counter', () => {
    const mm = mmOf('WW|x|r|gg', { kernel });
    mm.mlock(0, 1);
    mm.munmap(0, 6);
    const { hiwater_vm, ...rest } = mm.counters;
    expect(Object.entries(rest).filter(([, count]) => count !== 0)).toEqual([]);
    expect(hiwater_vm).toBe(6);
  });

  it('lets readers in before it clears pages, and not where a mapping replaces others', () => {
    const order = (call: (mm: Strip) => unknown): string[] => {
      const mm = mmOf('WW', { kernel });
      return lockSteps(mm, () => call(mm));
    };
    expect(order((mm) => mm.munmap(0, 2))).toEqual(['write-locked', 'read-locked', 'unmap_vmas']);
    expect(order((mm) => mm.mmap(0, 2))).toEqual(['write-locked', 'unmap_vmas']);
  });

  it('of everything leaves no page table but the root', () => {
    const mm = mmOf('W', { kernel });
    const stack = mm.view.vmas.at(-1);
    mm.call('store', (BigInt(stack?.end ?? 0) - 1n) * PAGE);
    expect(mm.call('munmap', 0n, TASK_SIZE)).toBe(0);
    expect([mm.view.vmas, mm.view.tables.tables().length]).toEqual([[], 1]);
  });

  it('keeps the page table that it shares with what lies beside it', () => {
    const mm = mmOf('W|r|W', { kernel });
    const { page_tables } = mm.counters;
    mm.munmap(0, 2);
    expect([mm.counters.page_tables, mm.load(2), mm.counters.anon_rss]).toEqual([page_tables, 0, 1]);
  });
});

describe('munmap of locked memory that fails', () => {
  it.each(KERNELS)('leaves it locked, and nobody else in: $id', (kernel) => {
    const mm = mmOf('WW|r', { kernel });
    mm.mlock(0, 3);
    const before = mm.counters;
    const taken = lockSteps(mm, () => failOnce(mm.machine, 'vma_iter_clear_gfp', () => mm.munmap(0, 3)));
    expect([draw(mm), mm.counters, taken]).toEqual(['WW|r', before, ['write-locked']]);
  });
});

describe('a shrinking mremap', () => {
  it('of more than user space has is refused as munmap refuses it', () => {
    const mm = mmOf('ww');
    expect([mm.mremap(0, 2 ** 35, 1), draw(mm)]).toEqual(['EINVAL', 'ww']);
  });
});

describe('a MAP_FIXED that cannot gather', () => {
  it.each([
    ['the first VMA has nothing to put back', 1, []],
    ['the third puts two back', 3, [2]],
  ])('%s', (_what, visit, expected) => {
    const mm = mmOf('W|r|W');
    const back: unknown[] = [];
    mm.machine.control(failing('mas_store_gfp', visit));
    mm.machine.trace({
      enter: () => undefined,
      exit: () => undefined,
      step: (name, detail) => name === 'reattach_vmas' && back.push(detail?.read()['vmas']),
      tracepoint: () => undefined,
    });
    expect([mm.mmap(0, 3, 'x'), back, draw(mm)]).toEqual(['ENOMEM', expected, 'W|r|W']);
  });
});

describe('giving up a MAP_FIXED whose old pages are gone', () => {
  const violations = (kernel: KernelGeneration, picture: string): readonly string[] => {
    const mm = mmOf(picture, { kernel });
    expect(mm.mmap(0, 2, 'r', 'SHARED|FIXED', mm.open('socket:[1]'))).toBe('ENODEV');
    return mm.machine.takeViolations().map(({ property, what }) => `${property}: ${what.replace(/#\d+/, '')}`);
  };

  it('takes the first byte of the next VMA out of the tree, too, in the series as it was posted', () => {
    const told = [`counters: vma stands in the tree from 0x10002001 on: NULL was stored over its first byte, too`];
    expect(violations(seriesV8, 'WW|r')).toEqual(told);
    expect([violations(seriesV8, 'WW.r'), violations(v6_12_rc5, 'WW|r')]).toEqual([[], []]);
  });

  it('has no next VMA to harm at the end of user space', () => {
    const mm = mmOf('', { kernel: seriesV8 });
    const [fd, top] = [BigInt(mm.open('socket:[1]')), BigInt(mm.view.vmas.at(-1)?.start ?? 0) * PAGE];
    expect(mm.call('mmap', top, TASK_SIZE - top, 1n, 0x11n, fd, 0n)).toBe('ENODEV');
    expect(mm.machine.takeViolations()).toEqual([]);
  });

  it.each([
    ['lets the old VMAs go', 'WW', ['vms_abort_munmap_vmas', 'vms_complete_munmap_vmas']],
    ['or has nothing to do', '', ['vms_abort_munmap_vmas']],
  ])('%s', (_what, picture, expected) => {
    const mm = mmOf(picture);
    const steps = stepsOf(mm.machine, () => failOnce(mm.machine, 'vm_area_alloc', () => mm.mmap(0, 2, 'x')));
    expect(steps.filter((name) => /^vms_(abort|complete)/.test(name))).toEqual(expected);
  });

  it('says what stays in the tree where that could not be written, and how much charge is lost', () => {
    const mm = mmOf('WW', { kernel: v6_12_rc5 });
    const fd = mm.open('socket:[1]');
    mm.machine.control(failing('mas_store'));
    expect(() => mm.mmap(0, 2, 'rw', 'PRIVATE|FIXED', fd)).toThrow('is in the index and detached');
    expect(mm.machine.takeViolations().map(({ what }) => what)).toEqual([
      expect.stringMatching(/^VMAs that are freed stay in the tree of mm#\d+: no memory to take them out$/),
      '2 charged pages of what was replaced are not given back',
    ]);
  });
});

describe('munmap that meets a sealed VMA', () => {
  it('unmaps nothing, but what it split at its start stays split', () => {
    const mm = mmOf('wwww|r');
    mm.mseal(4, 1);
    expect(mm.munmap(2, 3)).toBe('EPERM');
    expect(draw(mm)).toBe('ww|ww|r');
  });

  it('leaves pieces that the next change of protection joins again', () => {
    const mm = mmOf('wwww|r');
    mm.mseal(4, 1);
    mm.munmap(2, 3);
    mm.mprotect(2, 2, 'r');
    mm.mprotect(2, 2, 'rw');
    expect(draw(mm)).toBe('wwww|r');
  });

  it('unmaps neither what lies before nor what lies behind', () => {
    const mm = mmOf('w|r|w');
    mm.mseal(1, 1);
    expect(mm.munmap(0, 3)).toBe('EPERM');
    expect(draw(mm)).toBe('w|r|w');
  });

  it.each([
    ['at its start', 0, 1],
    ['in its middle', 1, 1],
    ['at its end', 2, 1],
    ['as a whole', 0, 3],
  ])('%s does not split it', (_, page, pages) => {
    const mm = mmOf('www');
    mm.mseal(0, 3);
    expect(mm.munmap(page, pages)).toBe('EPERM');
    expect(draw(mm)).toBe('www');
  });
});

/** A program that was just started has four VMAs: stack, vdso and the two of vvar. */
const STARTED = 4;

describe('at max_map_count', () => {
  const full = (picture: string, more = 0) => {
    const vmas = picture.split(/[|.]+/).length;
    return mmOf(picture, { system: { maxMapCount: STARTED + vmas + more } });
  };

  it('a hole in one VMA needs room for another (munmap04)', () => {
    const mm = full('wwww');
    expect(mm.munmap(1, 2)).toBe('ENOMEM');
    expect(draw(mm)).toBe('wwww');
  });

  it('an end of a VMA can be unmapped, and parts of two', () => {
    const mm = full('www|rrr');
    expect(mm.munmap(5, 1)).toBe(0);
    expect(mm.munmap(2, 2)).toBe(0);
    expect(draw(mm)).toBe('ww..r');
  });

  it('a whole VMA can be unmapped', () => {
    const mm = full('w|r|w');
    expect(mm.munmap(1, 1)).toBe(0);
    expect(draw(mm)).toBe('w.w');
  });

  it('one more mapping is possible, and not a second (max_map_count)', () => {
    const mm = full('w.r');
    expect(mm.mmap(6, 1)).toBe(6);
    expect(mm.mmap(8, 1)).toBe('ENOMEM');
    expect(draw(mm)).toBe('w.r...w');
  });

  it('above the limit not even an exact replacement is possible', () => {
    const mm = full('w.r');
    mm.mmap(6, 1);
    expect(mm.mmap(6, 1, 'r')).toBe('ENOMEM');
    expect(mm.munmap(6, 1)).toBe(0);
  });

  it('replacing the middle of a VMA fails where the hole would', () => {
    const mm = full('wwww');
    expect(mm.mmap(1, 2, 'r')).toBe('ENOMEM');
    expect(draw(mm)).toBe('wwww');
  });

  it('a protection that splits fails, one that merges does not', () => {
    const mm = full('ww|rr');
    expect(mm.mprotect(0, 1, 'r')).toBe('ENOMEM');
    expect(mm.mprotect(1, 1, 'r')).toBe(0);
    expect(draw(mm)).toBe('w|rrr');
  });

  it('a protection in the middle of a VMA keeps the first of its two splits when the second finds no room', () => {
    const mm = full('wwww', 1);
    expect(mm.mprotect(1, 2, 'r')).toBe('ENOMEM');
    expect(draw(mm)).toBe('w|www');
  });

  it('advice that splits says EAGAIN, and mlock ENOMEM', () => {
    const mm = full('ww');
    expect(mm.madvise(0, 1, 'DONTFORK')).toBe('EAGAIN');
    expect(mm.mlock(0, 1)).toBe('ENOMEM');
    expect(draw(mm)).toBe('ww');
  });

  it('moving needs room for three more', () => {
    expect(mmOf('w', { system: { maxMapCount: STARTED + 5 } }).mremap(0, 1, 1, 'MAYMOVE|DONTUNMAP', 8)).toBe('ENOMEM');
    expect(mmOf('w', { system: { maxMapCount: STARTED + 7 } }).mremap(0, 1, 1, 'MAYMOVE|DONTUNMAP', 8)).toBe(8);
  });
});
