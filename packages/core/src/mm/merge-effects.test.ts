/** What merges leave beside the picture: time that goes back, locks, huge pages, assumptions, and whose anon_vma it is. */

import { describe, expect, it } from 'vitest';
import { drain, ready } from '@mm-playground/api';
import { seedV3 } from '../kernels/seed-v3.ts';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_10 } from '../kernels/v6-10.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_12_rc1 } from '../kernels/v6-12-rc.ts';
import { v6_17 } from '../kernels/v6-17.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { v7_2 } from '../kernels/v7-2.ts';
import { failOnce, stepsOf } from '../testing/failing.ts';
import { at, draw, mmOf, PAGE, Strip } from '../testing/strip.ts';

/** Everything that can be seen of the arena. */
const seen = ({ vmas, counters }: Strip): unknown => [
  vmas.map(({ flags, ...vma }) => ({ ...vma, flags: flags.toString() })),
  counters,
];

describe('going back over a change of VMAs, and on again', () => {
  it.each([
    ['a new VMA', 'ww|r', (mm: Strip) => mm.mmap(8, 2)],
    ['a new VMA over others', 'wW|r|wx', (mm: Strip) => mm.mmap(1, 3, 'rx')],
    ['prev grows', 'W.r', (mm: Strip) => mm.mmap(1, 1)],
    ['next grows down', 'r.W', (mm: Strip) => mm.mmap(1, 1)],
    ['one of three', 'W.w', (mm: Strip) => mm.mmap(1, 1)],
    ['the left end goes to prev', 'W|rrr', (mm: Strip) => mm.mprotect(1, 2, 'rw')],
    ['the right end goes to next', 'rrr|W', (mm: Strip) => mm.mprotect(1, 2, 'rw')],
    ['prev takes all over, with the anon_vma', 'w|R', (mm: Strip) => mm.mprotect(1, 1, 'rw')],
    ['one of three, in place', 'w|R|w', (mm: Strip) => mm.mprotect(1, 1, 'rw')],
    ['three of one', 'RRR', (mm: Strip) => mm.mprotect(1, 1, 'rw')],
    ['a hole, of what is locked', 'wWw', (mm: Strip) => [mm.mlock(0, 3), mm.munmap(1, 1)]],
    ['what is executable and what grows', 'x|g|e', (mm: Strip) => mm.munmap(0, 3)],
    ['shared memory', 's', (mm: Strip) => mm.mmap(4, 2, 'rw', 'SHARED|ANONYMOUS|FIXED')],
    ['a locked mapping', 'w', (mm: Strip) => mm.mmap(4, 2, 'rw', 'PRIVATE|ANONYMOUS|FIXED|LOCKED')],
    ['a copy that is moved', 'WW.w', (mm: Strip) => mm.mremap(0, 1, 1, 'MAYMOVE|FIXED', 8)],
    ['what shrinks', 'WWWW', (mm: Strip) => mm.mremap(0, 4, 2)],
  ] as const)('%s: %j', (_what, picture, call) => {
    for (const kernel of [v6_1, v6_10, seedV3, v6_12_rc1, v6_12, v6_18, v7_2]) {
      const mm = mmOf(picture, { kernel });
      mm.machine.record(true);
      const [before, start] = [seen(mm), mm.machine.mark()];
      call(mm);
      const [after, end] = [seen(mm), mm.machine.mark()];
      expect(after).not.toEqual(before);
      mm.machine.seek(start);
      expect(seen(mm)).toEqual(before);
      mm.machine.seek(end);
      expect(seen(mm)).toEqual(after);
      expect(mm.machine.validate()).toEqual([]);
    }
  });
});

describe('a VMA that grew over one that is soft-dirty', () => {
  it('is so too, until time goes back', () => {
    const mm = new Strip({ adopt: [{ start: 0, end: 1, flags: 'rd wr mr mw me ac sd' }] });
    mm.machine.record(true);
    const four = { kind: 'string', value: '4', abbreviated: false } as const;
    mm.call('write', BigInt(mm.open('/proc/self/clear_refs', 'O_WRONLY')), four, 1n);
    const [before, cleared] = [mm.machine.mark(), mm.flags(0)];
    expect(cleared).not.toContain('sd');
    mm.mmap(1, 1);
    expect([draw(mm), mm.flags(0)]).toEqual(['ww', `${cleared} sd`]);
    mm.machine.seek(before);
    expect(mm.flags(0)).toBe(cleared);
  });
});

