/** Properties of runs of entries, where an architecture has some. */

import { expect } from 'vitest';
import fc from 'fast-check';
import { pfn } from '../units.ts';
import { VM_READ } from '../vm-flags.ts';
import { anyAccess, anyFrame, anyState, rightsOf, type Kit } from './architecture-kit.ts';

/** Leaves that could be a run. */
interface Leaves {
  readonly level: number;
  readonly frame: number;
  readonly step: number;
  readonly words: readonly bigint[];
}

/** Declares the properties of runs. */
export function runProperties(kit: Kit): void {
  const { it, arch, leafLevels, check } = kit;
  const { runs } = arch;
  const withRuns = leafLevels.filter(({ level }) => runs !== undefined && runs.length(level) > 1);
  if (runs === undefined || withRuns.length === 0) return;

  const anyLeaves: fc.Arbitrary<Leaves> = fc.constantFrom(...withRuns).chain(({ level, spec }) => {
    const step = 2 ** spec.spanShift;
    const length = runs.length(level);
    return fc
      .record({ frame: anyFrame(arch, step * length), flags: anyAccess, state: anyState })
      .map(({ frame, flags, state }) => ({
        ...{ level, frame, step },
        words: Array.from({ length }, (_, i) =>
          arch.withLeafState(level, arch.mkLeaf(level, pfn(frame + i * step), flags), state),
        ),
      }));
  });

  it('folds leaves of neighbouring memory into a run that grants the same', () => {
    check(anyLeaves, ({ level, words }) => {
      const run = runs.fold(level, words) ?? [];
      expect(run.map((word) => runs.isPart(level, word))).toEqual(words.map(() => true));
      expect(run.map((word) => rightsOf(arch.decode(level, word)))).toEqual(
        words.map((word) => rightsOf(arch.decode(level, word))),
      );
      expect(words.some((word) => runs.isPart(level, word))).toBe(false);
    });
  });

  it('takes a run apart into the leaves that it was made of', () => {
    check(anyLeaves, ({ level, words }) => {
      expect(runs.unfold(level, runs.fold(level, words) ?? [])).toEqual(words);
    });
  });

  it('lets marks of one entry of a run hold for all when it is taken apart', () => {
    check(fc.tuple(anyLeaves, fc.nat()), ([{ level, words }, pick]) => {
      const old = words.map((word) => arch.withLeafState(level, word, { young: false, dirty: false }));
      const run = runs.fold(level, old) ?? [];
      const at = pick % run.length;
      const marked = run.with(at, arch.withLeafState(level, run[at] ?? 0n, { young: true, dirty: true }));
      const states = runs.unfold(level, marked).map((word) => arch.decode(level, word));
      expect(states.every(({ young, dirty }) => young && dirty)).toBe(true);
    });
  });

  it('makes no run of too few leaves, of unaligned or scattered memory, or of what is unlike', () => {
    check(anyLeaves, ({ level, frame, step, words }) => {
      const other = arch.mkLeaf(level, pfn(frame === 0 ? step : frame - step), VM_READ);
      expect(runs.fold(level, words.slice(1))).toBeNull();
      expect(runs.fold(level, [...words.slice(1), other])).toBeNull();
      expect(runs.fold(level, words.with(1, words[0] ?? 0n))).toBeNull();
      expect(runs.fold(level, words.with(0, arch.withLeafState(level, words[0] ?? 0n, { special: true })))).toEqual(
        words.every((word) => arch.decode(level, word).special) ? runs.fold(level, words) : null,
      );
      expect(runs.fold(level, words.with(1, 0n))).toBeNull();
    });
  });
}
