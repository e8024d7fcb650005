/*
 * A scenario as a tour. What it says about itself (`#@ title`, `#@ question`, `#@ explain`, `#@ expect`) is told once, in its file;
 * from that come the steps: first the question and a prediction for the kernels, then each explanation beside the calls that it stands
 * above, then the verdicts. Exercises of its own are put in front of the explanation that would give their answer away.
 */
import type { CallItem, Program, Story } from '@mm-playground/api';
import type { PaneId } from '../layout/parts.ts';
import type { Exercise, FurtherReading, Mark, Moment, Tour, TourStep } from './tour.ts';

/** What is added to what a scenario says itself. */
export interface ScenarioNotes {
  /** Exercises by number of the explanation (from 0) that they stand before; `because` is that explanation. */
  readonly exercises?: Readonly<Record<number, Omit<Exercise, 'because' | 'later'>>>;
  readonly mark?: Mark;
  readonly show?: readonly PaneId[];
  readonly reading: readonly FurtherReading[];
  readonly related: readonly string[];
}

type Explanation = Story['explain'][number];

/** The tour of a scenario. */
export function scenarioTour(
  id: string,
  { story, items }: Program,
  { mark, show, exercises = {}, reading, related }: ScenarioNotes,
): Tour {
  const { title = id, question = '', explain, expect } = story;
  const raceAt = items.findIndex(({ kind }) => kind === 'race');
  const alone = raceAt < 0 ? items : items.slice(0, raceAt);
  const calls = alone.filter((item) => item.kind === 'call');
  const looks = { ...(mark && { mark }), ...(show && { show }) };
  const steps = explain.map((each, at): TourStep => ({
    ...explained(each, explain[at + 1], calls, exercises[at]),
    ...looks,
  }));
  return {
    ...{ id, theme: 'thread' as const, title, question, sample: id, reading, related },
    steps: [
      asked(question, expect),
      ...steps,
      ...(expect.length === 0 ? [] : [{ ...(mark && { mark }), ...ended(raceAt >= 0) }]),
    ],
  };
}

/** The question, and what the reader thinks of it. */
const asked = (question: string, expect: Story['expect']): TourStep => ({
  text: question,
  at: 'start',
  ...(expect.length > 0 && { exercise: verdictExercise(expect) }),
});

const ended = (isRace: boolean): TourStep => ({
  text: isRace
    ? 'So this is what each kernel does. Choose one to explore the same race on it.'
    : 'So this is what each kernel does. Choose one to play the same calls on it.',
  at: 'end',
  verdicts: true,
  ...(isRace && { show: ['race'] }),
});

/** An explanation at the end of its calls. Where there is something to predict, before them, and the explanation is the answer. */
function explained(
  { text, line }: Explanation,
  next: Explanation | undefined,
  calls: readonly CallItem[],
  exercise: Omit<Exercise, 'because' | 'later'> | undefined,
): TourStep {
  const after = next === undefined ? 'end' : momentBefore(next.line, calls);
  if (exercise === undefined) return { text, at: after };
  return { text: '', at: momentBefore(line, calls), exercise: { ...exercise, because: text, later: after } };
}

/** When the last call above a line has returned. */
function momentBefore(line: number, calls: readonly CallItem[]): Moment {
  const at = calls.findLastIndex(({ span }) => span.line < line);
  const call = calls[at];
  if (call === undefined) return 'start';
  return { call: call.text, nth: calls.slice(0, at + 1).filter(({ text }) => text.includes(call.text)).length };
}

const NONE = 'On none of them';
const ALL = 'On all of them';

/** On which kernels is it violated? The wrong answers are the others, all and none. */
function verdictExercise(expect: Story['expect']): Exercise {
  const property = mostTelling(expect);
  const about = expect.filter((each) => each.property === property);
  const named = (verdict: 'holds' | 'violated'): string => {
    const kernels = about.filter((each) => each.verdict === verdict).map(({ kernel }) => kernel);
    return kernels.length === 0 ? NONE : kernels.length === about.length ? ALL : `On ${listed(kernels)} only`;
  };
  const right = named('violated');
  const half = about.slice(0, Math.ceil(about.length / 2)).map(({ kernel }) => kernel);
  const wrong = [named('holds'), NONE, ALL, ...(half.length === about.length ? [] : [`On ${listed(half)} only`])];
  return {
    question: `Of ${listed(about.map(({ kernel }) => kernel))}: on which is \`${property}\` violated?`,
    choices: [...new Set([right, ...wrong])].toSorted(),
    hints: [
      PROPERTIES_IN_WORDS[property] ?? '',
      'Names with `rc`, `seed` or `series` are code that was never released.',
    ].filter((hint) => hint !== ''),
    answer: () => right,
    right,
    because: 'The next steps show why.',
  };
}

/** The property whose verdicts differ most; the first of those. */
function mostTelling(expect: Story['expect']): string {
  const byProperty = Map.groupBy(expect, ({ property }) => property);
  const differs = ([, each]: [string, Story['expect'][number][]]): number =>
    new Set(each.map(({ verdict }) => verdict)).size;
  const [first] = [...byProperty].toSorted((a, b) => differs(b) - differs(a));
  return first?.[0] ?? '';
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** What a property means. */
const PROPERTIES_IN_WORDS: Readonly<Record<string, string>> = {
  'no-gap': '`no-gap`: a reader never finds nothing at an address that is mapped before the call and after it.',
  'maps-order': '`maps-order`: each line of /proc/PID/maps ends above the one before it.',
  counters: '`counters`: the tree, `map_count` and the other counters agree when the call is through.',
  'no-lost-data': '`no-lost-data`: a failing call leaves what was written, or a hole; never a mapping that lost it.',
  'no-leak': '`no-leak`: what was charged is given back.',
  'no-false-success': '`no-false-success`: a call that did nothing does not look like one that succeeded.',
  'no-freed-vma': '`no-freed-vma`: nobody can find a VMA that was given back.',
  'no-freed-page': '`no-freed-page`: nobody looks into a page table that was given back.',
  'anon-rmap': '`anon-rmap`: from each page, every mapping that has it can be found.',
  'no-stale-tlb': '`no-stale-tlb`: nobody goes through a translation that the page tables no longer give.',
  'no-deadlock': '`no-deadlock`: nobody waits for what nobody lets go.',
  'no-bug': '`no-bug`: no check of the kernel itself (BUG_ON) fails.',
};
