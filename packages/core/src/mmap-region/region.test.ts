/** What all generations of mmap_region() do alike: charges, hooks of files, locks, and what can fail. */

import { FCNTL, PRCTL, type StepDetail } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { seedV3 } from '../kernels/seed-v3.ts';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_10 } from '../kernels/v6-10.ts';
import { v6_12_rc1, v6_12_rc6 } from '../kernels/v6-12-rc.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_17 } from '../kernels/v6-17.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { v7_2 } from '../kernels/v7-2.ts';
import { atEachStep, failing, failOnce, stepsOf } from '../testing/failing.ts';
import { at, draw, mmOf, PAGE, Strip, type Outcome } from '../testing/strip.ts';

const KERNELS = [v6_1, v6_10, seedV3, v6_12_rc1, v6_12_rc6, v6_12, v6_18, v7_2];

const mapFile = (mm: Strip, flags: string, prot = 'rw'): Outcome =>
  mm.mmap(0, 1, prot, flags, mm.open('/data', 'O_RDWR'), 0);

const stepsNamed = (mm: Strip, name: RegExp, call: () => unknown): string[] =>
  stepsOf(mm.machine, call).filter((step) => name.test(step));

describe.each(KERNELS)('mmap_region() of $id', (kernel) => {
  it('asks a file whether it can be mapped shared and written to, and nobody else', () => {
    const ask = (flags: string, prot = 'rw'): unknown => {
      const mm = mmOf('', { kernel });
      return failOnce(mm.machine, 'mapping_map_writable', () => mapFile(mm, flags, prot));
    };
    expect([ask('SHARED|FIXED'), ask('SHARED|FIXED', 'r'), ask('PRIVATE|FIXED')]).toEqual([['EPERM'], ['EPERM'], [0]]);
    const mm = mmOf('', { kernel });
    const readOnly = mm.open('/data', 'O_RDONLY');
    const map = (): Outcome => mm.mmap(0, 1, 'r', 'SHARED|FIXED', readOnly, 0);
    expect(failOnce(mm.machine, 'mapping_map_writable', map)).toEqual([0]);
    const anonymous = (): Outcome => mm.mmap(1, 1, 'rw', 'SHARED|ANONYMOUS|FIXED');
    expect(failOnce(mm.machine, 'mapping_map_writable', anonymous)).toEqual([1]);
  });

  const hook = kernel === v6_18 || kernel === v7_2 ? 'mmap_prepare' : 'call_mmap';
  it.each([
    [hook, (mm: Strip) => mapFile(mm, 'PRIVATE|FIXED')],
    ['shmem_zero_setup', (mm: Strip) => mm.mmap(0, 1, 'rw', 'SHARED|ANONYMOUS|FIXED')],
  ] as const)('has nothing left where %s fails', (name, map) => {
    const mm = mmOf('', { kernel });
    const before = mm.counters;
    expect(failOnce(mm.machine, name, () => map(mm))).toEqual(['ENOMEM']);
    expect([draw(mm), mm.counters]).toEqual(['', before]);
    expect(stepsNamed(mm, new RegExp(`^\\+?${name}$`), () => map(mm))).toHaveLength(1);
  });

  it('write-locks a new VMA before anybody sees it', () => {
    const mm = mmOf('', { kernel });
    const steps = stepsNamed(mm, /vma_start_write|vma_iter_store/, () => mm.mmap(0, 1));
    expect([steps.length, steps[0]]).toEqual([2, 'vma_start_write']);
  });

  it('marks what is new as soft-dirty where the kernel keeps that', () => {
    const keeps = new Strip({ kernel, adopt: [{ start: 0, end: 1, flags: 'rd wr mr mw me ac sd' }] });
    const flags = [keeps, mmOf('', { kernel })].map((mm) => {
      mm.mmap(4, 1);
      return mm.flags(4).includes('sd');
    });
    expect(flags).toEqual([true, false]);
  });
});

