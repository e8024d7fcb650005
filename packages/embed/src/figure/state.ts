/** The state that a figure stands at, and the one beside it, played when the page is built. */

import type { Diagnostic, MmView } from '@mm-playground/api';
import type { Position } from '@mm-playground/viewers';
import { createPlayground, type Names, type Playground, type Session } from 'mm-playground';
import { costsAt, type Costs } from '../compare/costs.ts';
import { comparing } from '../compare/differences.ts';
import { besideTrouble, otherMachine, sideNames } from '../compare/other-machine.ts';
import { viewsOf } from '../elements/views.ts';
import { LIMITS } from '../engine.ts';
import { besidesPosition } from '../player/beside.ts';
import type { Played } from '../player/played.ts';
import { PlayedSession } from '../player/played-session.ts';
import { Scene } from '../player/scene.ts';
import { noPlace, positionOf } from '../playground/place.ts';
import { FigureError, problemAt, spanFrom, type Place } from './problems.ts';

/** The machine, and what of the program is shown: attributes of `<mm-playground>`. */
export interface Asked {
  readonly kernel?: string | undefined;
  readonly arch?: string | undefined;
  readonly index?: string | undefined;
  readonly compare?: string | undefined;
  readonly views?: string | undefined;
  readonly step?: string | undefined;
}

/** Where a figure stands in its page. */
export interface Places {
  /** The first character of the script. */
  readonly script: Place;
  /** What is asked for. */
  readonly asked: Place;
}

/** A moment of a program. */
export interface State {
  readonly view: MmView;
  /** The state before it, to show what changed; null at the start. */
  readonly previous: MmView | null;
  /** The last call that has begun; undefined at the start. */
  readonly call: string | undefined;
  /** What was played, and where in it that is. */
  readonly played: Played & { readonly session: Session };
  readonly position: Position;
}

/** The same moment on another machine, and what differs. */
export interface StateBeside {
  readonly state: State;
  readonly names: Names;
  /** What the calls do otherwise, in sentences. */
  readonly behaviour: readonly string[];
  readonly costs: Costs;
}

/**
 * Plays a script.
 *
 * @throws FigureError with all that is wrong: the script is not to be played to its end, or what is asked for is not there.
 */
export function stateOf(script: string, asked: Asked, places: Places): State {
  const played = playedOf(script, asked, places);
  const { step = 'end' } = asked;
  const position = positionOf(played.calls, step);
  if (position === null) throw refused(places, [noPlace(step)]);
  return stateAt(played, position, asked, places);
}

/**
 * Plays it on the machine that `compare` asks for, too.
 *
 * @throws FigureError as {@link stateOf}, each problem naming the word
 */
export function stateBeside(shown: State, word: string, asked: Asked, places: Places): StateBeside {
  const other = otherMachine(word);
  try {
    const played = playedOf(shown.played.text, { ...asked, [other.kind]: other.id }, places);
    const state = stateAt(played, besidesPosition(shown.played, played, shown.position), asked, places);
    const names = sideNames(other, asked.arch ?? '', [shown.played.session, played.session]);
    return {
      ...{ state, names, behaviour: behaviourOf(shown.played, played, names) },
      costs: costsAt([shown.played, played], names, [shown.view, state.view]),
    };
  } catch (error) {
    if (!(error instanceof FigureError)) throw error;
    throw new FigureError(
      error.problems.map((problem) => ({ ...problem, message: besideTrouble(word, problem.message) })),
    );
  }
}

function behaviourOf(shown: Played, other: Played, names: Names): readonly string[] {
  const course = comparing(shown, other, names);
  let turn = course.next();
  while (turn.done !== true) turn = course.next();
  return turn.value?.words ?? [];
}

function stateAt(played: State['played'], position: Position, { step = 'end' }: Asked, places: Places): State {
  const { view, previous } = new Scene().at({ played, position });
  if (view === null) throw refused(places, [`step="${step}": there is no address space at that moment`]);
  return { view, previous, call: played.calls[position.call]?.text, played, position };
}

function playedOf(script: string, asked: Asked, places: Places): State['played'] {
  const session = sessionOf(script, asked, places);
  session.run();
  const { stopped } = session;
  // A race is explored, which is for a reader to do.
  if (stopped !== null && stopped.why !== 'race')
    throw inScript([{ file: '', span: stopped.item.span, severity: 'error', message: stopped.message }], places);
  return { ...new PlayedSession(session, session.options.arch.title).now(script), session };
}

function sessionOf(script: string, asked: Asked, places: Places): Session {
  if (script.length > LIMITS.characters)
    throw refused(places, [`the script has more than ${LIMITS.characters.toLocaleString('en')} characters`]);
  const { unknown } = viewsOf(asked.views ?? '');
  if (unknown.length > 0) throw refused(places, unknown);
  const { session, diagnostics } = playgroundOf(asked, places).loadText(script);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (session === undefined || errors.length > 0) throw inScript(errors, places);
  return session;
}

function playgroundOf({ kernel, arch, index }: Asked, places: Places): Playground {
  const machine = Object.entries({ kernel, arch, index }).filter(([, id]) => id !== undefined);
  try {
    return createPlayground({ ...Object.fromEntries(machine), record: 'steps', stepLimits: LIMITS.steps });
  } catch (error) {
    throw refused(places, [error instanceof Error ? error.message : String(error)]);
  }
}

const refused = ({ asked }: Places, messages: readonly string[]): FigureError =>
  new FigureError(messages.map((message) => problemAt(asked, message)));

const inScript = (problems: readonly Diagnostic[], { script }: Places): FigureError =>
  new FigureError(problems.map((problem) => ({ ...problem, file: script.file, span: spanFrom(script, problem.span) })));
