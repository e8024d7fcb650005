/**
 * The viewers that a figure can show, and what each is told. One table for figures, for viewers that stand alone in a page, and for what
 * is rendered on a server.
 */

import type { Selection, ViewerPlugin } from '@mm-playground/api';
import {
  addressMap,
  callGraph,
  callList,
  counters,
  events,
  invariants,
  mapleTree,
  mapsTable,
  pageTable,
  physical,
  proc,
  programRange,
  rmap,
  steps,
  structs,
  timeline,
  tlb,
  type Position,
} from '@mm-playground/viewers';
import type { Played } from '../player/played.ts';
import type { SceneFacts } from '../player/scene.ts';

/** A moment of a program, with what somebody selected in it. */
export interface Shown {
  readonly played: Played;
  readonly position: Position;
  readonly selection: Selection | null;
  readonly scene: SceneFacts;
}

/** What a viewer is told, by property. */
export type Given = Readonly<Record<string, unknown>>;

/** A viewer of a figure. */
export interface View {
  readonly plugin: ViewerPlugin;
  readonly given: (shown: Shown) => Given;
  /** Whether it looks at memory itself (frames, what maps them, TLBs, smaps), and not only at VMAs and tables. */
  readonly looksAtMemory?: true;
}

const ofState = ({ scene: { view, previous }, selection }: Shown): Given => ({ view, previous, selection });
const ofChange = ({ scene: { view, previous } }: Shown): Given => ({ view, previous });

/** Under every figure. */
export const TIMELINE: View = {
  plugin: timeline,
  given: ({ played: { calls }, position, scene }) => ({ calls, position, steps: scene.steps }),
};

const LIST: readonly View[] = [
  {
    plugin: addressMap,
    given: (shown) => ({
      ...ofState(shown),
      opening: shown.scene.view === null ? null : programRange(shown.scene.view),
    }),
  },
  ...[mapsTable, pageTable].map((plugin) => ({ plugin, given: ofState })),
  ...[physical, rmap, tlb, proc].map((plugin): View => ({ plugin, given: ofState, looksAtMemory: true })),
  ...[invariants, structs].map((plugin) => ({ plugin, given: ofChange })),
  { plugin: mapleTree, given: ({ scene: { view }, selection }) => ({ view, selection }) },
  { plugin: callList, given: ({ played: { calls }, position }) => ({ calls, position }) },
  { plugin: steps, given: ({ position, scene }) => ({ steps: scene.steps, position, changes: scene.changes }) },
  {
    plugin: counters,
    given: ({ played, position, scene: { view, previous, history } }) => ({
      ...{ view, previous, history, position },
      course: played,
    }),
  },
  {
    plugin: events,
    given: ({ played, position, selection, scene }) => ({ log: played, position, view: scene.view, selection }),
  },
  { plugin: callGraph, given: ({ played, position }) => ({ source: played, position }) },
];

/** The viewers by id: `address-map`, `maps-table`, ... */
export const VIEWS: ReadonlyMap<string, View> = new Map(LIST.map((view) => [view.plugin.id, view]));

/** Ids in the order in which they are written, and what to say of those that mean no viewer. */
export function viewsOf(ids: string): { readonly views: readonly View[]; readonly unknown: readonly string[] } {
  const words = ids.split(/[\s,]+/).filter((word) => word !== '');
  return {
    views: words.flatMap((id) => VIEWS.get(id) ?? []),
    unknown: words.filter((id) => !VIEWS.has(id)).map(noViewer),
  };
}

/** That there is no viewer of this name, and which there are. */
export const noViewer = (id: string): string => `there is no viewer ${id}; there are: ${[...VIEWS.keys()].join(', ')}`;
