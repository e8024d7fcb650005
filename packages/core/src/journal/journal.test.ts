import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VM_ACCOUNT, VM_EXEC, type Mark, type MmView, type Tracer, type VmaView } from '@mm-playground/api';
import { at, bareMachine, draw, mmOf, PAGE, type Strip } from '../testing/strip.ts';
import { anyCalls, START, type StripCall } from '../testing/random-calls.ts';
import { statKind } from '../vma/vm-area.ts';

const RUNS = { seed: 618, numRuns: 60 };

/** A strip that remembers. */
function recording(): Strip {
  const mm = mmOf(START);
  mm.machine.record(true);
  return mm;
}

/** Everything that can be seen of every address space, as text. */
function stateOf({ machine }: Strip): string {
  const tasks = [...machine.tasks].map(([name, { mm }]) => [name, mm, seen(machine.view(name))]);
  return JSON.stringify([tasks, machine.validate()], (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString(16) : value,
  );
}

/** The VMAs and counters of every address space, as text. */
const layoutOf = ({ machine }: Strip): string =>
  [...machine.tasks.keys()]
    .map((name) => machine.view(name))
    .map(({ vmas, counters }) => JSON.stringify([vmas.map(({ flags, ...vma }) => [vma, flags.toString()]), counters]))
    .join();

function seen(view: MmView): unknown[] {
  const vmas = view.vmas.map(({ flags, ...vma }) => [vma, flags.toString()]);
  const smaps = view.smaps().map(({ flags, ...row }) => [row, flags.toString()]);
  const pagemap = view.pagemap((Number(at(0)) / Number(PAGE)) as never, 20);
  return [vmas, view.counters, view.layout, view.maps(), smaps, view.status(), pagemap];
}

interface Moment {
  readonly mark: Mark;
  readonly state: string;
}

/** Makes the calls; the moments before the first and after each. */
function play(mm: Strip, calls: readonly StripCall[]): Moment[] {
  const now = (): Moment => ({ mark: mm.machine.mark(), state: stateOf(mm) });
  const moments = [now()];
  for (const call of calls) {
    call.run(mm);
    moments.push(now());
  }
  return moments;
}

/** Fields of a VMA as a change shows them. */
const SHOWN: readonly (readonly [field: string, shown: (vma: VmaView) => bigint | string])[] = [
  ['vm_start', ({ start }) => BigInt(start) * PAGE],
  ['vm_end', ({ end }) => BigInt(end) * PAGE],
  ['vm_pgoff', ({ pgoff }) => `0x${pgoff.toString(16)}`],
];

describe('after any calls', () => {
  it('seeking to any step of a call shows what was there at that step', () => {
    fc.assert(
      fc.property(anyCalls(10), (calls) => {
        const mm = recording();
        const moments: Moment[] = [];
        const look = (): void => void moments.push({ mark: mm.machine.mark(), state: layoutOf(mm) });
        // A store into the tree is one change, whatever the tree tells in its middle.
        const tracepoint: Tracer['tracepoint'] = (event) => (event.read().system === 'maple_tree' ? undefined : look());
        mm.machine.trace({ enter: look, exit: look, step: look, tracepoint });
        for (const call of calls) call.run(mm);
        mm.machine.trace(null);
        for (const { mark, state } of moments.toReversed()) {
          mm.machine.seek(mark);
          expect(layoutOf(mm)).toBe(state);
        }
      }),
      RUNS,
    );
  });

  it('the counters are the sums of the VMAs', () => {
    fc.assert(
      fc.property(anyCalls(30), (calls) => {
        const mm = mmOf(START);
        for (const call of calls) {
          call.run(mm);
          const { counters, vmas } = mm.view;
          const sum = { data_vm: 0, exec_vm: 0, stack_vm: 0 };
          let charged = 0;
          for (const { flags, start, end } of vmas) {
            const kind = statKind(flags, VM_EXEC);
            if (kind !== null) sum[kind] += end - start;
            if (flags.has(VM_ACCOUNT)) charged += end - start;
          }
          expect(counters).toMatchObject(sum);
          // A stack that is not writable is charged for its growth, and never given that back.
          expect(counters.committed).toBeGreaterThanOrEqual(charged);
        }
      }),
      RUNS,
    );
  });

  it('changes tell of every VMA what became of its fields', () => {
    fc.assert(
      fc.property(anyCalls(15), fc.nat(), fc.nat(), (calls, a, b) => {
        const mm = recording();
        const moments = play(mm, calls);
        const [from, to] = [a, b].map((i) => moments[i % moments.length]?.mark ?? 0) as [Mark, Mark];
        const changes = mm.machine.changes(from, to);
        const told = new Map(
          changes.map(({ object, field, before, after }) => [`${object} ${field}`, [before, after]]),
        );
        mm.machine.seek(from);
        const before = new Map(mm.view.vmas.map((vma) => [vma.id, vma]));
        mm.machine.seek(to);
        for (const vma of mm.view.vmas) {
          const old = before.get(vma.id);
          if (old === undefined) continue;
          for (const [field, shown] of SHOWN)
            expect(told.get(`vma#${vma.id} ${field}`)).toEqual(
              shown(old) === shown(vma) ? undefined : [shown(old), shown(vma)],
            );
        }
      }),
      RUNS,
    );
  });
});

describe('changes', () => {
  it('of a mapping that grows name it, its end, and the counters', () => {
    const mm = mmOf('ww');
    mm.machine.record(true);
    const { id } = mm.vma(0);
    const before = mm.machine.mark();
    mm.mremap(0, 2, 3);
    const changes = mm.machine.changes(before, mm.machine.mark());
    expect(changes).toContainEqual({ object: `vma#${id}`, field: 'vm_end', before: at(2), after: at(3) });
    expect(changes.some(({ object, field }) => object.startsWith('mm#') && field === 'total_vm')).toBe(true);
  });

  it('backwards are the same with before and after exchanged', () => {
    const mm = mmOf('ww');
    mm.machine.record(true);
    const before = mm.machine.mark();
    mm.mprotect(0, 1, 'r');
    const after = mm.machine.mark();
    const swapped = mm.machine
      .changes(after, before)
      .map((change) => ({ ...change, before: change.after, after: change.before }));
    expect(new Set(swapped)).toEqual(new Set(mm.machine.changes(before, after)));
  });

  it('are the same wherever the machine stands when it is asked', () => {
    const mm = recording();
    const start = mm.machine.mark();
    mm.mmap(0, 4);
    mm.store(1);
    const middle = mm.machine.mark();
    mm.store(2);
    mm.mprotect(0, 2, 'r');
    const end = mm.machine.mark();
    const asked = [start, middle, end].map((stands) => {
      mm.machine.seek(stands);
      return mm.machine.changes(start, middle);
    });
    expect(asked[0]?.length).toBeGreaterThan(5);
    expect(asked[1]).toEqual(asked[0]);
    expect(asked[2]).toEqual(asked[0]);
  });

  it('of a call that frees page tables tell how many entries they had', () => {
    const mm = mmOf('W');
    mm.machine.record(true);
    const before = mm.machine.mark();
    mm.munmap(0, 1);
    const changes = mm.machine.changes(before, mm.machine.mark());
    const used = changes.filter(({ object, field }) => object.startsWith('pte table') && field === 'used');
    expect(used).toEqual([expect.objectContaining({ before: 1, after: 0 })]);
  });

  it('leave the machine where it was', () => {
    const mm = mmOf('w');
    mm.machine.record(true);
    const start = mm.machine.mark();
    mm.mmap(1, 1);
    mm.machine.changes(start, mm.machine.mark());
    expect(draw(mm)).toBe('ww');
  });

  it('between a moment and itself are none', () => {
    const mm = recording();
    mm.mmap(0, 1);
    expect(mm.machine.changes(mm.machine.mark(), mm.machine.mark())).toEqual([]);
  });
});

describe('a view', () => {
  it('stays what it was when the machine goes on', () => {
    const mm = mmOf('w');
    mm.machine.record(true);
    const { view } = mm;
    mm.mmap(4, 1, 'r');
    expect([draw(mm, view), draw(mm)]).toEqual(['w', 'w...r']);
  });
});

describe('a machine', () => {
  it('cannot go where it has not been', () => {
    const { machine } = recording();
    for (const mark of [-1, 0.5, 1e9]) expect(() => machine.seek(mark)).toThrow(RangeError);
  });

  it('forgets the future when it goes on from before it', () => {
    const mm = recording();
    const start = mm.machine.mark();
    mm.munmap(0, 99);
    mm.mmap(0, 5);
    mm.mprotect(2, 1, 'r');
    const end = mm.machine.mark();
    mm.machine.seek(start);
    mm.munmap(0, 99);
    expect(() => mm.machine.seek(end)).toThrow(RangeError);
    expect(draw(mm)).toBe('');
  });

  it('has no tasks before one is given an address space', () => {
    expect([...bareMachine().tasks.keys()]).toEqual([]);
  });
});
