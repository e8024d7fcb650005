/*
 * Where a window is narrow, the text of a tour stands above the picture that it speaks of: one picture, the other panes of its page
 * behind it as tabs.
 */
import { column, panesOf, stack, type PaneId, type Part } from '../layout/parts.ts';
import type { AppState } from '../state.ts';
import { stepOf } from './tour-run.ts';

/** How much room text and picture get. */
const TEXT = 56;
const PICTURE = 44;

/** The part that is in view, with the tour above it where it would not be in view otherwise. */
export function besideTour(part: Part, { layout, stories }: Pick<AppState, 'layout' | 'stories'>): Part {
  const { run } = stories;
  const panes = panesOf(part);
  if (run === null || layout.room !== 'narrow' || panes.includes('story')) return part;
  const chosen = chosenOf(panes, [...(stepOf(run)?.show ?? []), layout.current]);
  return column([TEXT, stack('story')], [PICTURE, { kind: 'stack', panes, chosen }]);
}

/** The last of these that is there: where somebody works, else what the step shows. */
const chosenOf = (panes: readonly PaneId[], wanted: readonly PaneId[]): PaneId =>
  wanted.findLast((pane) => panes.includes(pane)) ?? panes[0] ?? 'map';
