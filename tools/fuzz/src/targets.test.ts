/* Every target takes its seeds, pieces of them, and noise. The long run is `pnpm fuzz TARGET`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedsOf } from './seeds.ts';
import { TARGETS, type TargetName } from './targets.ts';

/** Cases a target: enough to see that it works, and no campaign. */
const CASES = 60;

/** A seed with some bytes of another kind, or cut. */
const mutated = (seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .tuple(fc.constantFrom(...seeds), fc.nat(), fc.uint8Array({ maxLength: 8 }), fc.nat({ max: 40 }))
      .map(([seed, at, bytes, cut]) => {
        const place = at % (seed.length + 1);
        return Uint8Array.of(...seed.subarray(0, place), ...bytes, ...seed.subarray(place + cut));
      }),
  );

describe.each(Object.keys(TARGETS) as TargetName[])('the target %s', (name) => {
  it('takes its seeds, and what is near them', async () => {
    const seeds = await seedsOf(name);
    expect(seeds.length).toBeGreaterThan(0);
    for (const seed of seeds) await TARGETS[name](seed);
    await fc.assert(
      fc.asyncProperty(mutated(seeds), async (bytes) => TARGETS[name](bytes)),
      { numRuns: CASES, seed: 1 },
    );
  });
});
