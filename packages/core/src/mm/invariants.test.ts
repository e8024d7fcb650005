/**
 * Invariant lights: at every step of every call of a generation nothing is broken that the call does not make good again, and what
 * is broken knowingly is what the kernel's own comments say.
 */

import { describe, expect, it } from 'vitest';
import { INVARIANTS, type InvariantView } from '@mm-playground/api';
import { defineKernel, type KernelGeneration } from '../kernels/generation.ts';
import { linuxModel } from '../plugin.ts';
import { failOnce } from '../testing/failing.ts';
import { mmOf, type Strip } from '../testing/strip.ts';
import { seedV3 } from '../kernels/seed-v3.ts';
import { v6_10 } from '../kernels/v6-10.ts';
import { v6_12_rc5 } from '../kernels/v6-12-rc.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { v7_2 } from '../kernels/v7-2.ts';

const KERNELS = linuxModel.kernels as readonly KernelGeneration[];

/** What the lights say at every step of a call: each state once, as `NAME until STEP` or `NAME broken`. */
function lightsOf(mm: Strip, call: () => unknown): string[] {
  const seen = new Set<string>();
  const tell = ({ name, state, until, what }: InvariantView): void => {
    if (state !== 'holds') seen.add(state === 'broken' ? `${name} broken: ${what}` : `${name} until ${until}`);
  };
  const look = (): void => mm.view.invariants.forEach(tell);
  mm.machine.trace({ enter: look, exit: look, step: look, tracepoint: look });
  call();
  mm.machine.trace(null);
  look();
  return [...seen].sort();
}

/** Calls of every kind on `WW|r|WW`. */
const CALLS: Readonly<Record<string, (mm: Strip) => unknown>> = {
  'MAP_FIXED over three VMAs': (mm) => mm.mmap(1, 3, 'r'),
  'MAP_FIXED that merges on both sides': (mm) => mm.mmap(2, 1),
  'MAP_FIXED of shared memory': (mm) => mm.mmap(1, 3, 'rw', 'SHARED|ANONYMOUS|FIXED'),
  'MAP_FIXED of a file': (mm) => mm.mmap(1, 3, 'r', 'PRIVATE|FIXED', mm.open('/data', 'O_RDONLY')),
  'MAP_FIXED of what refuses': (mm) => mm.mmap(1, 3, 'r', 'SHARED|FIXED', mm.open('socket:[1]')),
  'MAP_FIXED beyond RLIMIT_AS': (mm) => (mm.limit('RLIMIT_AS', 0n), mm.mmap(1, 9, 'r')),
  munmap: (mm) => mm.munmap(1, 3),
  mprotect: (mm) => mm.mprotect(1, 3, 'rwx'),
  'mprotect that merges': (mm) => mm.mprotect(2, 1, 'rw'),
  'mremap that moves': (mm) => mm.mremap(0, 2, 4, 'MAYMOVE'),
  'mremap that moves onto others': (mm) => mm.mremap(0, 1, 1, 'MAYMOVE|FIXED', 4),
  'mremap that grows': (mm) => mm.mremap(3, 2, 4),
  'mremap that shrinks': (mm) => mm.mremap(3, 2, 1),
  'mremap that leaves its source': (mm) => mm.mremap(0, 2, 2, 'MAYMOVE|DONTUNMAP', 10),
  mlock: (mm) => [mm.mlock(1, 3), mm.munlock(2, 2)],
  'MAP_FIXED over locked memory': (mm) => [mm.mlock(0, 5), mm.mmap(1, 3, 'rw', 'PRIVATE|ANONYMOUS|FIXED|LOCKED')],
  brk: (mm) => [mm.call('brk', 0x5555_5556_0000n), mm.call('brk', 0x5555_5555_9000n)],
  madvise: (mm) => [mm.madvise(1, 3, 'DONTFORK'), mm.madvise(0, 5, 'DONTNEED')],
  fork: (mm) => [mm.fork(), mm.store(0), mm.store(1)],
  'a stack that grows': (mm) => [mm.mmap(800, 2, 'rw', 'PRIVATE|ANONYMOUS|FIXED|GROWSDOWN'), mm.store(700)],
  'a driver that maps PTEs': (mm) => {
    const fd = mm.open('/dev/mapper');
    mm.machine.drive('', fd, 'maps-ptes');
    return mm.mmap(1, 3, 'rw', 'SHARED|FIXED', fd);
  },
};

describe('no step of a call breaks for good', () => {
  it.each(KERNELS.map((kernel) => [kernel.id, kernel] as const))('%s', (id, kernel) => {
    for (const [name, call] of Object.entries(CALLS)) {
      if (id === 'seed-v3-late-clear' && name === 'a driver that maps PTEs') continue;
      const mm = mmOf('WW|r|WW', { kernel });
      const broken = lightsOf(mm, () => call(mm)).filter((light) => light.includes('broken'));
      expect([name, broken]).toEqual([name, []]);
    }
  });
});

