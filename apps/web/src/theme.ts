/*
 * Light, dark, or what the system says. The choice is one attribute of the root element; colours follow by CSS at paint
 * time (`color-scheme` and `light-dark()`), so nothing has to be drawn again by hand.
 */
import type { Theme } from './state.ts';

const KEY = 'mm-playground.theme';
const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

/** What was chosen last time; `auto` where nothing was, or where storage is closed to us. */
export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === stored) ?? 'auto';
  } catch {
    return 'auto';
  }
}

/** Shows a theme and remembers it. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be closed to us (private windows, file:); the theme then lasts as long as the page.
  }
}

/** What the button turns to next. */
export const nextTheme = (theme: Theme): Theme => THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
