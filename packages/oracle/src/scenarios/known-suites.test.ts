/**
 * Every case of the known suites, on the model and on the kernel that runs here. A case whose expectation the kernel refutes is
 * wrong; one that the model refutes stands in known-failures.json, and must leave it when it is mended.
 */
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { chooseKernel } from '@mm-playground/api';
import { createPlayground, formatDivergence, type Session } from 'mm-playground';
import { describe, expect, test, vi } from 'vitest';
import { runnerObstacle } from '../native/runner.ts';
import { knownFailures, SUITES, type Suite } from '../testing/known-suites.ts';
import { scenariosOf, type Scenario } from '../testing/scenarios.ts';
import { knownSuitesPage, PAGE } from '../testing/known-suites-page.ts';
import { formatRefutation, prove } from './prove.ts';

/** Hundreds of cases take seconds where nothing else runs. */
vi.setConfig({ testTimeout: 300_000 });

const playground = createPlayground({ record: 'off' });
const expectedToFail = new Set(knownFailures().flatMap(({ cases }) => cases));

/** What the model says otherwise. Nothing may be inferred: a case says all that matters. */
function objections({ name, program }: Scenario): string[] {
  const session: Session = playground.open(program);
  session.run();
  return [
    ...session.divergences.map(formatDivergence),
    ...session.inferences.map(({ line, what }) => `${name}:${line}: inferred: ${what}`),
    ...(session.stopped === null ? [] : [`${name}:${session.stopped.item.span.line}: ${session.stopped.message}`]),
    ...session.validate().map((broken) => `${name}: ${broken}`),
  ];
}

describe.each(SUITES)('suite %s', (suite) => {
  test('the model fulfils every case but those that are known to fail', () => {
    const tried = scenariosOf(suite).map((each) => ({ name: each.name, objections: objections(each) }));
    const failed = tried.filter(({ name }) => !expectedToFail.has(name)).flatMap((each) => each.objections);
    expect(failed).toEqual([]);
    const mended = tried.filter((each) => expectedToFail.has(each.name) && each.objections.length === 0);
    // What stands here is to be taken out of known-failures.json.
    expect(mended.map(({ name }) => name)).toEqual([]);
  });

  test('every case says in a line what it asserts, and expects something', () => {
    for (const { name, program } of scenariosOf(suite)) {
      const expectations = program.items.filter((item) => item.kind !== 'call' || item.result !== undefined);
      const said = { title: /^[^\n]{10,}$/.test(program.story.title ?? ''), kernel: program.system.kernel };
      expect({ name, ...said, expects: expectations.length > 0 }).toEqual({
        name,
        title: true,
        kernel: PROVEN_ON,
        expects: true,
      });
    }
  });
});

test('docs/known-suites.md is current', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(knownSuitesPage());
});

test('what is known to fail is there', () => {
  const names = new Set(SUITES.flatMap(scenariosOf).map(({ name }) => name));
  expect([...expectedToFail].filter((name) => !names.has(name))).toEqual([]);
});

/** The release that the cases are proven on. */
const PROVEN_ON = '6.18';
const running = chooseKernel(playground.registry.kernels, release());
const isOurs = running?.exact === true && running.kernel.id === PROVEN_ON;
const whyNot = runnerObstacle('/var/tmp') ?? (isOurs ? null : `the cases are of ${PROVEN_ON}`);

describe.skipIf(whyNot !== null)(`on the running kernel ${release()}${whyNot === null ? '' : `: ${whyNot}`}`, () => {
  test.each(SUITES)('every case of %s holds', async (suite) => {
    expect(await refutations(suite)).toEqual([]);
  });
});

/** How many processes run at a time. */
const AT_A_TIME = 8;

async function refutations(suite: Suite): Promise<string[]> {
  const cases = scenariosOf(suite);
  const found: string[] = [];
  for (let at = 0; at < cases.length; at += AT_A_TIME) {
    const proofs = await Promise.all(cases.slice(at, at + AT_A_TIME).map(({ program }) => prove(program)));
    found.push(...proofs.flatMap((proof) => proof.refutations.map(formatRefutation)));
  }
  return found;
}
