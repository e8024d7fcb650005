import { loadProgram } from '@mm-playground/script';
import { describe, expect, it } from 'vitest';
import { scenarioTour, type ScenarioNotes } from './scenario-tour.ts';
import type { Tour } from './tour.ts';

const NOTES: ScenarioNotes = { reading: [], related: [] };

const SCENARIO = `#@ title Two pages
#@ question Are there two?
#@ expect 6.10 no-gap violated
#@ expect 6.12 no-gap holds
#@ expect 6.18 no-gap holds
#@ expect 6.18 counters holds
#@ explain
#| First one.
mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
#@ explain
#| Then another.
mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
#@ explain
#| That is all.
munmap(0x10000000, PAGE)
`;

function tourOf(text: string, notes: ScenarioNotes = NOTES): Tour {
  const { program } = loadProgram(text, { file: 'two.mm' });
  if (program === undefined) throw new Error('not readable');
  return scenarioTour('two', program, notes);
}

/** Call and count of each step. */
const placesOf = ({ steps }: Tour): string[] =>
  steps.map(({ at }) => (typeof at === 'string' ? at : `${at.call.slice(0, 15)} ${at.nth ?? 1}`));

describe('the tour of a scenario', () => {
  it('asks its question, tells each explanation where its calls have returned, and ends with the verdicts', () => {
    const tour = tourOf(SCENARIO);
    expect(tour.steps.map(({ text }) => text)).toEqual([
      'Are there two?',
      'First one.',
      'Then another.',
      'That is all.',
      expect.stringContaining('what each kernel does'),
    ]);
    expect(placesOf(tour)).toEqual(['start', 'mmap(0x10000000 1', 'mmap(0x10001000 2', 'end', 'end']);
    expect(tour.steps.at(-1)?.verdicts).toBe(true);
  });

  it('asks first on which kernels the property is violated that differs most', () => {
    const { exercise } = tourOf(SCENARIO).steps[0] ?? {};
    expect(exercise?.question).toBe('Of 6.10, 6.12 and 6.18: on which is `no-gap` violated?');
    expect(exercise?.choices).toEqual([
      'On 6.10 and 6.12 only',
      'On 6.10 only',
      'On 6.12 and 6.18 only',
      'On all of them',
      'On none of them',
    ]);
    expect(exercise?.right).toBe('On 6.10 only');
    expect(exercise?.hints[0]).toContain('`no-gap`');
  });

  it('puts an exercise before the explanation that answers it, at the moment before its calls', () => {
    const asked = { question: 'One?', hints: ['Count.'], answer: () => 1, right: 1 };
    const { steps } = tourOf(SCENARIO, { ...NOTES, exercises: { 1: asked } });
    expect(steps[2]).toMatchObject({
      text: '',
      at: { nth: 1 },
      exercise: { because: 'Then another.', later: { nth: 2 } },
    });
  });

  it('of a race ends in the race', () => {
    const race = `${SCENARIO}#@ race\n[a] load(0x10001000)\n[b] load(0x10001000)\n`;
    expect(placesOf(tourOf(race)).slice(-2)).toEqual(['end', 'end']);
    expect(tourOf(race).steps.at(-1)?.show).toEqual(['race']);
  });

  it('asks nothing of a scenario that expects nothing', () => {
    const tour = tourOf('#@ title T\n#@ explain\n#| Only this.\nbrk(NULL)\n');
    expect(tour.steps).toEqual([
      { text: '', at: 'start' },
      { text: 'Only this.', at: 'end' },
    ]);
  });
});
