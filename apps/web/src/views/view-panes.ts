/* Panes of views that are a viewer and nothing else. */
import { callGraph, events, proc } from '@mm-playground/viewers';
import { html } from 'lit';
import { matrixPane } from '../race/matrix-pane.ts';
import { viewer } from '../shell/viewer.ts';
import type { Pane } from '../shell/panes.ts';

/** The panes, in the order in which they are offered. */
export const VIEW_PANES: readonly Pane[] = [
  {
    id: 'events',
    title: 'Event log',
    draw: ({ scene: { view }, state: { played, position, selection } }) =>
      viewer(events, { log: played, position, view, selection }),
  },
  {
    id: 'graph',
    title: 'Call graph',
    draw: ({ state: { played, position } }) => viewer(callGraph, { source: played, position }),
  },
  {
    id: 'proc',
    title: '/proc files',
    draw: ({ scene: { view, previous }, state: { selection } }) => viewer(proc, { view, previous, selection }),
  },
  {
    id: 'failures',
    title: 'Failures',
    draw: ({ state }) => html`<mm-app-failures .state=${state}></mm-app-failures>`,
  },
  {
    id: 'schedules',
    title: 'Interleavings',
    when: ({ played }) => (played?.race ?? null) !== null,
    draw: ({ state }) => matrixPane(state),
  },
];
