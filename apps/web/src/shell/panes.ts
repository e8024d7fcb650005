/*
 * The panes: what each is called, when there is one, and what it draws. One that nobody sees is not drawn. To add a pane, add it
 * here and name it in the presets that should have it; every other layout gets it through the palette.
 */
import {
  addressMap,
  callList,
  counters,
  invariants,
  mapleTree,
  mapsTable,
  pageTable,
  physical,
  rmap,
  steps,
  structs,
  tlb,
} from '@mm-playground/viewers';
import { html, nothing, type TemplateResult } from 'lit';
import { nameOfOther } from '../compare/names.ts';
import type { OtherSide } from '../compare/other-side.ts';
import type { EngineFacts } from '../engine.ts';
import { pageOf } from '../layout/layout.ts';
import { stack, type PaneId, type Part } from '../layout/parts.ts';
import { placesOf, type Places } from '../layout/places.ts';
import type { SceneFacts } from '@mm-playground/embed/player';
import { pluginViewers } from '../plugins/page-plugins.ts';
import type { AppState } from '../state.ts';
import { besideTour } from '../story/tour-layout.ts';
import { VIEW_PANES } from '../views/view-panes.ts';
import { viewer } from './viewer.ts';

/** What panes draw. */
export interface Drawing {
  readonly state: AppState;
  readonly scene: SceneFacts;
  /** What is compared with; null where nothing is. */
  readonly other: OtherSide | null;
  readonly facts: EngineFacts | null;
  /** Whether the editor, stories, comparisons and races have been fetched. */
  readonly isComplete: boolean;
}

export interface Pane {
  readonly id: PaneId;
  readonly title: string;
  /** A title that says more, once there is something to say. */
  readonly titleNow?: (state: AppState) => string;
  /** Whether the file has it; always, where it is left out. */
  readonly when?: (state: AppState) => boolean;
  /** Whether it goes on while nobody sees it, because it holds what somebody typed. */
  readonly isKept?: true;
  readonly draw: (drawing: Drawing) => TemplateResult;
}

/** Every pane, in the order in which they are offered: those of viewers that the page was opened with last. */
export const PANES: readonly Pane[] = [
  {
    id: 'story',
    title: 'Story',
    when: ({ played, stories }) => (played?.story ?? null) !== null || stories.run !== null,
    draw: ({ state, facts }) =>
      state.stories.run === null
        ? html`<mm-app-story .state=${state} .facts=${facts}></mm-app-story>`
        : html`<mm-app-tour .state=${state} .facts=${facts}></mm-app-tour>`,
  },
  {
    id: 'script',
    title: 'Script',
    isKept: true,
    draw: ({ state, isComplete }) =>
      isComplete
        ? html`<div class="script">
            <mm-app-branches .state=${state}></mm-app-branches><mm-app-editor .state=${state}></mm-app-editor>
          </div>`
        : html`<pre class="waiting" aria-hidden="true">${firstLines(state.source?.text ?? '')}</pre>`,
  },
  {
    id: 'calls',
    title: 'Calls',
    draw: ({ state: { played, position } }) => viewer(callList, { calls: played?.calls ?? NONE, position }),
  },
  { id: 'map', title: 'Address map', draw: (drawing) => viewer(addressMap, seen(drawing)) },
  { id: 'maps', title: '/proc/PID/maps', draw: (drawing) => viewer(mapsTable, seen(drawing)) },
  {
    id: 'tree',
    title: 'Maple tree',
    draw: ({ scene: { view }, state: { selection } }) => viewer(mapleTree, { view, selection }),
  },
  {
    id: 'memory',
    title: 'Memory',
    draw: (drawing) =>
      html`<div class="scroll">
        ${viewer(physical, seen(drawing))}
        <h2>Reverse mapping</h2>
        ${viewer(rmap, seen(drawing))}
      </div>`,
  },
  {
    id: 'tables',
    title: 'Page tables',
    draw: (drawing) => html`<div class="scroll">${viewer(pageTable, seen(drawing))}</div>`,
  },
  {
    id: 'steps',
    title: 'Steps',
    draw: ({ scene: { view, previous, steps: rows, changes }, state: { position } }) =>
      html`<div class="scroll">
        ${viewer(steps, { steps: rows, position, changes })}
        <h2>Invariants</h2>
        ${viewer(invariants, { view, previous })}
        <h2>What travels</h2>
        ${viewer(structs, { view, previous })}
      </div>`,
  },
  {
    id: 'counters',
    title: 'Counters',
    draw: (drawing) => {
      const { view, previous, history } = drawing.scene;
      const { played: course, position } = drawing.state;
      return html`<div class="scroll">
        ${viewer(counters, { view, previous, history, course, position })} ${tlbs(drawing)}
      </div>`;
    },
  },
  {
    id: 'race',
    title: 'Race',
    when: ({ played }) => (played?.race ?? null) !== null,
    draw: ({ state }) => html`<mm-app-race .state=${state}></mm-app-race>`,
  },
  {
    id: 'compare',
    title: 'Compare',
    draw: ({ state, facts, scene }) =>
      html`<mm-app-compare .state=${state} .facts=${facts} .scene=${scene}></mm-app-compare>`,
  },
  ...VIEW_PANES,
  ...otherPanes(),
  ...pluginPanes(),
];

