/** What the groups of the kernel kit share. */

import { MAP, PROT } from '../constants.ts';
import type { Mark } from '../model.ts';
import { KernelBench, placesOf, type BenchParts, type Places } from './kernel-bench.ts';
import { anyScript, drawScript, type ScriptKind, type ScriptPlaces } from './kernel-scripts.ts';
import type { Declare, MarkedOptions } from './kit-property.ts';
import type { PlainCall } from './plain-call.ts';
import { forAll, type RandomOptions } from './smallest-example.ts';

/** How to run the kit. */
export interface KernelKitOptions extends Omit<BenchParts, 'model' | 'kernel'>, MarkedOptions, RandomOptions {}

/** What the groups of properties work with. */
export interface KernelKit {
  readonly it: Declare;
  readonly parts: BenchParts;
  readonly places: Places;
  /** A machine that was just started. */
  readonly bench: () => KernelBench;
  /** A machine with some memory of each kind in its arena, some of it written. */
  readonly furnished: () => KernelBench;
  /** Holds a property for random scripts of so many calls. */
  readonly check: (length: number, property: (script: readonly PlainCall[]) => void, kind?: ScriptKind) => void;
}

/** Makes the kit of one kernel. */
export function kernelKitOf(parts: BenchParts, { runs = 20, seed = 1 }: RandomOptions, it: Declare): KernelKit {
  const places = placesOf(parts.arch);
  const furnished = (): KernelBench => {
    const bench = new KernelBench(parts);
    for (const call of furniture(places)) bench.call(call);
    return bench;
  };
  return {
    ...{ it, parts, places, furnished },
    bench: () => new KernelBench(parts),
    check: (length, property, kind = 'any') =>
      forAll(anyScript(scriptPlaces(parts, places), length, kind), property, { runs, seed, draw: drawScript }),
  };
}

function scriptPlaces(parts: BenchParts, places: Places): ScriptPlaces {
  const result = new KernelBench(parts).call(['brk', 0]);
  return { ...places, heap: result.kind === 'value' ? result.value : 0n };
}

const { PROT_READ, PROT_WRITE, PROT_EXEC } = PROT.values;
const { MAP_PRIVATE, MAP_SHARED, MAP_ANONYMOUS, MAP_FIXED } = MAP.values;

/** `WWr|ss.xWW.ww`, with what is upper case written. */
function furniture({ at, size }: Places): PlainCall[] {
  const map = (page: number, pages: number, prot: bigint, type: bigint = MAP_PRIVATE): PlainCall => [
    ...(['mmap', at(page), BigInt(pages) * size, prot, type | MAP_ANONYMOUS | MAP_FIXED, -1, 0] as const),
  ];
  return [
    map(0, 2, PROT_READ | PROT_WRITE),
    map(2, 1, PROT_READ),
    map(3, 2, PROT_READ | PROT_WRITE, MAP_SHARED),
    map(6, 1, PROT_READ | PROT_EXEC),
    map(7, 2, PROT_READ | PROT_WRITE),
    map(10, 2, PROT_READ | PROT_WRITE),
    ...[0, 1, 7, 8].map((page): PlainCall => ['store', at(page)]),
  ];
}

/** A moment of a machine that is recorded. */
export interface Moment {
  readonly mark: Mark;
  readonly state: string;
}

/** Makes the calls of a script; the moments before the first and after each. */
export function momentsOf(bench: KernelBench, script: readonly PlainCall[]): Moment[] {
  const now = (): Moment => ({ mark: bench.machine.mark(), state: bench.state });
  return [now(), ...script.map((call) => (bench.call(call), now()))];
}
