import { tracepointName, type Tracepoint } from '@mm-playground/api';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { createBus, record, type BusEvent, type PositionChanged } from './index.ts';

const position = (call: number): BusEvent => ({ type: 'position', position: { call, step: -1 } });

const exitMmap: Tracepoint = { system: 'mmap', name: 'exit_mmap', mm: 1 };
const flush: Tracepoint = { system: 'tlb', name: 'tlb_flush', reason: 'local shootdown', pages: 3 };
const fired = (event: Tracepoint): BusEvent => ({ type: 'tracepoint', call: 0, task: '', event });

describe('a bus', () => {
  it('tells every listener of everything, in order', () => {
    const bus = createBus();
    const [a, b] = [record(bus.events$), record(bus.events$)];
    bus.emit(position(1));
    bus.emit(fired(exitMmap));
    expect(a.events).toEqual([position(1), fired(exitMmap)]);
    expect(b.events).toEqual(a.events);
  });

  it('tells a listener for one type only of that type', () => {
    const bus = createBus();
    const positions = record(bus.on('position'));
    bus.emit(fired(exitMmap));
    bus.emit(position(2));
    expect(positions.events).toEqual([position(2)]);
  });

  it('gives a listener for a tracepoint the tracepoint itself', () => {
    const bus = createBus();
    const exits = record(bus.on('mmap:exit_mmap'));
    bus.emit(fired(flush));
    bus.emit(fired(exitMmap));
    expect(exits.events).toEqual([exitMmap]);
  });

  it('types what a listener gets by the name', () => {
    const bus = createBus();
    bus.on('position').subscribe((event) => expectTypeOf(event).toEqualTypeOf<PositionChanged>());
    bus.on('mmap:vm_unmapped_area').subscribe((event) => expectTypeOf(event.lowLimit).toEqualTypeOf<bigint>());
    // @ts-expect-error: there is no such tracepoint
    bus.on('mmap:vm_mapped_area');
  });

  it('is observed exactly while somebody listens', () => {
    const bus = createBus();
    expect(bus.observed).toBe(false);
    const [all, named] = [record(bus.events$), record(bus.on('step'))];
    all.stop();
    expect(bus.observed).toBe(true);
    named.stop();
    expect(bus.observed).toBe(false);
    bus.emit(position(1));
    expect(all.events).toEqual([]);
  });

  it('lets a listener leave while it is being told', () => {
    const bus = createBus();
    const seen: BusEvent[] = [];
    const once = bus.events$.subscribe((event) => {
      seen.push(event);
      once.unsubscribe();
    });
    const all = record(bus.events$);
    bus.emit(position(1));
    bus.emit(position(2));
    expect(seen).toEqual([position(1)]);
    expect(all.events).toHaveLength(2);
  });

  it('gives each named listener the events of its name and nobody else, whatever is emitted', () => {
    const events = fc.oneof(
      fc.nat(9).map((call) => position(call)),
      fc.constantFrom(exitMmap, flush).map((event) => fired(event)),
    );
    fc.assert(
      fc.property(fc.array(events), (sent) => {
        const bus = createBus();
        const [positions, points, flushes] = [
          record(bus.on('position')),
          record(bus.on('tracepoint')),
          record(bus.on('tlb:tlb_flush')),
        ];
        for (const event of sent) bus.emit(event);
        const tracepoints = sent.filter((event) => event.type === 'tracepoint');
        expect(positions.events).toEqual(sent.filter((event) => event.type === 'position'));
        expect(points.events).toEqual(tracepoints);
        expect(flushes.events).toEqual(
          tracepoints.map(({ event }) => event).filter((event) => tracepointName(event) === 'tlb:tlb_flush'),
        );
      }),
    );
  });
});

describe('a recording', () => {
  it('keeps the newest where there is a limit, and counts what it dropped', () => {
    const bus = createBus();
    const recording = record(bus.events$, { limit: 2 });
    for (const call of [1, 2, 3]) bus.emit(position(call));
    expect(recording.events).toEqual([position(2), position(3)]);
    expect(recording.dropped).toBe(1);
  });

  it('refuses a limit that keeps nothing', () => {
    expect(() => record(createBus().events$, { limit: 0 })).toThrow(RangeError);
    expect(() => record(createBus().events$, { limit: Number.NaN })).toThrow(/NaN/);
  });
});
