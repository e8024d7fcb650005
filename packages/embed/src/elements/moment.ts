/** A moment of a script, for viewers that stand alone. */

import type { Position } from '@mm-playground/viewers';
import { play, type Request } from '../engine.ts';
import type { Played } from '../player/played.ts';
import { noPlace, positionOf } from '../playground/place.ts';

/** Something that was played, and where it stands. */
export interface PlayedMoment {
  readonly played: Played;
  readonly position: Position;
}

/**
 * Plays a script and goes to where `step` says.
 *
 * @throws Error where the script has errors or the machine cannot be made, RangeError where there is no such place
 */
export async function momentOf(request: Request, step: string): Promise<PlayedMoment> {
  const { diagnostics, played } = await play(request);
  if (played === null)
    throw new Error(diagnostics.map(({ span, message }) => `line ${span.line}: ${message}`).join('\n'));
  const position = positionOf(played.calls, step);
  if (position === null) throw new RangeError(noPlace(step));
  return { played, position };
}
