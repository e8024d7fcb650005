/*
 * What can be done, as values. The keyboard, the list of shortcuts and the palette are all made from the one table of commands
 * (`all.ts`), so they cannot differ. A command either does something at once, or has choices: then the palette asks which.
 *
 * To add commands, write a list of them in a file of your own folder (`story/story.commands.ts`) and name it in `all.ts`.
 */
import type { EngineFacts } from '../engine.ts';
import type { Action, AppState } from '../state.ts';

/** The groups of commands, in the order in which they are listed. */
export const SECTIONS = [
  'Time',
  'Selection',
  'File',
  'Edit',
  'Machine',
  'View',
  'Layout',
  'Story',
  'Race',
  'Compare',
  'Export',
  'Help',
] as const;

export type Section = (typeof SECTIONS)[number];

/** What a command works with: the state as it is now, and where actions go. */
export interface Desk {
  readonly state: AppState;
  /** What can be chosen; null until it is known. */
  readonly facts: EngineFacts | null;
  readonly dispatch: (action: Action) => void;
}

/** One of several things that a command can be done with. */
export interface Choice {
  /** Names it among the choices of its command; the same tomorrow. */
  readonly id: string;
  readonly title: string;
  /** A few more words, found as well. */
  readonly detail?: string;
  /** Whether it is what is so already. */
  readonly isCurrent?: boolean;
  run(desk: Desk): void;
}

interface Named {
  /** Never changes: what was used recently is remembered by it. `section.what`, in kebab-case. */
  readonly id: string;
  /** What it does, as one says it: `Next call`. */
  readonly title: string;
  readonly section: Section;
  /** Chords that mean it, the first one the most usual; see `chord.ts`. No two commands share one. */
  readonly keys?: readonly string[];
  /** Whether those of its keys that write nothing count while somebody types, too. */
  readonly whileTyping?: boolean;
  /** Whether it can be done now; always, where it is left out. */
  readonly when?: (desk: Desk) => boolean;
  /** What it would be done to now: `Undo` says what. */
  readonly detail?: (desk: Desk) => string;
}

/** A command that does something at once. */
export interface Doing extends Named {
  readonly run: (desk: Desk) => void;
}

/** A command that asks what to do it with. */
export interface Choosing extends Named {
  readonly choices: (desk: Desk) => readonly Choice[] | Promise<readonly Choice[]>;
}

export type Command = Doing | Choosing;

/** Whether a command can be done now. */
export const isThere = (command: Command, desk: Desk): boolean => command.when?.(desk) ?? true;

/** Does a command, or opens the palette with its choices. */
export function perform(command: Command, desk: Desk): void {
  if ('run' in command) command.run(desk);
  else desk.dispatch({ type: 'choose', command: command.id });
}

/** What a command does where all that it does is an action. */
export const does =
  (action: Action | ((state: AppState) => Action)): ((desk: Desk) => void) =>
  ({ state, dispatch }) =>
    dispatch(typeof action === 'function' ? action(state) : action);