describe.each(KERNELS)('the limits of mmap_region() of $id', (kernel) => {
  it.each([
    ['its first part', 'wwww', 2],
    ['its last part', '..wwww', 0],
    ['two with a hole between', '.w..w', 1],
  ])('do not count what is replaced, of which %s is', (_what, picture, page) => {
    const mapped = (room: number): Outcome => {
      const mm = mmOf(picture, { kernel });
      mm.limit('RLIMIT_AS', BigInt(mm.view.counters.total_vm + room) * PAGE);
      return mm.mmap(page, 4, 'r');
    };
    // The first candidates of 6.12 return a forgotten error as an address.
    const refused = kernel === v6_12_rc1 ? 0 : 'ENOMEM';
    expect([mapped(1), mapped(2)]).toEqual([refused, page]);
  });
});

describe.each(KERNELS)('a write-sealed memfd on $id', (kernel) => {
  const sealed = (mm: Strip): number => {
    const fd = Number(mm.call('memfd_create', 'm', 2n));
    mm.call('fcntl', BigInt(fd), BigInt(FCNTL.F_ADD_SEALS), BigInt(FCNTL.F_SEAL_FUTURE_WRITE));
    return fd;
  };

  it('cannot be mapped shared and written to, and nothing is left of the attempt', () => {
    const mm = mmOf('', { kernel });
    const { counters } = mm;
    expect(mm.mmap(0, 1, 'rw', 'SHARED|FIXED', sealed(mm))).toBe('EPERM');
    expect([draw(mm), mm.counters]).toEqual(['', counters]);
  });

  it('can be mapped to be read, never to be written to', () => {
    const mm = mmOf('', { kernel });
    expect(mm.mmap(0, 1, 'r', 'SHARED|FIXED', sealed(mm))).toBe(0);
    expect([mm.flags(0), mm.mprotect(0, 1, 'rw')]).toEqual(['rd sh mr me ms', 'EACCES']);
  });

  it('can be written to in private', () => {
    const mm = mmOf('', { kernel });
    expect([mm.mmap(0, 1, 'rw', 'PRIVATE|FIXED', sealed(mm)), mm.flags(0)]).toEqual([0, 'rd wr mr mw me ac']);
  });
});

describe.each(KERNELS)('a driver on $id that could map a part of its frames only', (kernel) => {
  /** Its hook, and what that has done, once there is no memory for the second table; or is let through. */
  const mapped = (picture: string, mm = mmOf(picture, { kernel })): Strip => {
    const fd = mm.open('/dev/example');
    mm.machine.drive('', fd, 'maps-ptes');
    expect(failOnce(mm.machine, 'pte_alloc', () => mm.mmap(1, 3, 'rw', 'SHARED|FIXED', fd, 0), 2)).toEqual(['ENOMEM']);
    return mm;
  };

  it('has these unmapped, and the tables of them freed', () => {
    const mm = mapped('');
    expect([draw(mm), mm.counters.page_tables, mm.counters.total_vm]).toEqual(['', 0, 0]);
  });

  it('and nothing but the root stays where there was nothing else', () => {
    const mm = mmOf('', { kernel });
    mm.call('munmap', 0n, 0x7fff_ffff_f000n);
    expect(mapped('', mm).view.tables.tables()).toHaveLength(1);
  });

  it.each(['W', '....W', 'W...W'])('but not what neighbours have in the same table: %j', (picture) => {
    const mm = mapped(picture);
    const written = [...picture].flatMap((letter, page) => (letter === 'W' ? [page] : []));
    expect(draw(mm)).toBe(picture);
    expect([mm.counters.anon_rss, mm.counters.page_tables]).toEqual([written.length, mmOf('W').counters.page_tables]);
  });

  it('is where its frames are of no VMA for a while', () => {
    const mm = mmOf('', { kernel });
    const fd = mm.open('/dev/example');
    mm.machine.drive('', fd, 'maps-ptes');
    const broken = new Set<string>();
    const look = (): void =>
      mm.view.invariants.forEach(({ name, state }) => name === 'ptes' && state !== 'holds' && broken.add(state));
    atEachStep(mm.machine, look, () => mm.mmap(0, 2, 'rw', 'SHARED|FIXED', fd, 0));
    expect([...broken]).toEqual(kernel === v7_2 ? [] : ['knowingly broken']);
  });
});

