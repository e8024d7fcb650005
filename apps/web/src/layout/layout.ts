/*
 * The layout as a part of the app's state: which preset, how much room there is, and what somebody made of the preset for that
 * much room. Pure; what is remembered and how wide the window is, `layout-effects.ts` says.
 */
import {
  chosenIn,
  movedBeside,
  panesOf,
  resized,
  stackOf,
  without,
  type PaneId,
  type Part,
  type Path,
  type Side,
} from './parts.ts';
import { presetOf, type Page, type PresetId, type Room } from './presets.ts';

export interface Layout {
  readonly preset: PresetId;
  readonly room: Room;
  /** What was made of presets, by {@link madeKey}; where there is nothing, the preset stands as it is. */
  readonly made: Readonly<Record<string, readonly Page[]>>;
  /** The page that is in view; a window that is not narrow has one. */
  readonly page: number;
  /** The pane that has all the room for now. */
  readonly maximised: PaneId | null;
  /** The pane that commands are about: the last one that was shown or chosen. */
  readonly current: PaneId;
  /** A pane that is to get the focus; a new object for every request. */
  readonly focused: { readonly pane: PaneId } | null;
}

export type LayoutAction =
  | { readonly type: 'preset'; readonly preset: PresetId }
  | { readonly type: 'room'; readonly room: Room }
  | { readonly type: 'page'; readonly page: number }
  /** Brings a pane into view, also one that was hidden; and the focus to it, where somebody asks for it. */
  | { readonly type: 'show'; readonly pane: PaneId; readonly focus?: true }
  /** Somebody works in a pane now. */
  | { readonly type: 'enter'; readonly pane: PaneId }
  | { readonly type: 'hide'; readonly pane: PaneId }
  | { readonly type: 'move'; readonly pane: PaneId; readonly beside: PaneId; readonly side: Side }
  /** Gives room from one part of a split to another. */
  | { readonly type: 'resize'; readonly path: Path; readonly between: readonly [number, number]; readonly by: number }
  /** Gives all the room to a pane, or takes it back. */
  | { readonly type: 'maximise'; readonly pane: PaneId | null }
  /** Makes the preset as it was, for every width. */
  | { readonly type: 'reset' };

export const initialLayout: Layout = {
  preset: 'debug',
  room: 'wide',
  made: {},
  page: 0,
  maximised: null,
  current: 'script',
  focused: null,
};

/** Under which name something made of a preset is kept. */
export const madeKey = (preset: PresetId, room: Room): string => `${preset}.${room}`;

/** The pages as they are now. */
export const pagesOf = ({ preset, room, made }: Layout): readonly Page[] =>
  made[madeKey(preset, room)] ?? presetOf(preset).pages[room];

/** The page that is in view. */
export function pageOf(layout: Layout): Page {
  const pages = pagesOf(layout);
  return pages[layout.page] ?? pages[0] ?? presetOf(layout.preset).pages[layout.room][0];
}

/** Whether a pane is somewhere, in view or behind another. */
export const hasPane = (layout: Layout, pane: PaneId): boolean =>
  pagesOf(layout).some(({ part }) => panesOf(part).includes(pane));

/** Whether a pane can be seen. */
export function isShown(layout: Layout, pane: PaneId): boolean {
  if (layout.maximised !== null) return layout.maximised === pane;
  return stackOf(pageOf(layout).part, pane)?.chosen === pane;
}

/** The layout after an action. Returns the same object where nothing changed. */
export function layoutAfter(layout: Layout, action: LayoutAction): Layout {
  switch (action.type) {
    case 'preset':
      return { ...layout, preset: action.preset, page: 0, maximised: null };
    case 'room':
      return layout.room === action.room ? layout : onPageOf({ ...layout, room: action.room, page: 0 }, layout.current);
    case 'page':
      return layout.page === action.page ? layout : { ...layout, page: action.page, maximised: null };
    case 'show':
      return show(layout, action.pane, action.focus ?? false);
    case 'enter':
      return layout.current === action.pane ? layout : { ...layout, current: action.pane };
    case 'hide':
      return hide(layout, action.pane);
    case 'move':
      return inPage({ ...layout, current: action.pane, maximised: null }, (part) =>
        movedBeside(part, action.pane, action.beside, action.side),
      );
    case 'resize':
      return inPage(layout, (part) => resized(part, action.path, action.between, action.by));
    case 'maximise':
      return { ...layout, maximised: action.pane, current: action.pane ?? layout.current };
    case 'reset':
      return { ...layout, made: withoutPreset(layout), page: 0, maximised: null };
  }
}

function show(layout: Layout, pane: PaneId, focus: boolean): Layout {
  const there = hasPane(layout, pane) ? layout : brought(layout, pane);
  const turned = onPageOf(there, pane);
  const chosen = inPage(turned, (part) => chosenIn(part, pane));
  const maximised = chosen.maximised === null ? null : pane;
  const focused = focus ? { pane } : chosen.focused;
  if (chosen === layout && layout.current === pane && layout.maximised === maximised && !focus) return layout;
  return { ...chosen, current: pane, maximised, focused };
}

/** A pane that was hidden, back among the panes that it stood with in the preset, or else with the first ones. */
function brought(layout: Layout, pane: PaneId): Layout {
  const home = presetOf(layout.preset).pages[layout.room].flatMap(({ part }) => stackOf(part, pane)?.panes ?? []);
  const beside = home.find((each) => hasPane(layout, each)) ?? panesOf(pageOf(layout).part)[0];
  if (beside === undefined) return layout;
  return inPage(onPageOf(layout, beside), (part) => movedBeside(part, pane, beside, 'tab'));
}

/** The last pane of a page stays. */
function hide(layout: Layout, pane: PaneId): Layout {
  const hidden = inPage(onPageOf(layout, pane), (part) => without(part, pane) ?? part);
  return { ...hidden, maximised: hidden.maximised === pane ? null : hidden.maximised };
}

function onPageOf(layout: Layout, pane: PaneId): Layout {
  const page = pagesOf(layout).findIndex(({ part }) => panesOf(part).includes(pane));
  return page < 0 || page === layout.page ? layout : { ...layout, page };
}

/** With the page in view changed. */
function inPage(layout: Layout, change: (part: Part) => Part): Layout {
  const shown = pageOf(layout);
  const part = change(shown.part);
  if (part === shown.part) return layout;
  const pages = pagesOf(layout).map((page) => (page === shown ? { ...page, part } : page));
  return { ...layout, made: { ...layout.made, [madeKey(layout.preset, layout.room)]: pages } };
}

function withoutPreset({ made, preset }: Layout): Layout['made'] {
  return Object.fromEntries(Object.entries(made).filter(([key]) => !key.startsWith(`${preset}.`)));
}
