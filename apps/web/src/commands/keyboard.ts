/*
 * The keyboard: which command a key press means. Keys are left alone while a dialog is open, and while somebody types, except
 * for the chords that say they count there too. A key whose command cannot be done now means nothing.
 */
import { takesText } from '../arrivals.ts';
import { chordOf, writesNothing } from './chord.ts';
import { isThere, type Command, type Desk } from './command.ts';

/** The command that a key press means, or null. */
export function commandOf(event: KeyboardEvent, commands: readonly Command[], desk: Desk): Command | null {
  if (event.defaultPrevented || desk.state.dialog !== null) return null;
  if (event.key === ' ' && takesSpace(event)) return null;
  const chord = chordOf(event);
  const command = byChord(commands, chord);
  if (command === undefined || !isThere(command, desk)) return null;
  const isForText = takesText(event) && !(command.whileTyping === true && writesNothing(chord));
  return isForText ? null : command;
}

/** The command that a chord belongs to. */
export const byChord = (commands: readonly Command[], chord: string): Command | undefined =>
  commands.find(({ keys }) => keys?.includes(chord) === true);

/** What has the focus presses itself, or scrolls, by Space. */
function takesSpace(event: Event): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && target.matches('button, summary, a, [tabindex]');
}
