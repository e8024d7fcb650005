/**
 * The tearing tests: readers of /proc/PID/maps beside a writer. On the model of each kernel every schedule is run, and gives the verdicts
 * that the scenario names; on the running kernel the scenarios run as threads for a short time, and show nothing that its
 * model does not allow.
 */
import { release } from 'node:os';
import { createPlayground } from 'mm-playground';
import { describe, expect, test, vi } from 'vitest';
import { runnerObstacle } from '../native/runner.ts';
import { scenariosOf } from '../testing/scenarios.ts';
import { modelOutcomes } from './model-outcomes.ts';
import { ModelRace } from './model-race.ts';
import { formatRace, proveRace, raceObstacle } from './prove-race.ts';
import { raceOf } from './race.ts';

/** Thousands of schedules take seconds where nothing else runs. */
vi.setConfig({ testTimeout: 300_000 });

const scenarios = scenariosOf('proc-maps');
const playground = createPlayground();

describe.each(scenarios)('$name', ({ program }) => {
  const kernels = [...new Set(program.story.expect.map(({ kernel }) => kernel))];

  test.each(kernels)('has the verdicts that it names on the model of %s', (kernel) => {
    const race = new ModelRace(raceOf(program), createPlayground({ kernel }).parts(program));
    const { violations, broken, complete } = modelOutcomes(race);
    const violated = new Set(violations.map(({ property }) => property));
    const verdicts = program.story.expect.filter((expected) => expected.kernel === kernel);
    expect(complete).toBe(true);
    expect(broken).toEqual([]);
    expect([...violated].filter((property) => !verdicts.some((expected) => expected.property === property))).toEqual(
      [],
    );
    for (const { property, verdict } of verdicts)
      expect(`${property} ${[...violated].some((found) => found === property) ? 'violated' : 'holds'}`).toBe(
        `${property} ${verdict}`,
      );
  });
});

const whyNot = runnerObstacle('/var/tmp') ?? raceObstacle(playground);

describe.skipIf(whyNot !== null)(`on the running kernel ${release()}${whyNot === null ? '' : `: ${whyNot}`}`, () => {
  test.each(scenarios)('$name shows nothing that the model does not allow', async ({ program }) => {
    const proof = await proveRace(program, playground, { rounds: 3000 });
    expect(proof.refutations).toEqual([]);
    expect(proof.backward).toEqual([]);
    expect(proof.seen.reduce((sum, { count }) => sum + count, 0)).toBe(3000);
    expect(formatRace(proof)[0]).toMatch(/: 3000 rounds, \d+ of \d+ outcomes seen: /);
  });
});
