/** Properties of random scripts: invariants, time, determinism and accounting. */

import { expect } from 'vitest';
import type { Tracer } from '../steps.ts';
import { addrOf } from '../units.ts';
import type { Counters } from '../view.ts';
import type { KernelBench } from './kernel-bench.ts';
import { momentsOf, type KernelKit, type Moment } from './kernel-kit.ts';
import { drawResult, type PlainCall } from './plain-call.ts';

const SCRIPT = 24;
/** Where every step is looked at. */
const SHORT = 6;

/** Plays a script, and gives what each call gave. */
const play = (bench: KernelBench, script: readonly PlainCall[]): string[] =>
  script.map((call) => drawResult(call, bench.call(call)));

/** Declares the properties of what holds after each call, and at each step of it. */
export function invariantProperties({ it, furnished, check }: KernelKit): void {
  it('breaks no invariant and finds nothing violated, after any call', () => {
    check(SCRIPT, (script) => {
      const bench = furnished();
      for (const call of script) {
        bench.call(call);
        expect([...bench.machine.validate(), ...bench.machine.takeViolations().map(({ what }) => what)]).toEqual([]);
      }
    });
  });

  it('shows its invariants as they are: between two calls all of them hold', () => {
    check(SCRIPT, (script) => {
      const bench = furnished();
      play(bench, script);
      expect(bench.view.invariants.filter(({ state }) => state !== 'holds')).toEqual([]);
      expect(bench.view.travelling).toEqual([]);
    });
  });

  it('counts what it maps: total_vm and map_count are those of its VMAs', () => {
    check(SCRIPT, (script) => {
      const bench = furnished();
      play(bench, script);
      const { vmas, counters } = bench.view;
      expect(counters.map_count).toBe(vmas.length);
      expect(counters.total_vm).toBe(vmas.reduce((sum, { start, end }) => sum + end - start, 0));
    });
  });

  it('can be looked at in the middle of a call: at each step VMAs ascend and do not overlap', () => {
    check(SHORT, (script) => {
      const bench = furnished();
      bench.machine.trace(tracerOf(() => expect(overlaps(bench)).toEqual([])));
      play(bench, script);
    });
  });

  it('leaves every function that it enters', () => {
    check(SCRIPT, (script) => {
      const bench = furnished();
      let depth = 0;
      const tracer = tracerOf(() => expect(depth).toBeGreaterThanOrEqual(0));
      bench.machine.trace({ ...tracer, enter: () => void depth++, exit: () => void depth-- });
      for (const call of script) {
        bench.call(call);
        expect(depth).toBe(0);
      }
    });
  });
}

const tracerOf = (look: () => void): Tracer => ({ enter: look, exit: look, step: look, tracepoint: () => {} });

function overlaps({ view: { vmas } }: KernelBench): string[] {
  return vmas.flatMap(({ start, end }, at) => {
    const before = vmas[at - 1]?.end ?? 0;
    return start >= before && start < end ? [] : [`${start}-${end} begins before ${before}, where the last one ended`];
  });
}