describe('struct mmap_state', () => {
  const states = (picture: string, call: (mm: Strip) => unknown): StepDetail[] => {
    const mm = mmOf(picture);
    const all: StepDetail[] = [];
    const look = (): void => {
      all.push(...mm.view.travelling.filter(({ name }) => name === 'mmap_state').map(({ fields }) => fields));
    };
    mm.machine.record(true);
    atEachStep(mm.machine, look, () => call(mm));
    return all;
  };
  const VMA: unknown = expect.stringMatching(/^vma#\d+$/);

  it('begins with what was asked for, and has in the end what is charged and what lies beside it', () => {
    const all = states('w|rr|x', (mm) => mm.mmap(1, 2));
    const asked = { addr: at(1), end: at(3), pgoff: '0x10001', pglen: 2, file: 'NULL' };
    const early = { check_ksm_early: true };
    expect(all[0]).toEqual({
      ...asked,
      ...early,
      ...{ vm_flags: 'READ|WRITE|MAYREAD|MAYWRITE|MAYEXEC', charged: 0, prev: 'NULL', next: 'NULL' },
    });
    expect(all.at(-1)).toMatchObject({ ...asked, charged: 2, prev: VMA, next: VMA });
  });

  it('has the file that is mapped', () => {
    const [state] = states('', (mm) => mm.mmap(4, 1, 'r', 'PRIVATE|FIXED', mm.open('/data'), 3));
    const file: unknown = expect.stringContaining('/data');
    expect(state).toMatchObject({ file, pgoff: '0x3' });
  });
});

describe.each(KERNELS)('what is charged once a mapping of $id is in the place of others', (kernel) => {
  it.each([
    ['wwr', 'rw', 3],
    ['rww', 'rw', 3],
    ['www', 'rw', 3],
    ['wwr', 'r', 0],
    ['www', 'r', 0],
  ])('%j by %s: %i pages', (picture, prot, committed) => {
    const mm = mmOf(picture, { kernel });
    expect([mm.mmap(0, 3, prot), mm.counters.committed]).toEqual([0, committed]);
    mm.munmap(0, 3);
    expect(mm.counters.committed).toBe(0);
  });
});

describe('what the seed does only where something is replaced', () => {
  it('is clearing its PTEs before the hook of a file, and putting it back', () => {
    const done = (picture: string): string[] => {
      const mm = mmOf(picture, { kernel: seedV3 });
      const fd = mm.open('socket:[1]');
      return stepsNamed(mm, /vms_clear|abort/, () => mm.mmap(0, 1, 'r', 'SHARED|FIXED', fd));
    };
    expect([done('w'), done('.w')]).toEqual([['vms_clear_ptes', 'abort_munmap_vmas'], []]);
  });
});

describe.each([v6_12, v6_18, v7_2])('the charge of $id', (kernel) => {
  it('is not asked for where what is replaced has as much', () => {
    const asks = (picture: string, pages: number): string[] => {
      const mm = mmOf(picture, { kernel });
      return stepsNamed(mm, /security_vm_enough/, () => mm.mmap(0, pages));
    };
    expect([asks('wwr', 2), asks('wwr', 3)]).toEqual([[], ['security_vm_enough_memory_mm']]);
  });
});

describe('a file that is asked before there is a VMA', () => {
  it.each([
    ['PRIVATE|FIXED', 'mmap_prepare', ['1 charged pages belong to no mapping']],
    ['SHARED|FIXED', 'mmap_prepare', []],
    ['PRIVATE|FIXED', 'vm_area_alloc', []],
  ])('and refuses leaves its charge behind on 6.17, where there is one: %s without %s', (flags, step, leaks) => {
    const mm = mmOf('', { kernel: v6_17 });
    mm.machine.control(failing(step));
    expect(mapFile(mm, flags)).toBe('ENOMEM');
    expect(mm.machine.takeViolations().map(({ what }) => what)).toEqual(leaks);
  });

  it('is proposed to its neighbours with what KSM adds', () => {
    const mm = mmOf('');
    expect(mm.call('prctl', PRCTL.values.PR_SET_MEMORY_MERGE, 1n, 0n, 0n, 0n)).toBe(0);
    const fd = mm.open('/data');
    for (const page of [0, 1]) mm.mmap(page, 1, 'rw', 'PRIVATE|FIXED', fd, page);
    expect([draw(mm), mm.flags(0).includes('mg')]).toEqual(['ff', true]);
  });
});

describe('a mapping in an empty address space', () => {
  it.each([v6_12_rc1, v6_12, v6_18, v7_2])('is proposed to nobody: $id', (kernel) => {
    const mm = mmOf('', { kernel });
    mm.call('munmap', 0n, 0x7fff_ffff_f000n);
    expect(stepsNamed(mm, /^vma_merge|vm_area_alloc/, () => mm.mmap(0, 1))).toEqual(['+vm_area_alloc']);
  });
});

describe.each(KERNELS)('a new mapping on $id', (kernel) => {
  it('is taken in by the one before it, also where nothing follows', () => {
    const mm = mmOf('', { kernel });
    mm.call('munmap', 0n, 0x7fff_ffff_f000n);
    expect([mm.mmap(0, 1), mm.mmap(1, 1), draw(mm)]).toEqual([0, 1, 'ww']);
  });

  it('is taken in by both neighbours that share an anon_vma', () => {
    const mm = mmOf('WWW', { kernel });
    expect([mm.munmap(1, 1), mm.mmap(1, 1), draw(mm)]).toEqual([0, 1, 'WWW']);
  });

  it.each([
    ['W.w', 1, 'WWW'],
    ['.W', 0, 'WW'],
    ['w.w', 1, 'www'],
  ])('makes of %j, at page %i, %j', (picture, page, after) => {
    const mm = mmOf(picture, { kernel });
    expect([mm.mmap(page, 1), draw(mm)]).toEqual([page, after]);
  });
});

describe.each([v6_1, v6_10, seedV3])('a new mapping on $id, which asks its neighbours by itself', (kernel) => {
  it('goes to the next one, where the one before has another anon_vma or none', () => {
    const mm = mmOf('w.W', { kernel });
    expect([mm.mmap(1, 1), draw(mm)]).toEqual([1, 'w|WW']);
  });

  it.each([
    ['w.', 1, ['+can_vma_merge_after']],
    ['.w', 0, ['+can_vma_merge_before']],
    ['w..w', 1, ['+can_vma_merge_after']],
    ['w..w', 2, ['+can_vma_merge_before']],
    ['w', 2, []],
  ])('asks those that touch it: %j, page %i', (picture, page, asked) => {
    const mm = mmOf(picture, { kernel });
    expect(stepsNamed(mm, /can_vma_merge/, () => mm.mmap(page, 1))).toEqual(asked);
  });
});

describe('merging after the hook of a file', () => {
  const merges = (mm: Strip, fd: number, page: number): number =>
    stepsNamed(mm, /^vma_merge/, () => mm.mmap(page, 1, 'rw', 'SHARED|FIXED', fd, page)).length;

  it.each([v6_1, v6_10, seedV3, v6_12_rc1, v6_12])(
    'is tried where the flags have changed, and something lies before it: $id',
    (kernel) => {
      const before = kernel.merging === 'vma_merge' ? 0 : 1;
      const mm = mmOf('', { kernel });
      const fd = mm.open('/dev/example');
      mm.machine.drive('', fd, 'changes-flags');
      expect([merges(mm, fd, 1), merges(mm, fd, 0), draw(mm)]).toEqual([before, before, 's|s']);
      expect(merges(mm, fd, 2)).toBe(before + 1);
      expect([merges(mm, mm.open('/data'), 9), draw(mm)]).toEqual([before, 's|ss......s']);
    },
  );
});

describe('shared anonymous memory', () => {
  it.each(KERNELS)('asks no neighbour whether it takes it in: $id', (kernel) => {
    const merging = /^vma_(merge|expand)/;
    const mm = mmOf('w.w', { kernel });
    expect(stepsNamed(mm, merging, () => mm.mmap(1, 1, 'rw', 'SHARED|ANONYMOUS|FIXED'))).toEqual([]);
    expect(stepsNamed(mm, merging, () => mm.mmap(4, 1))).toEqual(
      kernel.merging === 'vma_merge' ? [] : ['vma_merge_new_range'],
    );
  });
});
