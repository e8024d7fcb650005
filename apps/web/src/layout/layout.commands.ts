/* The layout by keyboard and by palette: presets, panes, where they are and how much room they have. */
import type { Choice, Command, Desk } from '../commands/command.ts';
import { isThere, PANES, placesNow, placesOfPart, titleOf } from '../shell/panes.ts';
import type { AppState } from '../state.ts';
import { hasPane, pageOf, pagesOf, type LayoutAction } from './layout.ts';
import { panesOf, type PaneId, type Side } from './parts.ts';
import { presetOf, PRESETS, type PresetId } from './presets.ts';

const arrange =
  (layout: LayoutAction | ((state: AppState) => LayoutAction | null)): ((desk: Desk) => void) =>
  ({ state, dispatch }) => {
    const action = typeof layout === 'function' ? layout(state) : layout;
    if (action !== null) dispatch({ type: 'layout', layout: action });
  };

/** The pane that a command is about. */
const currentTitle = ({ state }: Desk): string => titleOf(state.layout.current, state);
const isInView = (pane: PaneId, state: AppState): boolean =>
  placesNow(state).stacks.some(({ chosen }) => chosen === pane);
const isCurrentShown = ({ state }: Desk): boolean => isInView(state.layout.current, state);

const SIDES: readonly { readonly side: Side; readonly words: string }[] = [
  { side: 'tab', words: 'among the tabs of' },
  { side: 'left', words: 'left of' },
  { side: 'right', words: 'right of' },
  { side: 'above', words: 'above' },
  { side: 'below', words: 'below' },
];

/** The panes between which a key turns; which ones are side by side, the layout says. */
const TURNS: readonly { readonly id: string; readonly title: string; readonly key: string; readonly of: PaneId[] }[] = [
  { id: 'program', title: 'Next pane of the program', key: 'e', of: ['story', 'script', 'calls'] },
  { id: 'space', title: 'Next pane of the address space', key: 'm', of: ['maps', 'tree', 'memory', 'compare', 'race'] },
  { id: 'inside', title: 'Next pane of the machine', key: 's', of: ['tables', 'steps', 'counters'] },
];

/** Arranges panes. */
export const layoutCommands: readonly Command[] = [
  ...TURNS.map(({ id, title, key, of }): Command => ({
    id: `layout.${id}`,
    title,
    section: 'Layout',
    keys: [key],
    run: arrange((state) => turned(state, of)),
  })),
  ...PRESETS.map(({ id, title, what }, at): Command => ({
    id: `layout.preset-${id}`,
    title: `Layout: ${title.toLowerCase()}`,
    section: 'Layout',
    keys: [String(at + 1)],
    detail: () => what,
    run: arrange({ type: 'preset', preset: id satisfies PresetId }),
  })),
  {
    id: 'layout.presets',
    title: 'Layout',
    section: 'Layout',
    detail: ({ state }) => presetOf(state.layout.preset).title.toLowerCase(),
    choices: presetChoices,
  },
  {
    id: 'layout.reset',
    title: 'Reset the layout',
    section: 'Layout',
    keys: ['Mod+0'],
    run: arrange({ type: 'reset' }),
  },
  {
    id: 'layout.pane',
    title: 'Go to a pane',
    section: 'Layout',
    keys: ['p'],
    choices: ({ state }) =>
      paneChoices(
        PANES.map(({ id }) => id).filter((id) => isThere(id, state)),
        state,
      ),
  },
  {
    id: 'layout.beside',
    title: 'Go to a pane in the same place',
    section: 'Layout',
    detail: currentTitle,
    when: isCurrentShown,
    choices: ({ state }) => paneChoices(besideCurrent(state), state),
  },
  {
    id: 'layout.next',
    title: 'Next pane',
    section: 'Layout',
    keys: ['F6'],
    whileTyping: true,
    run: arrange((state) => neighbour(state, 1)),
  },
  {
    id: 'layout.previous',
    title: 'Previous pane',
    section: 'Layout',
    keys: ['Shift+F6'],
    whileTyping: true,
    run: arrange((state) => neighbour(state, -1)),
  },
  {
    id: 'layout.maximise',
    title: 'All the room for this pane, or give it back',
    section: 'Layout',
    keys: ['z'],
    detail: currentTitle,
    when: isCurrentShown,
    run: arrange(({ layout }) => ({ type: 'maximise', pane: layout.maximised === null ? layout.current : null })),
  },
  {
    id: 'layout.hide',
    title: 'Hide this pane',
    section: 'Layout',
    keys: ['x'],
    detail: currentTitle,
    when: (desk) => isCurrentShown(desk) && panesOf(pageOf(desk.state.layout).part).length > 1,
    run: arrange(({ layout }) => ({ type: 'hide', pane: layout.current })),
  },
  {
    id: 'layout.move',
    title: 'Arrange this pane',
    section: 'Layout',
    keys: ['w'],
    detail: currentTitle,
    when: isCurrentShown,
    choices: moveChoices,
  },
];