/** Declares the properties of time: going back and forth, branching, and the same again. */
export function timeProperties({ it, furnished, check }: KernelKit): void {
  const recording = (): KernelBench => {
    const bench = furnished();
    bench.machine.record(true);
    return bench;
  };

  it('shows at any moment that it goes to, in any order, what was there then', () => {
    check(SCRIPT, (script) => {
      const bench = recording();
      const moments = momentsOf(bench, script);
      for (const { mark, state } of backAndForth(moments)) {
        bench.machine.seek(mark);
        expect(bench.state).toBe(state);
      }
    });
  });

  it('has the fingerprint of a moment again when it is there again, and after the same calls', () => {
    check(SCRIPT, (script) => {
      const bench = recording();
      const start = bench.machine.mark();
      const prints = (): string[] =>
        script.map((call) => {
          bench.call(call);
          return bench.machine.fingerprint(start);
        });
      const first = prints();
      bench.machine.seek(start);
      expect(prints()).toEqual(first);
    });
  });

  it('has the same fingerprint for two moments only where their states are the same', () => {
    check(SCRIPT, (script) => {
      const bench = recording();
      const start = bench.machine.mark();
      const states = new Map<string, string>();
      for (const call of script) {
        bench.call(call);
        const print = bench.machine.fingerprint(start);
        expect(bench.state).toBe(states.get(print) ?? bench.state);
        states.set(print, bench.state);
      }
    });
  });

  it('goes on from an earlier moment as if what came after it had never been', () => {
    check(SCRIPT, (script) => {
      const half = script.length >> 1;
      const [branched, fresh] = [recording(), recording()];
      const moments = momentsOf(branched, script);
      branched.machine.seek(moments[half]?.mark ?? 0);
      play(fresh, script.slice(0, half));
      const after = script.toReversed();
      expect(play(branched, after)).toEqual(play(fresh, after));
      expect(branched.state).toBe(fresh.state);
    });
  });

  it('refuses a moment at which it has not been', () => {
    const bench = recording();
    expect(() => bench.machine.seek(bench.machine.mark() + 1_000_000)).toThrow(RangeError);
  });

  it('does the same whether its past is kept, and whether anybody listens', () => {
    check(SCRIPT, (script) => {
      const [kept, forgetful, heard] = [recording(), furnished(), furnished()];
      heard.machine.trace(tracerOf(() => {}));
      const results = play(forgetful, script);
      expect([play(kept, script), play(heard, script)]).toEqual([results, results]);
      expect([kept.state, heard.state]).toEqual([forgetful.state, forgetful.state]);
    });
  });

  it('gives the same for the same calls, each time', () => {
    check(SCRIPT, (script) => {
      const [one, other] = [furnished(), furnished()];
      expect(play(one, script)).toEqual(play(other, script));
      expect(one.state).toBe(other.state);
    });
  });

  it('tells no change between a moment and itself, and some where the state differs', () => {
    check(SCRIPT, (script) => {
      const bench = recording();
      const moments = momentsOf(bench, script);
      const [first, last] = [moments[0], moments.at(-1)];
      if (first === undefined || last === undefined) return;
      expect(bench.machine.changes(last.mark, last.mark)).toEqual([]);
      if (first.state !== last.state) expect(bench.machine.changes(first.mark, last.mark)).not.toEqual([]);
    });
  });
}

/** To the beginning, to the end, and through the middle from both sides. */
function backAndForth(moments: readonly Moment[]): Moment[] {
  const half = moments.length >> 1;
  return [...moments.slice(0, 1), ...moments.slice(-1), ...moments.slice(half), ...moments.slice(0, half).toReversed()];
}

/** What is back where it was when everything is unmapped. A high-water mark stays, and so do tables that neighbours could need. */
const GIVEN_BACK: readonly (keyof Counters)[] = [
  ...(['map_count', 'total_vm', 'data_vm', 'exec_vm', 'stack_vm', 'locked_vm'] as const),
  ...(['anon_rss', 'file_rss', 'shmem_rss', 'committed'] as const),
];

/** Declares the properties of accounting. */
export function accountingProperties(kit: KernelKit): void {
  const { it, places, check } = kit;
  const before = kit.bench();
  const own = new Set(before.view.vmas.map(({ start, end }) => `${start}-${end}`));
  const heap = before.view.layout.brk ?? 0n;

  const unmapAll = (bench: KernelBench): void => {
    bench.call(['brk', heap]);
    for (const { start, end } of bench.view.vmas)
      if (!own.has(`${start}-${end}`))
        bench.call(['munmap', addrOf(start, kit.parts.arch.geometry.pageShift), BigInt(end - start) * places.size]);
  };

  for (const counter of GIVEN_BACK)
    it(`has ${counter} back where it was when everything that was mapped is unmapped`, () => {
      check(
        SCRIPT,
        (script) => {
          const bench = kit.furnished();
          play(bench, script);
          unmapAll(bench);
          expect(bench.view.counters[counter]).toBe(before.view.counters[counter]);
        },
        'undone',
      );
    });

  it('has a high-water mark that never falls, and is never below total_vm', () => {
    check(SCRIPT, (script) => {
      const bench = kit.furnished();
      for (const call of script) {
        const { mm, counters: old } = bench.view;
        bench.call(call);
        const { counters } = bench.view;
        expect(counters.hiwater_vm).toBeGreaterThanOrEqual(counters.total_vm);
        if (bench.view.mm === mm) expect(counters.hiwater_vm).toBeGreaterThanOrEqual(old.hiwater_vm);
      }
    });
  });
}