describe('a merge', () => {
  /** The steps of a call that are named so, in order. */
  const steps = (mm: Strip, names: RegExp, call: (mm: Strip) => unknown): string[] =>
    stepsOf(mm.machine, () => call(mm)).filter((name) => names.test(name));

  it('has the name of its time, and is validated where that was done', () => {
    const changed = (mm: Strip): unknown => mm.mprotect(1, 1, 'rw');
    const moved = (mm: Strip): unknown => mm.mremap(0, 1, 1, 'MAYMOVE|FIXED', 4);
    const names = /vma_merge|validate/;
    expect(steps(mmOf('w|rr', { kernel: v6_10 }), names, changed)).toEqual(['vma_merge', 'validate_mm']);
    expect(steps(mmOf('x|rr', { kernel: v6_10 }), /vma_merge|validate|split/, changed)).toEqual([
      ...['vma_merge', '__split_vma', 'validate_mm'],
    ]);
    expect(steps(mmOf('w|rr'), names, changed)).toEqual(['vma_merge_existing_range']);
    expect(steps(mmOf('w', { kernel: v6_10 }), /vma_merge/, moved)).toEqual(['vma_merge']);
    expect(steps(mmOf('w'), /vma_merge/, moved)).toEqual(['vma_merge_new_range']);
  });

  it.each([
    ['gives a part to the previous VMA', 'w|rr', 2],
    ['gives a part to the next VMA', 'rr|w', 2],
    ['makes one of two', 'w|r', 2],
    ['makes one of three', 'w|r|w', 3],
  ])('that %s write-locks all of them', (_what, picture, count) => {
    const locked = new Set<unknown>();
    const open: string[] = [];
    const mm = mmOf(picture);
    mm.machine.trace({
      enter: (name, detail = ready({})) => {
        if (name === 'vma_start_write' && open.includes('commit_merge')) locked.add(detail.read()['vma']);
        open.push(name);
      },
      exit: () => void open.pop(),
      step: () => undefined,
      tracepoint: () => undefined,
    });
    mm.mprotect(1, 1, 'rw');
    mm.machine.trace(null);
    expect(locked.size).toBe(count);
  });

  it.each([
    ['the left end of a VMA', 512],
    ['the right end', 1023],
    ['the middle', 700],
  ])('or a split within a huge page takes it apart: %s', (_where, page) => {
    const mm = new Strip({ system: { thp: 'always' } });
    mm.mmap(0, 1536);
    mm.mprotect(512, 512, 'r');
    mm.load(600);
    const change = (): unknown => mm.mprotect(page, 1, 'rw');
    expect(steps(mm, /__split_huge_pmd/, change)).not.toEqual([]);
  });

  it.each([
    ['w|R', ['anon_vma_clone', 'vma_iter_prealloc']],
    ['W|r', ['vma_iter_prealloc']],
    ['w|r', ['vma_iter_prealloc']],
    ['W|R', ['vma_iter_prealloc']],
  ])('of %j can fail for the lack of memory for these: %j', (picture, needs) => {
    const change = (mm: Strip): unknown => mm.mprotect(1, 1, 'rw');
    expect(steps(mmOf(picture), /^\+(anon_vma_clone|vma_iter_prealloc)/, change)).toEqual(
      needs.map((name) => `+${name}`),
    );
    for (const name of needs) {
      const mm = mmOf(picture);
      expect(failOnce(mm.machine, name, () => change(mm))).toEqual(['ENOMEM']);
      expect(draw(mm)).toBe(picture);
    }
  });

  it.each([
    ['www', []],
    ['WWW', ['+anon_vma_clone', '+anon_vma_clone']],
  ])('and a split copies the links to anon_vmas where there are any: %j', (picture, copied) => {
    expect(steps(mmOf(picture), /anon_vma_clone/, (mm) => mm.munmap(1, 1))).toEqual(copied);
  });

  it('that fails is not validated', () => {
    const mm = mmOf('w.w', { kernel: v6_10 });
    const grow = (): unknown => failOnce(mm.machine, 'vma_iter_prealloc', () => mm.mmap(1, 1));
    expect(steps(mm, /vma_expand|vm_area_alloc|validate/, grow)).toEqual([
      'vma_expand',
      '+vm_area_alloc',
      'validate_mm',
    ]);
  });

  it('asks whether the previous VMA touches, not only whether its offset goes on', () => {
    const mm = mmOf('');
    const fd = BigInt(mm.open('/data'));
    mm.mmap(0, 1, 'r', 'PRIVATE|FIXED', Number(fd), 0);
    mm.mmap(5, 1, 'r', 'PRIVATE|FIXED', Number(fd), 1);
    expect(draw(mm)).toBe('f....f');
  });

  it('into the next VMA does not mind the anon_vma of a previous one that is unlike', () => {
    const mm = mmOf('R.W');
    mm.mmap(1, 1);
    expect(draw(mm)).toBe('R|WW');
  });

  it.each([
    [v6_17.id, v6_17, 'www'],
    [v6_18.id, v6_18, 'WWW'],
  ])(
    'on %s of a written copy with neighbours that were not: whether its anon_vma is handed on',
    (_id, kernel, after) => {
      const mm = mmOf('w|R|w', { kernel });
      mm.mremap(1, 1, 1, 'MAYMOVE|FIXED', 10);
      mm.mprotect(10, 1, 'rw');
      mm.mremap(10, 1, 1, 'MAYMOVE|FIXED', 1);
      expect(draw(mm)).toBe(after);
    },
  );
});

