import { describe, expect, it } from 'vitest';
import { bareMachine, PAGE, Strip } from '../testing/strip.ts';

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

  it('is told of a new heap without memory set aside for it, and of a grown one with it', () => {
    const mm = new Strip();
    const start = BigInt(mm.call('brk', 0n));
    const told: string[] = [];
    mm.machine.trace({
      enter: () => undefined,
      exit: () => undefined,
      step: () => undefined,
      tracepoint: (deferred) => {
        const event = deferred.read();
        if (event.name === 'ma_write') told.push(event.fn);
      },
    });
    mm.call('brk', start + PAGE);
    expect(told).toEqual(['mas_wr_node_store']);
    mm.call('brk', start + 2n * PAGE);
    expect(told.slice(1)).toEqual(['mas_store_prealloc', 'mas_wr_slot_store']);
  });

  it('and the side tree of a munmap are told apart: that takes one VMA after the other', () => {
    const mm = new Strip({ adopt: many });
    const told: string[] = [];
    mm.machine.trace({
      enter: () => undefined,
      exit: () => undefined,
      step: () => undefined,
      tracepoint: (deferred) => {
        const event = deferred.read();
        if (event.name === 'ma_write' && event.last < 10n) told.push(`${event.fn} ${event.index}-${event.last}`);
      },
    });
    mm.munmap(0, 9);
    // The first two are a root, and a node in its place.
    expect(told).toEqual(['mas_wr_node_store 2-2', 'mas_wr_node_store 3-3', 'mas_wr_node_store 4-4']);
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
