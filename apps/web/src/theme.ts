/*
 * Light, dark, or what the system says. The choice is one attribute of the root element; colours follow by CSS at paint
 * time (`color-scheme` and `light-dark()`), so nothing has to be drawn again by hand.
 */
import { remember, remembered } from './remember.ts';
import type { Theme } from './state.ts';

const KEY = 'theme';
const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

/** What was chosen last time; `auto` where nothing was, or where storage is closed to us. */
export function storedTheme(): Theme {
  const stored = remembered(KEY);
  return THEMES.find((theme) => theme === stored) ?? 'auto';
}

/** Shows a theme and remembers it. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  remember(KEY, theme);
}

/** What the button turns to next. */
export const nextTheme = (theme: Theme): Theme => THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
