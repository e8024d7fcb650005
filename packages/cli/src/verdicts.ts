/**
 * The verdicts of a scenario's `#@ expect` lines, kernel by kernel: a race is explored on each kernel that the file names, anything
 * else is played there.
 */

import type { Program } from '@mm-playground/api';
import {
  expectationDiagnostics,
  expectedKernels,
  judging,
  RaceStopped,
  type JudgedExpectation,
  type Playground,
  type Session,
} from 'mm-playground';
import { InputError, problem } from './exit.ts';
import type { ReplayOptions } from './options.ts';
import type { Progress } from './progress.ts';
import { loadSession, openPlayground } from './replay.ts';

/** A file that was read, and the messages about it that were told. */
export interface SourceRead {
  readonly bytes: Uint8Array;
  readonly told: Set<string>;
}

/** Whether a session ended as verdicts are about: at its end, at a race, or because the kernel stopped. */
export const isVerdict = ({ stopped }: Session): boolean =>
  stopped === null || stopped.why === 'race' || stopped.why === 'kernel bug';

/**
 * What is found where a program expects something: on each kernel that it names, or on `--kernel` alone.
 *
 * @throws InputError where it expects what there is not, or cannot be played on one of the kernels
 */
export async function verdictsOf(
  playground: Playground,
  program: Program,
  options: ReplayOptions,
  read: SourceRead,
  progress: Progress,
): Promise<JudgedExpectation[]> {
  const diagnostics = expectationDiagnostics(program, (kernel) => playground.knows(kernel));
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  const verdicts: JudgedExpectation[] = [];
  for (const kernel of options.kernel === undefined ? expectedKernels(program) : [options.kernel]) {
    const kernelSpan = program.story.expect.find((each) => each.kernel === kernel)?.span;
    const onKernel = await openPlayground({ ...options, kernel }, 'marks');
    const session = await loadSession(onKernel, program.file, { ...read, kernelSpan });
    verdicts.push(...verdictsOn(session, kernel, progress));
  }
  return verdicts;
}

function verdictsOn(session: Session, kernel: string, progress: Progress): JudgedExpectation[] {
  const { file } = session.program;
  try {
    const judgement = judging(session, kernel);
    let turn = judgement.next();
    for (; turn.done !== true; turn = judgement.next()) {
      const { states, waiting } = turn.value.progress;
      progress.at(states, states + waiting, `states on ${kernel}`);
    }
    progress.clear();
    const { stopped } = session;
    if (stopped === null || isVerdict(session)) return turn.value;
    throw new InputError([{ ...problem(file, `on ${kernel}: ${stopped.message}`), span: stopped.item.span }]);
  } catch (error) {
    if (!(error instanceof RaceStopped)) throw error;
    throw new InputError([{ ...problem(file, `on ${kernel}: ${error.message}`), span: error.item.span }]);
  }
}