/** The pane of a name. */
export const paneOf = (id: PaneId): Pane | undefined => PANES.find((pane) => pane.id === id);

/** Whether there is such a pane now. */
export function isThere(id: PaneId, state: AppState): boolean {
  const pane = paneOf(id);
  return pane !== undefined && (pane.when?.(state) ?? true);
}

/** Where everything is: as the layout has it, or one pane alone. */
export function placesNow(state: AppState): Places {
  const { maximised } = state.layout;
  const isAlone = maximised !== null && isThere(maximised, state);
  return placesOfPart(isAlone ? stack(maximised) : besideTour(pageOf(state.layout).part, state), state);
}

/** Where the panes of a part are, of those that there are now. */
export const placesOfPart = (part: Part, state: AppState): Places => placesOf(part, (pane) => isThere(pane, state));

/** What a pane is called now. */
export function titleOf(id: PaneId, state: AppState): string {
  const pane = paneOf(id);
  return pane?.titleNow?.(state) ?? pane?.title ?? id;
}

/** What most viewers are told. */
const seen = ({ scene: { view, previous }, state: { selection } }: Drawing): Record<string, unknown> => ({
  view,
  previous,
  selection,
});

const NONE: readonly never[] = [];

/** The panes of the viewers that the page was opened with. A viewer of a plugin is told all that its contract names. */
export function pluginPanes(): readonly Pane[] {
  return pluginViewers().map((plugin) => ({
    id: `plugin-${plugin.id}`,
    title: plugin.title,
    draw: (drawing) => {
      const { position, played: run } = drawing.state;
      return html`<div class="scroll">${viewer(plugin, { ...seen(drawing), position, run })}</div>`;
    },
  }));
}

/** Only of a race: alone, a TLB tells no more than the tables. */
const tlbs = (drawing: Drawing): TemplateResult | typeof nothing =>
  (drawing.state.played?.race ?? null) === null
    ? nothing
    : html`<h2>TLBs</h2>
        ${viewer(tlb, seen(drawing))}`;

/** The viewers of the machine that is compared with. */
function otherPanes(): readonly Pane[] {
  const kinds = [
    { id: 'other-map', title: 'Address map', plugin: addressMap },
    { id: 'other-maps', title: '/proc/PID/maps', plugin: mapsTable },
    { id: 'other-tables', title: 'Page tables', plugin: pageTable },
  ];
  return kinds.map(({ id, title, plugin }): Pane => ({
    id,
    title: `${title} of the other machine`,
    titleNow: (state) => `${title}, ${nameOfOther(state)}`,
    when: ({ comparison }) => (comparison?.played ?? null) !== null,
    draw: ({ other }) =>
      html`<div class="scroll" @mm-select=${other?.select ?? nothing}>
        ${viewer(plugin, { view: other?.scene.view ?? null, previous: other?.scene.previous ?? null, selection: other?.selection ?? null })}
      </div>`,
  }));
}

const WAITING_LINES = 120;

/** What stands where the editor will be, for the moment until it is there. */
const firstLines = (text: string): string => text.split('\n', WAITING_LINES).join('\n');
