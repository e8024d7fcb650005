/**
 * The model against the kernel that runs here: random calls by profile, each with what the kernel showed after it. Only where
 * the running kernel is one that is modelled exactly; elsewhere the recorded samples speak for it.
 */

import { release } from 'node:os';
import { chooseKernel } from '@mm-playground/api';
import { createPlayground, formatDivergence } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { generate } from './generate.ts';
import { PROFILES } from './profiles.ts';
import { runNative } from './run-native.ts';
import { runnerObstacle } from './runner.ts';

const SEEDS = [1, 2];
const CALLS = 80;
const VALIDATED_EVERY = 7;

const playground = createPlayground({ record: 'off', skipUnmodelled: true });
const kernels = playground.registry.kernels;
const modelled = runnerObstacle('/var/tmp') === null && chooseKernel(kernels, release())?.exact === true;

describe.skipIf(!modelled)(`random calls on the running kernel ${release()}`, () => {
  describe.each(PROFILES.filter((profile) => profile !== 'thp'))('profile %s', (profile) => {
    it.each(SEEDS)('seed %i: the model agrees', { timeout: 60_000 }, async (seed) => {
      const capture = await runNative(generate(seed, profile, CALLS));
      const { session } = await playground.load(capture, { file: `${profile}-${seed}` });
      const broken = new Set<string>();
      // Frames are mapped as often as they say, and no table is gone that something points to: counted from scratch now and then.
      for (
        let played = session?.next(), at = 0;
        played !== null && played !== undefined;
        played = session?.next(), at++
      )
        if (at % VALIDATED_EVERY === 0) for (const what of session?.validate() ?? []) broken.add(what);
      expect(session?.divergences.map(formatDivergence)).toEqual([]);
      expect([...broken, ...(session?.validate() ?? [])]).toEqual([]);
      expect(session?.calls.length).toBeGreaterThanOrEqual(CALLS);
    });
  });
});
