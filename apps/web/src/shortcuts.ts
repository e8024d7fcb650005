/*
 * The keyboard, as one table: the dialog shows its rows and the listener obeys them, so they cannot differ. Keys are left
 * alone while somebody types, and where a modifier belongs to the browser.
 */
import { INITIAL } from '@mm-playground/viewers';
import { takesText } from './arrivals.ts';
import { nextTheme } from './theme.ts';
import type { Action, AppState } from './state.ts';

export interface Shortcut {
  /** `KeyboardEvent.key` values that mean it. */
  readonly keys: readonly string[];
  /** How the dialog prints them. */
  readonly shown: readonly string[];
  readonly meaning: string;
  action(state: AppState): Action;
}

const move = (by: 'call' | 'step', count: number) => (): Action => ({ type: 'move', by, count });

/** The face after this one; `absent` is one that the file does not have. */
function nextFace<Face extends string>(faces: readonly Face[], now: Face, absent: Face | null): Face {
  const there = faces.filter((face) => face !== absent);
  return there[(there.indexOf(now) + 1) % there.length] ?? now;
}

const FAR = 1_000_000_000;
const TEN = 10;

/** The rows, in the order of the dialog. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['j', ']'], shown: ['J', ']'], meaning: 'next call', action: move('call', 1) },
  { keys: ['k', '['], shown: ['K', '['], meaning: 'previous call', action: move('call', -1) },
  { keys: ['.', 'l'], shown: ['L', '.'], meaning: 'next step', action: move('step', 1) },
  { keys: [',', 'h'], shown: ['H', ','], meaning: 'previous step', action: move('step', -1) },
  { keys: ['}', 'J'], shown: ['Shift J'], meaning: 'ten calls on', action: move('call', TEN) },
  { keys: ['{', 'K'], shown: ['Shift K'], meaning: 'ten calls back', action: move('call', -TEN) },
  {
    keys: ['g', '0'],
    shown: ['G', '0'],
    meaning: 'initial state',
    action: () => ({ type: 'seek', position: INITIAL }),
  },
  { keys: ['G', '$'], shown: ['Shift G', '$'], meaning: 'last call', action: move('call', FAR) },
  {
    keys: ['Escape'],
    shown: ['Esc'],
    meaning: 'select nothing',
    action: () => ({ type: 'selected', selection: null }),
  },
  { keys: ['o'], shown: ['O'], meaning: 'open a file or a sample', action: () => ({ type: 'dialog', dialog: 'open' }) },
  { keys: ['w'], shown: ['W'], meaning: 'stories', action: () => ({ type: 'dialog', dialog: 'stories' }) },
  { keys: ['n'], shown: ['N'], meaning: 'next step of the story', action: () => ({ type: 'tour-move', by: 1 }) },
  {
    keys: ['N'],
    shown: ['Shift N'],
    meaning: 'previous step of the story',
    action: () => ({ type: 'tour-move', by: -1 }),
  },
  {
    keys: ['e'],
    shown: ['E'],
    meaning: 'story, script or call list',
    action: ({ leftTab, played, stories }) => ({
      type: 'left-tab',
      tab: nextFace(
        ['story', 'script', 'calls'],
        leftTab,
        (played?.story ?? null) === null && stories.run === null ? 'story' : null,
      ),
    }),
  },
  {
    keys: ['m'],
    shown: ['M'],
    meaning: '/proc/PID/maps, maple tree, memory, comparison or race',
    action: ({ centreTab, played }) => ({
      type: 'centre-tab',
      tab: nextFace(
        ['maps', 'tree', 'memory', 'compare', 'race'],
        centreTab,
        (played?.race ?? null) === null ? 'race' : null,
      ),
    }),
  },
  {
    keys: ['s'],
    shown: ['S'],
    meaning: 'page tables or steps',
    action: ({ sideTab }) => ({ type: 'side-tab', tab: sideTab === 'tables' ? 'steps' : 'tables' }),
  },
  {
    keys: ['r'],
    shown: ['R'],
    meaning: 'what diverged, and what was assumed',
    action: () => ({ type: 'dialog', dialog: 'report' }),
  },
  {
    keys: ['t'],
    shown: ['T'],
    meaning: 'light, dark, or as the system',
    action: ({ theme }) => ({ type: 'theme', theme: nextTheme(theme) }),
  },
  { keys: ['?'], shown: ['?'], meaning: 'these shortcuts', action: () => ({ type: 'dialog', dialog: 'shortcuts' }) },
];

/** What a key press means here, or null: a modifier is held, somebody types, a dialog is open, or it means nothing. */
export function actionOf(event: KeyboardEvent, state: AppState): Action | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (state.dialog !== null || takesText(event)) return null;
  return SHORTCUTS.find(({ keys }) => keys.includes(event.key))?.action(state) ?? null;
}