describe('vma_start_write()', () => {
  it('is asked of both halves of a split, and of what is unmapped', () => {
    const mm = mmOf('www');
    const taken = stepsOf(mm.machine, () => mm.munmap(1, 1)).filter((name) => name === 'vma_start_write');
    expect(taken).toHaveLength(5);
  });

  it('waits for those who read the VMA', () => {
    const mm = mmOf('ww');
    const int = (value: bigint) => ({ kind: 'int', value }) as const;
    const clone = { name: 'clone', args: [int(0x10100n)], recorded: { kind: 'value', value: 100n } } as const;
    drain(mm.machine.call('', clone, () => undefined));
    const fault = { name: 'store', args: [int(at(0))], recorded: undefined };
    const steps: string[] = [];
    mm.machine.control({
      fails: () => false,
      waitUntil: (what, isReady) => {
        steps.push(what);
        expect(isReady()).toBe(false);
        for (let looks = 0; !isReady() && looks < 9; looks++) reader.next();
        expect(isReady()).toBe(true);
      },
    });
    const reader = mm.machine.call('100', fault, () => undefined);
    const note = (name: string): void => void steps.push(name);
    mm.machine.trace({ enter: note, exit: () => undefined, step: note, tracepoint: () => undefined });
    while (!steps.includes('vma_start_read')) reader.next();
    mm.machine.trace(null);
    steps.length = 0;
    expect([mm.mprotect(0, 1, 'r'), steps]).toEqual([0, ['vma_start_write']]);
  });
});

describe('a VMA with a close hook', () => {
  it('grows on 6.1, where it takes part in no other merge', () => {
    const mm = mmOf('', { kernel: v6_1 });
    const fd = mm.open('/dev/example');
    mm.machine.drive('', fd, 'close');
    mm.mmap(0, 1, 'rw', 'SHARED|FIXED', fd, 0);
    mm.mmap(1, 1, 'rw', 'SHARED|FIXED', fd, 1);
    expect(draw(mm)).toBe('s|s');
    expect([mm.mremap(1, 1, 2), draw(mm)]).toEqual([1, 's|ss']);
    expect(stepsOf(mm.machine, () => mm.munmap(2, 1))).toContain('+vm_ops->open');
  });
});

describe('a merge that rests on what was assumed to be written', () => {
  /** What is told of a call in a log that does not show accesses: `0-1 was written`, by pages. */
  function assumed(mm: Strip, call: (mm: Strip) => unknown): string[] {
    mm.machine.takeInferences();
    call(mm);
    const page = (address: string): string => ((BigInt(address) - at(0)) / PAGE).toString();
    return mm.machine.takeInferences().map(({ what }) => what.replaceAll(/0x[0-9a-f]+/g, page));
  }

  it('says of both neighbours that they were, where that keeps them apart', () => {
    const mm = new Strip({ unseen: true });
    for (const page of [0, 2]) {
      mm.mmap(page, 1);
      mm.madvise(page, 1, 'NORMAL');
    }
    expect(assumed(mm, () => mm.mmap(1, 1))).toEqual(['0-1 was written', '2-3 was written']);
    expect(draw(mm)).toBe('WW|W');
  });

  it('says of a neighbour that it was, where a copy has an anon_vma of its own; and of the copy once it changes', () => {
    const mm = new Strip({ unseen: true });
    const fd = mm.open('/data');
    mm.mmap(0, 1, 'rw', 'PRIVATE|FIXED', fd, 0);
    mm.mmap(10, 1, 'rw', 'PRIVATE|FIXED', fd, 1);
    mm.madvise(0, 1, 'NORMAL');
    expect(assumed(mm, () => mm.mremap(10, 1, 1, 'MAYMOVE|FIXED', 1))).toEqual(['0-1 was written']);
    mm.mprotect(1, 1, 'r');
    expect(assumed(mm, () => mm.mprotect(1, 1, 'rw'))).toEqual(['1-2 was written']);
    expect(draw(mm)).toBe('F|F');
  });

  it('says of memory that is shared with a relative that it was', () => {
    const mm = new Strip({ unseen: true });
    mm.mmap(0, 1);
    mm.fork();
    expect(assumed(mm, () => mm.mmap(1, 1))).toEqual(['0-1 was written']);
    expect(draw(mm)).toBe('W|w');
  });

  it('says of the part that it was, and of what shares its anon_vma, where what was not takes nothing over', () => {
    const mm = new Strip({ unseen: true, kernel: v6_1 });
    mm.mmap(0, 2);
    mm.mprotect(1, 1, 'r');
    mm.mmap(2, 1);
    expect(draw(mm)).toBe('W|R|w');
    expect(assumed(mm, () => mm.mprotect(1, 1, 'rw'))).toEqual(['1-2 was written', '0-1 was written']);
    expect(draw(mm)).toBe('WW|w');
  });
});
