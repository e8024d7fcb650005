/* A key for each view that has none of its place in a layout: shows its pane, wherever the layout has it. */
import { does, type Command } from '../commands/command.ts';
import { isThere } from '../shell/panes.ts';

const VIEWS = [
  { pane: 'events', title: 'Event log', key: 'V' },
  { pane: 'graph', title: 'Call graph', key: 'T' },
  { pane: 'proc', title: 'Files of /proc', key: 'P' },
  { pane: 'failures', title: 'Failures of the call', key: 'X' },
  { pane: 'schedules', title: 'Interleavings of the race', key: 'I' },
] as const;

/** Shows panes. */
export const paneCommands: readonly Command[] = VIEWS.map(({ pane, title, key }): Command => ({
  id: `view.${pane}`,
  title,
  section: 'View',
  keys: [key],
  when: ({ state }) => isThere(pane, state),
  run: does({ type: 'layout', layout: { type: 'show', pane, focus: true } }),
}));