/** The pane after the one in view, among those that are in one place with one of these. */
function turned(state: AppState, of: readonly PaneId[]): LayoutAction | null {
  const { layout } = state;
  const pages = pagesOf(layout).map(({ part }) => placesOfPart(part, state).stacks);
  const stacks = [...(pages[layout.page] ?? []), ...pages.flat()];
  const into = stacks.find(({ panes }) => panes.some((pane) => of.includes(pane)));
  if (into === undefined) return null;
  const by = isInView(into.chosen, state) ? 1 : 0;
  const next = into.panes[(into.panes.indexOf(into.chosen) + by) % into.panes.length];
  return next === undefined ? null : { type: 'show', pane: next };
}

/** The pane in view that is so many on from where somebody works. */
function neighbour(state: AppState, by: number): LayoutAction | null {
  const { layout } = state;
  const shown = placesNow(state).stacks.map(({ chosen }) => chosen);
  const pane = shown[(shown.indexOf(layout.current) + by + shown.length) % shown.length];
  return pane === undefined ? null : { type: 'show', pane, focus: true };
}

function presetChoices({ state: { layout } }: Desk): readonly Choice[] {
  return PRESETS.map(({ id, title, what }) => ({
    id,
    title,
    detail: what,
    isCurrent: layout.preset === id,
    run: arrange({ type: 'preset', preset: id }),
  }));
}

/** The pane that commands are about, and those that it stands with. */
const besideCurrent = (state: AppState): readonly PaneId[] =>
  placesNow(state).stacks.find(({ chosen }) => chosen === state.layout.current)?.panes ?? [];

const paneChoices = (panes: readonly PaneId[], state: AppState): readonly Choice[] =>
  panes.map((id) => ({
    id,
    title: titleOf(id, state),
    detail: hasPane(state.layout, id) ? '' : 'hidden',
    isCurrent: isInView(id, state),
    run: arrange({ type: 'show', pane: id, focus: true }),
  }));

function moveChoices({ state }: Desk): readonly Choice[] {
  const { layout } = state;
  const pane = layout.current;
  const { stacks } = placesOfPart(pageOf(layout).part, state);
  const own = stacks.find(({ panes }) => panes.includes(pane));
  const hasNeighbours = (own?.panes.length ?? 0) > 1;
  return [
    {
      id: 'hide',
      title: 'Hide it',
      detail: 'the palette brings it back',
      run: arrange({ type: 'hide', pane }),
    },
    { id: 'maximise', title: 'Give it all the room', run: arrange({ type: 'maximise', pane }) },
    ...SIDES.filter(({ side }) => hasNeighbours && side !== 'tab').map(({ side, words }) => ({
      id: `split-${side}`,
      title: `Move it ${words} its neighbours`,
      run: arrange({ type: 'move', pane, beside: pane, side }),
    })),
    ...stacks
      .filter((each) => each !== own)
      .flatMap(({ chosen }) =>
        SIDES.map(({ side, words }) => ({
          id: `${side}-${chosen}`,
          title: `Move it ${words} ${titleOf(chosen, state)}`,
          run: arrange({ type: 'move', pane, beside: chosen, side }),
        })),
      ),
  ];
}
