/* In which colours everything is shown, and how to find one's way. */
import type { Theme } from '../state.ts';
import { nextTheme } from '../theme.ts';
import { does, type Command } from './command.ts';

const THEMES: readonly { readonly theme: Theme; readonly title: string }[] = [
  { theme: 'auto', title: 'as the system' },
  { theme: 'light', title: 'light' },
  { theme: 'dark', title: 'dark' },
];

/** Turns colours. */
export const viewCommands: readonly Command[] = [
  {
    id: 'view.theme',
    title: 'Colours: light, dark, or as the system',
    section: 'View',
    keys: ['t'],
    run: does(({ theme }) => ({ type: 'theme', theme: nextTheme(theme) })),
  },
  {
    id: 'view.colours',
    title: 'Colours',
    section: 'View',
    choices: ({ state }) =>
      THEMES.map(({ theme, title }) => ({
        id: theme,
        title,
        isCurrent: state.theme === theme,
        run: does({ type: 'theme', theme }),
      })),
  },
];

/** How to find one's way. */
export const helpCommands: readonly Command[] = [
  {
    id: 'help.palette',
    title: 'All commands',
    section: 'Help',
    keys: ['Mod+k', ':'],
    whileTyping: true,
    run: does({ type: 'dialog', dialog: 'palette' }),
  },
  {
    id: 'help.shortcuts',
    title: 'Keyboard shortcuts',
    section: 'Help',
    keys: ['?'],
    run: does({ type: 'dialog', dialog: 'shortcuts' }),
  },
  {
    id: 'help.loaded',
    title: 'What is loaded: plugins, versions, what is modelled',
    section: 'Help',
    keys: ['L'],
    run: does({ type: 'dialog', dialog: 'loaded' }),
  },
];
