import { describe, expect, it } from 'vitest';
import { bareMachine, Strip } from './testing/strip.ts';

const FLAGS = 'rd wr mr mw me ac';
/** So many that leaves were split, every second page a VMA. */
const many = Array.from({ length: 60 }, (_, i) => ({ start: 2 * i, end: 2 * i + 1, flags: FLAGS }));

describe('the maple tree of an mm', () => {
  it('has no dead nodes when a program begins: nobody read while it was laid out', () => {
    const mm = new Strip({ adopt: many });
    expect(mm.machine.view(mm.task).tree?.dead).toEqual([]);
    const machine = bareMachine();
    machine.boot('me');
    expect(machine.view('me').tree?.dead).toEqual([]);
  });

  it('keeps what a call took out until the next call stores', () => {
    const mm = new Strip({ adopt: many });
    const dead = (): readonly number[] => mm.machine.view(mm.task).tree?.dead.map(({ id }) => id) ?? [];
    mm.munmap(0, 10);
    const first = dead();
    expect(first.length).toBeGreaterThan(0);
    mm.munmap(99, 1);
    expect(dead()).toEqual(first);
    mm.munmap(60, 10);
    expect(dead().some((id) => first.includes(id))).toBe(false);
  });
});
