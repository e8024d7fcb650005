/*
 * Keys as text. A chord is `KeyboardEvent.key`, so that it means the same on every keyboard layout: `j`, `?`, and `J` for Shift
 * with it; `Mod+k` with Ctrl or, on a Mac, Command. Named keys and chords say Shift themselves: `Shift+F8`, `Mod+Shift+z`.
 */

/** What a {@link KeyboardEvent} is, as far as a chord goes. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> &
  Partial<Pick<KeyboardEvent, 'getModifierState'>>;

/** The chord that was pressed. */
export function chordOf(event: KeyPress): string {
  const { key, shiftKey } = event;
  // AltGr is how many keyboards write [ and @; some systems report it as Ctrl and Alt.
  const isText = event.getModifierState?.('AltGraph') === true;
  const mod = !isText && (event.ctrlKey || event.metaKey);
  const alt = !isText && event.altKey;
  const isNamed = key.length > 1;
  const words = [mod && 'Mod', alt && 'Alt', shiftKey && (mod || alt || isNamed) && 'Shift'];
  return [...words.filter((word) => word !== false), mod || alt ? lower(key) : key].join('+');
}

/** How people call a key. */
const SHOWN: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  ' ': 'Space',
};

/** A chord as it stands on the keys: `Ctrl K`, `Shift J`, `Esc`. */
export function shownChord(chord: string, isMac: boolean): string {
  const words = chord === '+' ? ['+'] : chord.split('+');
  const key = words.at(-1) ?? '';
  const held = words.slice(0, -1).map((word) => (word === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : word));
  const isUpper = /^\p{Lu}$/u.test(key);
  return [...held, ...(isUpper ? ['Shift'] : []), SHOWN[key] ?? (key.length === 1 ? key.toUpperCase() : key)].join(' ');
}

/** Whether a chord leaves a text alone in which somebody types. */
export const writesNothing = (chord: string): boolean => /^Mod\+|F\d+$/.test(chord);

/** Whether the keys of this machine say ⌘. */
export const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.userAgent);

const lower = (key: string): string => (key.length === 1 ? key.toLowerCase() : key);
