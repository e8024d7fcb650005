/*
 * What was used last, kept in this browser: the palette offers it first. Identifiers only; one that no command has any longer
 * is passed over.
 */
import { remember, remembered } from '../remember.ts';

const NAME = 'recent-commands';
const MOST = 8;

/** Identifiers, the newest first. */
export function recentCommands(): readonly string[] {
  return (remembered(NAME) ?? '').split('\n').filter(Boolean).slice(0, MOST);
}

/** Notes that something was used now. */
export function usedNow(id: string): void {
  remember(NAME, withNewest(recentCommands(), id).join('\n'));
}

/** The list with this one first, and not twice. */
export const withNewest = (ids: readonly string[], id: string): readonly string[] =>
  [id, ...ids.filter((other) => other !== id)].slice(0, MOST);
