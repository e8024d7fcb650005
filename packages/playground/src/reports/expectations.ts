/**
 * What a scenario expects of kernels by its `#@ expect` lines, and what is found there: a race is explored, anything else is played.
 * A verdict that differs is a divergence like any other, and so is a property that is violated on a kernel of which the file says
 * what to expect, but not that.
 */

import { PROPERTIES, type Diagnostic, type Program, type Span, type Story } from '@mm-playground/api';
import { exploring, isRace, type CheckReport, type Explorer, type Session } from '@mm-playground/session';

/** Whether a property holds; `open` where not everything was looked at and nothing was found so far. */
export type Verdict = 'holds' | 'violated' | 'open';

/** A `#@ expect` line, and what was found. */
export interface JudgedExpectation {
  readonly line: number;
  readonly kernel: string;
  readonly property: string;
  /** `nothing` where the file does not speak of the property: `line` is then the first that speaks of the kernel. */
  readonly expected: 'holds' | 'violated' | 'nothing';
  readonly found: Verdict;
}

/** Expectations that name what there is not. @param knows whether there is a kernel of this name */
export function expectationDiagnostics({ file, story }: Program, knows: (kernel: string) => boolean): Diagnostic[] {
  const known: readonly string[] = PROPERTIES;
  const about = (span: Span, message: string): Diagnostic => ({ file, span, severity: 'error', message });
  return story.expect.flatMap(({ span, property, kernel }) => [
    ...(known.includes(property)
      ? []
      : [about(span, `there is no property ${property}; there are: ${known.join(', ')}`)]),
    ...(knows(kernel) ? [] : [about(span, `there is no kernel ${kernel}`)]),
  ]);
}

/** Kernels of which a program expects something, in the order of its lines. */
export const expectedKernels = ({ story }: Program): string[] => [...new Set(story.expect.map(({ kernel }) => kernel))];

/** What a program expects of a kernel: by the name under which it was asked for, or by its own. */
export const expectedOf = ({ program, options }: Session, kernel: string): Story['expect'] =>
  program.story.expect.filter((each) => each.kernel === kernel || each.kernel === options.kernel.id);

/**
 * Holds what a program expects of a session's kernel against what is found there. Yields while a race is explored. The session must be at its
 * initial state; where it cannot play its program it says so in `stopped`.
 *
 * @param kernel the name under which the session's kernel was asked for
 * @throws RaceStopped where a race cannot be played
 */
export function* judging(session: Session, kernel: string): Generator<Explorer, JudgedExpectation[], void> {
  const violated = isRace(session.program) ? yield* exploredOn(session) : playedOn(session);
  return judged(expectedOf(session, kernel), violated, 'holds');
}

function* exploredOn({ program, options }: Session): Generator<Explorer, ReadonlySet<string>, void> {
  const { violations } = yield* exploring(program, options);
  return new Set(violations.map(({ property }) => property));
}

function playedOn(session: Session): ReadonlySet<string> {
  session.run();
  const found = new Set<string>(session.violations.map(({ property }) => property));
  if (session.stopped?.why === 'kernel bug') found.add('no-bug');
  else if (session.validate().length > 0) found.add('counters');
  return found;
}

/** Expectations of one kernel against the properties that are violated there. @param otherwise what the others are */
export function judged(
  expect: Story['expect'],
  violated: ReadonlySet<string>,
  otherwise: Exclude<Verdict, 'violated'>,
): JudgedExpectation[] {
  const [first] = expect;
  if (first === undefined) return [];
  const unforeseen = [...violated].filter((property) => !expect.some((each) => each.property === property));
  return [
    ...expect.map(({ span, kernel, property, verdict }): JudgedExpectation => {
      const found = violated.has(property) ? 'violated' : otherwise;
      return { line: span.line, kernel, property, expected: verdict, found };
    }),
    ...unforeseen.map((property): JudgedExpectation => {
      const { span, kernel } = first;
      return { line: span.line, kernel, property, expected: 'nothing', found: 'violated' };
    }),
  ];
}

/** A check with the verdicts among what was compared: each is a checkpoint, and a divergence where it is another one. */
export function withVerdicts(report: CheckReport, verdicts: readonly JudgedExpectation[]): CheckReport {
  const divergences = verdicts
    .filter(({ expected, found }) => expected !== found)
    .map(({ line, kernel, property, expected, found }) => ({
      ...{ file: report.file, line, unresolved: false },
      what: `expect ${property} on ${kernel}`,
      recorded: expected,
      model: found,
    }));
  const checkpoints = report.checkpoints + verdicts.filter(({ expected }) => expected !== 'nothing').length;
  return { ...report, checkpoints, divergences: [...report.divergences, ...divergences] };
}