describe('validate_mm()', () => {
  /** What is not right with the tree and map_count, which it looks at, where a call makes that step; null where none does. */
  function foundAt(mm: Strip, call: () => unknown): readonly string[] | null {
    let found: string[] | null = null;
    const ignore = (): void => undefined;
    mm.machine.trace({
      ...{ exit: ignore, step: ignore, tracepoint: ignore },
      enter: (name) => {
        if (name !== 'validate_mm') return;
        const bad = mm.view.invariants.filter(({ name: light, state }) => VALIDATED.has(light) && state !== 'holds');
        found = [...(found ?? []), ...bad.map(({ what }) => what)];
      },
    });
    call();
    mm.machine.trace(null);
    return found;
  }
  const VALIDATED: ReadonlySet<string> = new Set(['tree', 'map_count']);

  it.each(KERNELS.map((kernel) => [kernel.id, kernel] as const))('finds nothing wherever %s calls it', (id, kernel) => {
    for (const [name, call] of Object.entries(CALLS)) {
      if (id === 'seed-v3-late-clear' && name === 'a driver that maps PTEs') continue;
      const mm = mmOf('WW|r|WW', { kernel });
      expect([name, foundAt(mm, () => call(mm)) ?? []]).toEqual([name, []]);
    }
    const mm = mmOf('WW|r|WW', { kernel });
    expect(foundAt(mm, () => mm.mmap(1, 3, 'r'))).toEqual([]);
  });

  it('would find map_count too high in vma_expand() of the seed, which is why the patch takes it out there', () => {
    const validates = new Set([...seedV3.validates, 'vma_expand']);
    const kernel = defineKernel({ extends: seedV3, id: 'seed-v3-validating', validates });
    const mm = mmOf('w|r|n', { kernel });
    expect(foundAt(mm, () => mm.mmap(1, 2))).toEqual([
      expect.stringMatching(/^map_count is \d+, the index has \d+ VMAs$/),
    ]);
  });
});

describe('what a call has broken knowingly', () => {
  const lights = (kernel: KernelGeneration, call: (mm: Strip) => unknown): string[] => {
    const mm = mmOf('WW|r|WW', { kernel });
    return lightsOf(mm, () => call(mm)).filter((light) => !light.includes('vma_complete'));
  };

  it('in a MAP_FIXED of 6.18 is who is on its way out, until the store, and the counters, until the old ones are let go', () => {
    expect(lights(v6_18, (mm) => mm.mmap(1, 5, 'r'))).toEqual([
      'attached until vma_iter_store',
      'committed until vms_complete_munmap_vmas',
      'map_count until vma_iter_store_new',
      'map_count until vms_complete_munmap_vmas',
      'total_vm until vm_stat_account',
      'total_vm until vms_complete_munmap_vmas',
    ]);
  });

  it('in the candidates of 6.12 is also that PTEs are outstanding when the new VMA is there already', () => {
    const outstanding = (kernel: KernelGeneration): boolean =>
      lights(kernel, (mm) => mm.mmap(1, 3, 'r')).includes('ptes until vms_clear_ptes');
    expect([v6_12_rc5, v6_12, v6_18].map(outstanding)).toEqual([true, false, false]);
  });

  it('in a munmap is that PTEs are outstanding when nothing leads to them', () => {
    expect(lights(v6_18, (mm) => mm.munmap(1, 3))).toContain('ptes until vms_clear_ptes');
    expect(lights(v6_10, (mm) => mm.munmap(1, 3))).toContain('ptes until unmap_region');
  });
});

describe('what stays broken', () => {
  it('are VMAs that a candidate could not take out', () => {
    const mm = mmOf('WW', { kernel: v6_12_rc5 });
    const fd = mm.open('socket:[1]');
    failOnce(mm.machine, 'mas_store', () => {
      expect(() => mm.mmap(0, 2, 'r', 'SHARED|FIXED', fd)).toThrow('detached');
    });
    const broken = mm.view.invariants.filter(({ state }) => state === 'broken').map(({ name }) => name);
    expect(broken).toEqual(['attached', 'map_count', 'total_vm', 'committed']);
  });

  it('is locked_vm where MREMAP_DONTUNMAP counts locked pages twice', () => {
    const brokenOn = (kernel: KernelGeneration): string[] => {
      const mm = mmOf('ww', { kernel });
      mm.mlock(0, 2);
      mm.mremap(0, 2, 2, 'MAYMOVE|DONTUNMAP', 10);
      return mm.view.invariants.filter(({ state }) => state === 'broken').map(({ name }) => name);
    };
    expect([brokenOn(v6_18), brokenOn(v7_2)]).toEqual([['locked_vm'], []]);
  });
});

describe('invariants', () => {
  it('are all named, with a sentence each', () => {
    const { invariants } = mmOf('w').view;
    expect(invariants.map(({ name }) => name)).toEqual(INVARIANTS);
    expect(invariants.every(({ state, what }) => state === 'holds' && what.length > 20)).toBe(true);
  });
});
