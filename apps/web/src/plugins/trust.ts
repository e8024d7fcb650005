/* Files that somebody said yes to, by what they contain: another version asks again. */
import { remember, remembered } from '../remember.ts';

const LIST = 'trusted-plugins';
const MOST = 32;

const list = (): readonly string[] => (remembered(LIST) ?? '').split('\n').filter(Boolean);

export const isTrusted = (integrity: string): boolean => list().includes(integrity);

/** Remembers files; the oldest are forgotten. */
export function trust(integrities: readonly string[]): void {
  if (integrities.length === 0) return;
  remember(LIST, [...new Set([...integrities, ...list()])].slice(0, MOST).join('\n'));
}
