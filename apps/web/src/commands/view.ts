/* What is shown: the faces of the panes, and in which colours. */
import type { AppState, Theme } from '../state.ts';
import { nextTheme } from '../theme.ts';
import { does, type Command } from './command.ts';

/** The face after this one; `absent` is one that the file does not have. */
function nextFace<Face extends string>(faces: readonly Face[], now: Face, absent: Face | null): Face {
  const there = faces.filter((face) => face !== absent);
  return there[(there.indexOf(now) + 1) % there.length] ?? now;
}

const noStory = ({ played }: AppState): 'story' | null => ((played?.story ?? null) === null ? 'story' : null);
const noRace = ({ played }: AppState): 'race' | null => ((played?.race ?? null) === null ? 'race' : null);

const THEMES: readonly { readonly theme: Theme; readonly title: string }[] = [
  { theme: 'auto', title: 'as the system' },
  { theme: 'light', title: 'light' },
  { theme: 'dark', title: 'dark' },
];

/** Turns panes and colours. */
export const viewCommands: readonly Command[] = [
  {
    id: 'view.program',
    title: 'Story, script or call list',
    section: 'View',
    keys: ['e'],
    run: does((state) => ({
      type: 'left-tab',
      tab: nextFace(['story', 'script', 'calls'], state.leftTab, noStory(state)),
    })),
  },
  {
    id: 'view.space',
    title: '/proc/PID/maps, maple tree, memory, comparison or race',
    section: 'View',
    keys: ['m'],
    run: does((state) => ({
      type: 'centre-tab',
      tab: nextFace(['maps', 'tree', 'memory', 'compare', 'race'], state.centreTab, noRace(state)),
    })),
  },
  {
    id: 'view.inside',
    title: 'Page tables or steps',
    section: 'View',
    keys: ['s'],
    run: does(({ sideTab }) => ({ type: 'side-tab', tab: sideTab === 'tables' ? 'steps' : 'tables' })),
  },
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
];
